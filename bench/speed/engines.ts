/** The engines side by side. Each is started once and then reads file after file, on one thread where it can be set. */
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { assembleReadTools } from '../../src/assemble-reading.js';
import type { Slip } from '../../src/document/slip.js';
import { readDocument } from '../../src/pipeline/line.js';
import type { Fields } from './found.js';
import type { EngineName } from './messages.js';
import { rivalFile } from './rivals.js';

/** What an engine says of one file. */
export interface Said {
  readonly text: string;
  readonly slips: readonly Fields[] | null;
}

/** Reads one file; `onProvisional` is called when a first answer stands. */
export type Read = (path: string, onProvisional: () => void) => Promise<Said>;

/** Starts an engine: after this it is as warm as it gets without having read a page. */
export function startEngine(name: EngineName): Promise<Read> {
  switch (name) {
    case 'yanpiao':
      return startYanpiao();
    case 'tesseract.js':
      return startTesseract();
    case 'ocr-node':
      return startOcrNode();
    case 'decode':
      return startDecode();
  }
}

/** What workers/reader does, in this process: from the file's bytes to slips with findings. */
async function startYanpiao(): Promise<Read> {
  const tools = await assembleReadTools({ ocrEngine: 'paddle' });
  await tools.ocr();
  return async (path, onProvisional) => {
    const { slips } = await readDocument(await readFile(path), tools, (progress) => {
      if ('provisional' in progress && progress.provisional) onProvisional();
    });
    return { text: slips.map(textOf).join('\n'), slips: slips.map(fieldsOf) };
  };
}

const fieldsOf = ({ fields }: Slip): Fields =>
  Object.fromEntries(Object.entries(fields).map(([field, { value }]) => [field, value]));

const textOf = (slip: Slip): string =>
  [
    ...Object.values(fieldsOf(slip)),
    ...slip.lines.flatMap((line) => Object.values(line)),
    slip.qr ?? '',
  ].join('\n');

/** The whole page in the default mode, from the file as it is; data from npm packages, so that no network is needed. */
async function startTesseract(): Promise<Read> {
  const { createWorker } = await import('tesseract.js');
  const languages = ['eng', 'chi_sim'];
  const folder = await mkdtemp(join(tmpdir(), 'yanpiao-bench-'));
  try {
    const require = createRequire(import.meta.url);
    for (const code of languages) {
      const home = dirname(require.resolve(`@tesseract.js-data/${code}/package.json`));
      // The very data that tesseract.js fetches by default.
      await copyFile(
        join(home, '4.0.0_best_int', `${code}.traineddata.gz`),
        join(folder, `${code}.traineddata.gz`),
      );
    }
    const worker = await createWorker(languages, undefined, {
      langPath: folder,
      cacheMethod: 'none',
      gzip: true,
    });
    return async (path) => ({ text: (await worker.recognize(path)).data.text, slips: null });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** As much of its interface as is used here. */
interface OcrNode {
  create(options: object): Promise<{ detect(path: string): Promise<readonly { readonly text: string }[]> }>;
}

/** With its own default settings, but one thread like ours: more threads cost it more CPU time, not less. */
async function startOcrNode(): Promise<Read> {
  // Its runtime is asked to keep to itself, as ours is.
  process.env.ORT_DISABLE_TELEMETRY = '1';
  const { default: Ocr } = (await import(rivalFile('@gutenye/ocr-node/build/index.js'))) as {
    default: OcrNode;
  };
  const ocr = await Ocr.create({ onnxOptions: { intraOpNumThreads: 1, interOpNumThreads: 1 } });
  return async (path) => {
    const lines = await ocr.detect(path);
    return { text: lines.map(({ text }) => text).join('\n'), slips: null };
  };
}

async function startDecode(): Promise<Read> {
  const { default: sharp } = await import('sharp');
  sharp.concurrency(1);
  sharp.cache(false);
  return async (path) => {
    await sharp(path).raw().toBuffer();
    return { text: '', slips: null };
  };
}
