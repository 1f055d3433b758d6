/** Electronic originals read again and again in this process, warm: XML, OFD and PDF with a text layer, beside plain pdfjs. */
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { library } from '../../src/adapters/pdf/library.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { readDocument } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';
import { type Spread, spreadOf } from './table.js';

/** `pdf`: with a text layer. What has to be recognised is no original but a picture, and is left out. */
const CARRIERS = ['xml', 'ofd', 'pdf'] as const;
type Carrier = (typeof CARRIERS)[number];

/** Readings of each file before any is measured: compiling is over by then. */
const WARM_UP = 5;

/** Milliseconds a page, one value a reading. */
export interface OriginalsResult {
  readonly carrier: Carrier;
  readonly reader: 'yanpiao' | 'pdfjs, text only';
  readonly files: number;
  readonly pages: number;
  readonly wall: Spread;
  readonly cpu: Spread;
}

interface Original {
  readonly carrier: Carrier;
  readonly bytes: Uint8Array;
  readonly pages: number;
}

/** Measures the files of a folder, those below it left out; `repeat` readings of each. */
export async function measureOriginals(folder: string, repeat: number): Promise<OriginalsResult[]> {
  const tools = await assembleReadTools();
  const originals = await originalsIn(folder, tools);
  const results: OriginalsResult[] = [];
  for (const carrier of CARRIERS) {
    const own = originals.filter((original) => original.carrier === carrier);
    if (own.length === 0) continue;
    const told = { carrier, files: own.length, pages: own.reduce((sum, { pages }) => sum + pages, 0) };
    const read = async ({ bytes }: Original) => {
      await readDocument(bytes, tools);
    };
    results.push({ ...told, reader: 'yanpiao', ...(await costOf(own, repeat, read)) });
    if (carrier === 'pdf')
      results.push({ ...told, reader: 'pdfjs, text only', ...(await costOf(own, repeat, extractText)) });
  }
  return results;
}

/** Every file that is read without recognition, which a first reading tells. */
async function originalsIn(folder: string, tools: ReadTools): Promise<Original[]> {
  const found: Original[] = [];
  for (const name of readdirSync(folder).sort()) {
    const carrier = CARRIERS.find((one) => extname(name).toLowerCase() === `.${one}`);
    if (carrier === undefined) continue;
    const bytes = readFileSync(join(folder, name));
    const { pages, ms, refusal } = await readDocument(bytes, tools);
    if (refusal === null && ms.ocr === 0) found.push({ carrier, bytes, pages });
  }
  return found;
}

/** What anybody pays who asks pdfjs for the words and their places, and nothing more. */
async function extractText({ bytes }: Original): Promise<void> {
  const { pdfjs, options } = await library();
  const task = pdfjs.getDocument({ data: new Uint8Array(bytes), ...options });
  try {
    const document = await task.promise;
    for (let number = 1; number <= document.numPages; number++)
      await (await document.getPage(number)).getTextContent();
  } finally {
    await task.destroy();
  }
}

async function costOf(
  originals: readonly Original[],
  repeat: number,
  read: (original: Original) => Promise<void>,
): Promise<{ wall: Spread; cpu: Spread }> {
  for (let round = 0; round < WARM_UP; round++) for (const original of originals) await read(original);
  const [wall, cpu]: [number[], number[]] = [[], []];
  for (let round = 0; round < repeat; round++)
    for (const original of originals) {
      const [start, spent] = [performance.now(), process.cpuUsage()];
      await read(original);
      const { user, system } = process.cpuUsage(spent);
      wall.push((performance.now() - start) / original.pages);
      cpu.push((user + system) / 1000 / original.pages);
    }
  return { wall: spreadOf(wall), cpu: spreadOf(cpu) };
}

/** A Markdown table of the results. */
export function originalsTable(results: readonly OriginalsResult[]): string {
  const ms = (value: number) => value.toFixed(1);
  const rows = results.map(({ carrier, reader, files, pages, wall, cpu }) =>
    [carrier, reader, files, pages, ms(wall.median), ms(wall.p95), ms(cpu.median), ms(cpu.p95)].join(' | '),
  );
  return [
    '| original | reader | files | pages | wall ms median | wall ms p95 | CPU ms median | CPU ms p95 |',
    '|----------|--------|------:|------:|---------------:|------------:|--------------:|-----------:|',
    ...rows.map((row) => `| ${row} |`),
  ].join('\n');
}
