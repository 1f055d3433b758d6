/** `yanpiao read`: files in, slips out, without a server. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { EXIT, type ExitCode, type Io, line } from '../control/io.js';
import { errorCode } from '../document/error-code.js';
import { type Refusal, refusal } from '../document/refusal.js';
import type { ReadProgress } from '../document/report.js';
import type { Reader } from '../ports/reader.js';
import { describeReading, type FileReading } from './describe-reading.js';
import type { ProgressLine } from './terminal.js';

export interface ReadOptions {
  readonly files: readonly string[];
  readonly json: boolean;
}

const STEPS = { open: '打开', qr: '二维码', text: '文字层', ocr: '识别', extract: '提取' } as const;

/** Reads file after file and prints each as soon as it is read. 1 when a file was refused. */
export async function readCommand(
  { files, json }: ReadOptions,
  reader: Pick<Reader, 'read'>,
  io: Io,
  progress: ProgressLine,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  for (const [index, file] of files.entries()) {
    progress.show(index, files.length, file);
    const reading = await readFile(file, reader, ({ step, page, pages, provisional }) =>
      progress.show(
        index,
        files.length,
        [file, `${STEPS[step]} ${page}/${pages}`, ...told(provisional)].join('  '),
      ),
    );
    if (reading.refusal !== null) code = EXIT.refused;
    progress.stop();
    io.out(json ? line(JSON.stringify(reading)) : describeReading(reading));
  }
  progress.stop();
  return code;
}

/** What the newest QR says, for the progress line; the result replaces it. */
function told(provisional: ReadProgress['provisional'] = []): string[] {
  const last = provisional.at(-1);
  if (last === undefined) return [];
  const { invoiceNumber, issueDate, amount, amountBasis } = last;
  const sum = amount === null ? null : `¥${amount}${amountBasis === 'net' ? ' 不含税' : ''}`;
  return [['初步 provisional:', invoiceNumber, issueDate, sum].filter((part) => part !== null).join(' ')];
}

async function readFile(
  file: string,
  reader: Pick<Reader, 'read'>,
  onProgress: (progress: ReadProgress) => void,
): Promise<FileReading> {
  const path = resolve(file);
  const opened = await digestOf(path);
  if ('refusal' in opened) return refused(file, opened.refusal);
  const { cpuSeconds: _, ...reading } = await reader.read(path, onProgress);
  return { file, sha256: opened.sha256, ...reading };
}

function refused(file: string, refusal: Refusal): FileReading {
  const ms = { total: 0, decode: 0, qr: 0, ocr: 0 };
  const nothing = { pages: 0, slips: [], members: [], pageFacts: [] };
  return { file, sha256: null, carrier: null, refusal, ...nothing, ms };
}

/** Streamed: a file may be a gigabyte. */
async function digestOf(path: string): Promise<{ sha256: string } | { refusal: Refusal }> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
    return { sha256: hash.digest('hex') };
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { refusal: refusal('not_found') };
    if (code === 'EACCES' || code === 'EPERM' || code === 'EISDIR')
      return { refusal: refusal('not_readable') };
    throw error;
  }
}
