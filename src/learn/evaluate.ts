/** Measures reading on a labelled folder (`yanpiao eval`, CONTRACT "Labelled folders"). */
import { join } from 'node:path';
import type { DocumentReading } from '../document/report.js';
import type { Evaluation } from './evaluation.js';
import { parseLabels } from './labels.js';
import { Tally } from './tally.js';

export interface EvaluateOptions {
  readonly dir: string;
  /** Content of labels.json (or of a truth.json), parsed as JSON. */
  readonly labels: unknown;
  /** Which keys of the labels to measure; all by default. */
  readonly only?: (file: string) => boolean;
  readonly read: (path: string) => Promise<DocumentReading & { readonly seconds: number }>;
  readonly onProgress?: (done: number, total: number, file: string) => void;
}

/**
 * Reads every labelled file, one after the other, and counts. Throws LabelsError when the labels are malformed, and what
 * `read` throws: that is no file's fault (ports/reader.ts), so there is nothing to count.
 */
export async function evaluateFolder(options: EvaluateOptions): Promise<Evaluation> {
  const { dir, labels, only = () => true, read, onProgress = () => undefined } = options;
  const entries = [...parseLabels(labels)].filter(([file]) => only(file));
  const tally = new Tally();
  for (const [index, [file, expected]] of entries.entries()) {
    onProgress(index, entries.length, file);
    tally.add(file, expected, await read(join(dir, file)));
  }
  onProgress(entries.length, entries.length, '');
  return tally.result();
}
