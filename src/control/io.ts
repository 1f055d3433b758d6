/** Where a command's words go: the terminal, or the other end of the control socket. */

export interface Io {
  /** Results. */
  out(text: string): void;
  /** Everything else: warnings, refusals. */
  err(text: string): void;
  /** How far long work is, for the eye only; `null` when there is nothing to show any more. */
  progress?(at: Progress | null): void;
  /** Aborted when nobody hears any more. What was begun is finished all the same; telling how it goes is not. */
  readonly left?: AbortSignal;
  /** Aborted when the process that runs the command is to end: it stops where it can without harm. */
  readonly ending?: AbortSignal;
}

export interface Progress {
  readonly done: number;
  /** 0: nobody knows. */
  readonly total: number;
  readonly what: string;
}

/** Exit codes of CONTRACT. */
export const EXIT = { done: 0, refused: 1, wrongUse: 2, fault: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A line of each. */
export const line = (text: string): string => `${text}\n`;

/** Thrown where a command was used wrongly: told to the person, exit code 2. */
export class WrongUse extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'WrongUse';
  }
}
