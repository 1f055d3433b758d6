/** `yanpiao eval`: measures reading on a labelled folder. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EXIT, type ExitCode, type Io, line, WrongUse } from '../control/io.js';
import { errorCode } from '../document/error-code.js';
import type { Reader } from '../ports/reader.js';
import type { ProgressLine } from './terminal.js';

export interface EvalOptions {
  readonly dir: string;
  readonly json: boolean;
  /** picomatch pattern on the keys of labels.json. */
  readonly only?: string;
}

/** 1 when a file was refused or the reader crashed on it. Throws when the reader cannot be started. */
export async function evalCommand(
  { dir, json, only }: EvalOptions,
  openReader: () => Promise<Reader>,
  io: Io,
  progress: ProgressLine,
): Promise<ExitCode> {
  const labels = await labelsOf(dir);
  const { evaluateFolder } = await import('../learn/evaluate.js');
  const { LabelsError } = await import('../learn/labels.js');
  const { formatEvaluation } = await import('../learn/report.js');
  const reader = await openReader();
  try {
    const evaluation = await evaluateFolder({
      dir,
      labels,
      only: await matcher(only),
      read: async (path) => {
        const start = performance.now();
        const reading = await reader.read(path);
        return { ...reading, seconds: (performance.now() - start) / 1000 };
      },
      onProgress: (done, total, file) => progress.show(done, total, file),
    });
    progress.stop();
    io.out(line(json ? JSON.stringify(evaluation) : formatEvaluation(evaluation)));
    return evaluation.refused + evaluation.crashed > 0 ? EXIT.refused : EXIT.done;
  } catch (error) {
    if (!(error instanceof LabelsError)) throw error;
    throw new WrongUse(`${error.message}\n${error.remedy}`);
  } finally {
    progress.stop();
    await reader.close();
  }
}

async function matcher(only: string | undefined): Promise<((file: string) => boolean) | undefined> {
  if (only === undefined) return undefined;
  const { default: picomatch } = await import('picomatch');
  return picomatch(only);
}

/** labels.json; where a truth.json beside it tells all fields and lines of a file, that counts instead. */
async function labelsOf(dir: string): Promise<unknown> {
  const labels = await jsonIn(dir, 'labels.json');
  const truth = await jsonIn(dir, 'truth.json', {});
  return isObject(labels) && isObject(truth) ? { ...labels, ...truth } : labels;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A file's content, or what stands for it where there is no such file. */
async function jsonIn(dir: string, name: string, instead?: unknown): Promise<unknown> {
  const path = join(dir, name);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    const missing = errorCode(error) === 'ENOENT';
    if (missing && instead !== undefined) return instead;
    const why = error instanceof SyntaxError ? 'is not JSON' : 'cannot be read';
    throw new WrongUse(`${path}: 无法读取标签文件 / ${why}`);
  }
}
