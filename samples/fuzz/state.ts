/** What became of the cases so far, on a disk: a run of an hour that was stopped goes on where it was. */
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { UsageError } from '../command.js';

export interface FuzzProblem {
  readonly number: number;
  /** The file and what was done to it. */
  readonly what: string;
  /** The stack, `hang`, or how the process ended. */
  readonly problem: string;
}

/** What became of the cases `from` up to, and without, `to`. */
export interface Chunk {
  readonly from: number;
  readonly to: number;
  /** How many ended as `read`, or with which code. */
  readonly ends: Readonly<Record<string, number>>;
  readonly problems: readonly FuzzProblem[];
  readonly slowestMs: number;
  readonly slowest: string;
  readonly peakBytes: number;
}

/** Chunks that are done, one line of JSON each, below a line that says which cases they are of. */
export class FuzzState {
  readonly #path: string | null;
  readonly #chunks: Chunk[];

  private constructor(path: string | null, chunks: Chunk[]) {
    this.#path = path;
    this.#chunks = chunks;
  }

  /** `null`: kept nowhere. Throws a UsageError when the file is about other cases than those of `edition`. */
  static open(path: string | null, edition: string): FuzzState {
    if (path === null) return new FuzzState(null, []);
    if (!existsSync(path)) {
      writeFileSync(path, `${JSON.stringify({ edition })}\n`);
      return new FuzzState(path, []);
    }
    const [head, ...lines] = readFileSync(path, 'utf8').split('\n');
    if (head !== JSON.stringify({ edition })) throw new UsageError(`${path} is the state of other cases`);
    // What stands behind the last line end was cut off with the run that wrote it.
    const whole = lines.slice(0, -1);
    writeFileSync(path, `${[head, ...whole].join('\n')}\n`);
    return new FuzzState(
      path,
      whole.map((line): Chunk => JSON.parse(line)),
    );
  }

  get chunks(): readonly Chunk[] {
    return this.#chunks;
  }

  add(chunk: Chunk): void {
    this.#chunks.push(chunk);
    if (this.#path !== null) appendFileSync(this.#path, `${JSON.stringify(chunk)}\n`);
  }
}
