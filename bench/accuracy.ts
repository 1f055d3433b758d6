/**
 * `npm run bench:accuracy`: draws invoices of every kind in every damage, reads them as the program does, and prints how
 * right that was. Usage: see USAGE below and README.md of this folder.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { oneOf, runCommand, someOf, UsageError, wholeNumber } from '../samples/command.js';
import {
  DAMAGES,
  type LabelledPicture,
  labelledPicture,
  type PictureCase,
  type PictureLabel,
} from '../samples/damage/pictures.js';
import { openReaderPool } from '../src/adapters/reader-process/pool.js';
import { progressLine } from '../src/cli/terminal.js';
import type { Evaluation } from '../src/learn/evaluation.js';
import { parseLabels } from '../src/learn/labels.js';
import type { Reader } from '../src/ports/reader.js';
import { AccuracyCount, formatAccuracy } from './accuracy-tables.js';
import { DEFAULTS, type Selection, selected } from './cases.js';

const USAGE = `npm run bench:accuracy -- [--level ${DAMAGES.join(',')}] [--kinds a,b] [--count N] [--first N] [--set fit|measure]
  [--quick] [--wrong] [--out DIR] [--json FILE] [--engine auto|paddle|tesseract]
--kinds takes kinds or names of forms, --count is pictures of each kind in each damage, --first the number of the first
(other numbers, other seeds), --quick reads a tenth of them,
--wrong lists every wrong field, --out keeps the pictures and their labels.json, --json writes the counts.`;

interface Options extends Selection {
  readonly out: string | undefined;
  readonly json: string | undefined;
  readonly wrong: boolean;
  readonly engine: 'auto' | 'paddle' | 'tesseract';
}

function optionsOf(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      level: { type: 'string' },
      kinds: { type: 'string' },
      count: { type: 'string' },
      first: { type: 'string' },
      set: { type: 'string' },
      quick: { type: 'boolean', default: false },
      wrong: { type: 'boolean', default: false },
      out: { type: 'string' },
      json: { type: 'string' },
      engine: { type: 'string', default: 'auto' },
    },
  });
  const damages = values.level === undefined ? DEFAULTS.damages : someOf(DAMAGES, 'level', values.level);
  return {
    set: oneOf(['fit', 'measure'], 'set', values.set ?? DEFAULTS.set),
    damages,
    kinds: values.kinds?.split(','),
    count: values.count === undefined ? DEFAULTS.count : wholeNumber('count', values.count),
    first: values.first === undefined ? DEFAULTS.first : wholeNumber('first', values.first, 0),
    quick: values.quick,
    out: values.out,
    json: values.json,
    wrong: values.wrong,
    engine: oneOf(['auto', 'paddle', 'tesseract'], 'engine', values.engine),
  };
}

/** Pictures that may wait for the reader: enough that it never waits for them, few enough to hold in mind. */
const AHEAD = 3;

/** How it ended, which never rejects: a picture may fail while the next is drawn and nobody waits for it yet. */
async function settled(work: Promise<void>): Promise<PromiseSettledResult<void>> {
  const [ended] = await Promise.allSettled([work]);
  return ended;
}

function fulfilled(ended: PromiseSettledResult<void> | undefined): void {
  if (ended?.status === 'rejected') throw ended.reason;
}

/** Draws in this process while the reader's reads: one core each. */
async function measure(options: Options, folder: string, reader: Reader): Promise<AccuracyCount> {
  const cases = selected(options);
  if (cases.length === 0) throw new UsageError('nothing matches --kinds and --level');
  const count = new AccuracyCount();
  const progress = progressLine();
  const labels: Record<string, PictureLabel> = {};
  const waiting: Promise<PromiseSettledResult<void>>[] = [];
  const read = async (one: PictureCase, { file, picture, label }: LabelledPicture): Promise<void> => {
    const path = join(folder, file);
    writeFileSync(path, picture.bytes);
    labels[file] = label;
    const expected = parseLabels({ [file]: label }).get(file);
    if (expected === undefined) throw new Error(`no label for ${file}`);
    count.add(one, file, expected, await readTimed(reader, path));
    if (options.out === undefined) rmSync(path);
  };
  try {
    for (const [index, one] of cases.entries()) {
      progress.show(index, cases.length, `${one.form} ${one.damage}`);
      waiting.push(settled(read(one, await labelledPicture(one))));
      if (waiting.length >= AHEAD) fulfilled(await waiting.shift());
    }
    while (waiting.length > 0) fulfilled(await waiting.shift());
    if (options.out !== undefined)
      writeFileSync(join(folder, 'labels.json'), `${JSON.stringify(labels, null, 1)}\n`);
    return count;
  } finally {
    // What is still being read when drawing fails ends before the reader is closed, and no failure of it goes unheard.
    for (const ended of await Promise.all(waiting))
      if (ended.status === 'rejected') console.error(ended.reason);
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

await runCommand(main, USAGE);
