/**
 * `npm run bench:accuracy`: draws invoices of every kind in every damage, reads them as the program does, and prints how
 * right that was. Usage: see USAGE below and README.md of this folder.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DAMAGES, type Damage, labelledPicture, type PictureLabel } from '../samples/damage/pictures.js';
import { openReaderPool } from '../src/adapters/reader-process/pool.js';
import { progressLine } from '../src/cli/terminal.js';
import type { Evaluation } from '../src/learn/evaluation.js';
import { parseLabels } from '../src/learn/labels.js';
import type { Reader } from '../src/ports/reader.js';
import { AccuracyCount, formatAccuracy } from './accuracy-tables.js';
import { DEFAULTS, type Selection, selected } from './cases.js';

const USAGE = `npm run bench:accuracy -- [--level ${DAMAGES.join(',')}] [--kinds a,b] [--count N] [--set fit|measure]
  [--quick] [--wrong] [--out DIR] [--json FILE] [--engine auto|paddle|tesseract]
--kinds takes kinds or names of forms, --count is pictures of each kind in each damage, --quick reads a tenth of them,
--wrong lists every wrong field, --out keeps the pictures and their labels.json, --json writes the counts.`;

class UsageError extends Error {}

interface Options extends Selection {
  readonly out: string | undefined;
  readonly json: string | undefined;
  readonly wrong: boolean;
  readonly engine: 'auto' | 'paddle' | 'tesseract';
}

function oneOf<T extends string>(known: readonly T[], name: string, text: string): T {
  const found = known.find((value) => value === text.trim());
  if (found === undefined) throw new UsageError(`--${name}: ${text} is none of ${known.join(', ')}`);
  return found;
}

function optionsOf(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      level: { type: 'string' },
      kinds: { type: 'string' },
      count: { type: 'string' },
      set: { type: 'string' },
      quick: { type: 'boolean', default: false },
      wrong: { type: 'boolean', default: false },
      out: { type: 'string' },
      json: { type: 'string' },
      engine: { type: 'string', default: 'auto' },
    },
  });
  const count = values.count === undefined ? DEFAULTS.count : Number(values.count);
  if (!Number.isInteger(count) || count < 1)
    throw new UsageError(`--count takes a number, not ${values.count}`);
  const damages = values.level?.split(',').map((text) => oneOf<Damage>(DAMAGES, 'level', text));
  return {
    set: oneOf(['fit', 'measure'], 'set', values.set ?? DEFAULTS.set),
    damages: damages ?? DEFAULTS.damages,
    kinds: values.kinds?.split(','),
    count,
    quick: values.quick,
    out: values.out,
    json: values.json,
    wrong: values.wrong,
    engine: oneOf(['auto', 'paddle', 'tesseract'], 'engine', values.engine),
  };
}

/** Pictures that may wait for the reader: enough that it never waits for them, few enough to hold in mind. */
const AHEAD = 3;

/** Draws in this process while the reader's reads: one core each. */
async function measure(options: Options, folder: string, reader: Reader): Promise<AccuracyCount> {
  const cases = selected(options);
  if (cases.length === 0) throw new UsageError('nothing matches --kinds and --level');
  const count = new AccuracyCount();
  const progress = progressLine();
  const labels: Record<string, PictureLabel> = {};
  const waiting: Promise<void>[] = [];
  try {
    for (const [index, one] of cases.entries()) {
      progress.show(index, cases.length, `${one.form} ${one.damage}`);
      const { file, picture, label } = await labelledPicture(one);
      const path = join(folder, file);
      writeFileSync(path, picture.bytes);
      labels[file] = label;
      const expected = parseLabels({ [file]: label }).get(file);
      if (expected === undefined) throw new Error(`no label for ${file}`);
      waiting.push(
        readTimed(reader, path).then((reading) => {
          count.add(one, file, expected, reading);
          if (options.out === undefined) rmSync(path);
        }),
      );
      if (waiting.length >= AHEAD) await waiting.shift();
    }
    await Promise.all(waiting);
    if (options.out !== undefined)
      writeFileSync(join(folder, 'labels.json'), `${JSON.stringify(labels, null, 1)}\n`);
    return count;
  } finally {
    progress.stop();
  }
}

async function readTimed(reader: Reader, path: string) {
  const start = performance.now();
  const reading = await reader.read(path);
  return { ...reading, seconds: (performance.now() - start) / 1000 };
}

/** One line a wrong field; the invoices are invented, so they may be shown. */
const wrongFields = ({ wrong }: Evaluation): string =>
  wrong
    .map(({ file, field, truth, read, confidence, accepted }) =>
      [file, field, truth, read ?? '(nothing)', confidence ?? '', accepted ? 'accepted' : ''].join('\t'),
    )
    .join('\n');

async function main(args: string[]): Promise<void> {
  const options = optionsOf(args);
  const folder = options.out ?? mkdtempSync(join(tmpdir(), 'yanpiao-accuracy-'));
  mkdirSync(folder, { recursive: true });
  const reader = openReaderPool({
    processes: 1,
    ocrEngine: options.engine,
    onFault: (what) => console.error(what),
  });
  try {
    const result = (await measure(options, folder, reader)).result();
    console.log(formatAccuracy(result));
    if (options.wrong) console.log(`\n${wrongFields(result.overall)}`);
    if (options.json !== undefined)
      writeFileSync(
        options.json,
        `${JSON.stringify({ date: new Date().toISOString(), ...options, ...result }, null, 1)}\n`,
      );
  } finally {
    await reader.close();
    if (options.out === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const wrongUse = error instanceof UsageError || (error instanceof TypeError && 'code' in error);
  console.error(wrongUse ? `${error.message}\n${USAGE}` : error);
  process.exitCode = wrongUse ? 2 : 3;
}
