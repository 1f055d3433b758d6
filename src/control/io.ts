/** Where a command's words go: the terminal, or the other end of the control socket. */

export interface Io {
  /** Results. */
  out(text: string): void;
  /** Everything else: progress, warnings, refusals. */
  err(text: string): void;
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
