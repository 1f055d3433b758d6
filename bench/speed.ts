/**
 * `npm run bench:speed`: our reader beside its rivals on the same images in one run. Time, memory and fields right by
 * kind of image, and the floor under all of them: decoding the picture. Nothing is asserted; docs/speed.md keeps a run.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runCommand, someOf, wholeNumber } from '../samples/command.js';
import { projectRoot } from '../src/entry.js';
import { countExact, countedFields, countFound } from './speed/found.js';
import { drawImages, IMAGE_CLASSES, type ImageClass, type SpeedImage } from './speed/images.js';
import { ENGINES, type EngineName, type PageCost } from './speed/messages.js';
import { measureOriginals, originalsTable } from './speed/originals.js';
import { openEngine } from './speed/process.js';
import { installRivals } from './speed/rivals.js';
import { type ClassResult, speedTable, spreadOf, type Total, targetTable } from './speed/table.js';

const USAGE = `npm run bench:speed -- [--count N] [--images ${IMAGE_CLASSES.join(',')}] [--readers ${ENGINES.join(',')}]
  [--seed N] [--json FILE] [--markdown]
npm run bench:speed -- --originals [--folder DIR] [--count N] [--json FILE]
--count: images of each kind (5). --markdown: only what docs/speed.md takes. --originals: XML, OFD and PDF with a text
layer, those of samples/files or DIR, each read --count times (20) in one warm process, beside plain pdfjs.`;

/** The originals that are measured unless a folder is named. */
const SAMPLES = fileURLToPath(new URL('samples/files/', projectRoot()));

/** Read by every engine before it is measured: what happens only once (compiling, first allocations) is no page's cost. */
const WARM_UP = fileURLToPath(new URL('samples/files/digital-general-exempt.png', projectRoot()));

interface Measured {
  readonly result: ClassResult;
  readonly pages: readonly (PageCost & {
    readonly file: string;
    readonly right: number;
    readonly fields: number;
  })[];
}

/** One engine on the images of one class, in a process of its own. */
async function measure(
  engine: EngineName,
  images: readonly SpeedImage[],
  name: ImageClass,
): Promise<Measured> {
  const process = await openEngine(engine);
  try {
    await process.read(WARM_UP);
    const pages: Measured['pages'][number][] = [];
    const [total, found, exact] = [{ n: 0 }, { n: 0 }, { n: 0 }];
    for (const { file, path, fields } of images) {
      const page = await process.read(path);
      const counted = countedFields(fields).length;
      const inText = countFound(fields, page.text);
      const extracted = page.slips === null ? null : countExact(fields, page.slips);
      total.n += counted;
      found.n += inText;
      exact.n += extracted ?? 0;
      pages.push({ ...page, file, right: extracted ?? inText, fields: counted });
    }
    const early = pages.flatMap(({ provisionalMs }) =>
      provisionalMs === null ? [] : [provisionalMs / 1000],
    );
    const result: ClassResult = {
      engine,
      images: name,
      count: pages.length,
      cpu: spreadOf(pages.map(({ cpuMs }) => cpuMs / 1000)),
      wall: spreadOf(pages.map(({ wallMs }) => wallMs / 1000)),
      provisional: early.length === 0 ? null : spreadOf(early),
      startCpuSeconds: process.start.cpuMs / 1000,
      peakBytes: await process.peak(),
      fields: total.n,
      found: found.n,
      exact: engine === 'yanpiao' ? exact.n : null,
    };
    return { result, pages };
  } finally {
    await process.close();
  }
}

function totalsOf(all: readonly Measured[]): ReadonlyMap<EngineName, Total> {
  const totals = new Map<EngineName, Total>();
  for (const { result, pages } of all) {
    const before = totals.get(result.engine);
    totals.set(result.engine, {
      cpu: [...(before?.cpu ?? []), ...pages.map(({ cpuMs }) => cpuMs)],
      peakBytes: Math.max(before?.peakBytes ?? 0, result.peakBytes),
      fields: (before?.fields ?? 0) + result.fields,
      right: (before?.right ?? 0) + (result.exact ?? result.found),
      found: (before?.found ?? 0) + result.found,
    });
  }
  return totals;
}

const NOTES = `Found: the field's value stands somewhere in the text of the page (without spaces; dates and amounts in any usual
shape), which is the most that could be extracted from it; tesseract.js and ocr-node extract no fields. For yanpiao the
text is the values it gives. Targets compare what yanpiao extracts exactly with what the others' text holds.
Every reader in a process of its own on one thread where it can be set; CPU is user + system of the whole process, one
page read before to warm up; peak is the most resident memory of that process. Blocks of several lines are not counted.`;

function sayWhere(): string {
  const model = cpus()[0]?.model ?? 'unknown processor';
  return `Node ${process.versions.node}, ${availableParallelism()} cores (${model}), ${process.platform} ${process.arch}`;
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string' },
      originals: { type: 'boolean', default: false },
      folder: { type: 'string', default: SAMPLES },
      seed: { type: 'string', default: '1' },
      images: { type: 'string' },
      readers: { type: 'string' },
      json: { type: 'string' },
      markdown: { type: 'boolean', default: false },
    },
  });
  if (values.originals) {
    const results = await measureOriginals(values.folder, wholeNumber('count', values.count ?? '20'));
    console.log([sayWhere(), originalsTable(results)].join('\n\n'));
    if (values.json !== undefined)
      writeFileSync(values.json, `${JSON.stringify({ where: sayWhere(), results }, null, 1)}\n`);
    return;
  }
  const engines = values.readers === undefined ? ENGINES : someOf(ENGINES, 'readers', values.readers);
  const classes =
    values.images === undefined ? IMAGE_CLASSES : someOf(IMAGE_CLASSES, 'images', values.images);
  const [count, seed] = [wholeNumber('count', values.count ?? '5'), wholeNumber('seed', values.seed)];
  if (engines.includes('ocr-node')) installRivals();
  const folder = mkdtempSync(join(tmpdir(), 'yanpiao-speed-'));
  const all: Measured[] = [];
  try {
    for (const name of classes) {
      process.stderr.write(`${name}: drawing …`);
      const images = await drawImages(name, count, seed, folder);
      for (const engine of engines) {
        process.stderr.write(` ${engine} …`);
        all.push(await measure(engine, images, name));
      }
      process.stderr.write('\n');
      // Told as they come: the whole run takes minutes.
      if (!values.markdown)
        console.log(speedTable(all.slice(-engines.length).map(({ result }) => result)), '\n');
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(report(all));
  if (values.json !== undefined)
    writeFileSync(values.json, `${JSON.stringify({ where: sayWhere(), all }, null, 1)}\n`);
}

function report(all: readonly Measured[]): string {
  const targets = targetTable(totalsOf(all));
  const whole = speedTable(all.map(({ result }) => result));
  return [sayWhere(), whole, ...(targets === null ? [] : [targets]), NOTES].join('\n\n');
}

await runCommand(main, USAGE);
