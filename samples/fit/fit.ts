/**
 * Fits models/ on pictures of the set "fit":
 * `npm run fit [-- --minutes N --each N --processes N --keep DIR --out DIR]`. Pictures are drawn and read until all are
 * or the time is up, and kept, so that a run that was cut short goes on where it stopped and fitting again takes seconds.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { projectRoot } from '../../src/entry.js';
import { todayInShanghai } from '../../src/invoice/dates.js';
import { fitModels } from '../../src/learn/fit.js';
import type { LabelledGathering } from '../../src/learn/gathering.js';
import { parseLabels } from '../../src/learn/labels.js';
import { priors } from '../../src/learn/priors.js';
import { formatFit } from '../../src/learn/report.js';
import { saveModels } from '../../src/learn/save.js';
import { gatherSlips } from '../../src/pipeline/extract/extract.js';
import { casesOf } from '../damage/pictures.js';
import type { SampleSet } from '../forms/form.js';
import { SAMPLE_FORMS } from '../forms/index.js';
import { randomFor } from '../truth/random.js';
import { type Case, Kept } from './read-pictures.js';

/** Wrong fields among accepted ones that are borne: one in two hundred. */
const ERROR_RATE = 0.005;

/** Every form as a file and in every damage, in an order of which any beginning is a fair choice. */
export function fitCases(set: SampleSet, each: number): Case[] {
  const files = SAMPLE_FORMS.flatMap(({ kind, name }) =>
    Array.from({ length: each }, (_, number): Case => ({ set, kind, form: name, damage: 'pdf', number })),
  );
  const random = randomFor(each, `${set}/order`);
  return [...casesOf({ set, each }), ...files]
    .map((one) => ({ one, place: one.number + random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ one }) => one);
}

/** Reads the pictures that were not kept yet, until all are or the time is up. Tells of each that fails. */
async function readPictures(cases: readonly Case[], keepIn: string, minutes: number): Promise<void> {
  const kept = new Kept(keepIn);
  const left = cases.filter((one) => !kept.has(one));
  if (left.length === 0) return;
  const tools = await assembleReadTools({ ocrEngine: 'paddle' });
  const end = Date.now() + minutes * 60_000;
  for (const [index, one] of left.entries()) {
    if (Date.now() > end) break;
    try {
      await kept.read(one, tools);
    } catch (error) {
      // One picture that cannot be drawn or read costs itself, and is told.
      const why = error instanceof Error ? error.message : String(error);
      console.error(`${one.form} ${one.damage} ${one.number}: ${why}`);
    }
    if (index % 10 === 9) console.error(`${index + 1} of ${left.length} pictures`);
  }
  await (await tools.ocr()).close();
}

/** What was kept of these pictures, with the testimony that extraction gathers from it now. */
function gatherKept(cases: readonly Case[], keepIn: string): LabelledGathering[] {
  const kept = new Kept(keepIn);
  return cases.flatMap((one): LabelledGathering[] => {
    const known = kept.known(one);
    const expected = known === null ? undefined : parseLabels({ picture: known.label }).get('picture');
    return known === null || expected === undefined
      ? []
      : [{ expected, gathered: gatherSlips(known.sheets) }];
  });
}

/** The same program again, for every other share of the pictures. */
async function readBeside(shares: number, args: readonly string[]): Promise<void> {
  const others = Array.from({ length: shares - 1 }, (_, index) => {
    const script = fileURLToPath(import.meta.url);
    const child = spawn(process.execPath, [script, ...args, '--share', String(index + 1)], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        // What it kept until then counts.
        if (code !== 0) console.error(`a reading process ended early (${signal ?? code})`);
        resolve();
      });
    });
  });
  await Promise.all(others);
}

/** With fewer labelled fields the models would know less than those that are there. */
const LEAST_FIELDS = 500;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      each: { type: 'string', default: '1' },
      keep: { type: 'string', default: 'data/fit' },
      out: { type: 'string' },
      processes: { type: 'string', default: '2' },
      share: { type: 'string' },
    },
  });
  const { keep, share } = values;
  const [shares, minutes] = [Number(values.processes), Number(values.minutes)];
  const cases = fitCases('fit', Number(values.each));
  const own = cases.filter((_, index) => index % shares === Number(share ?? 0));
  if (share !== undefined) return readPictures(own, keep, minutes);
  await Promise.all([readBeside(shares, args), readPictures(own, keep, minutes)]);
  const date = todayInShanghai();
  const files = gatherKept(cases, keep);
  const fitted = fitModels({
    base: priors(date),
    files,
    date,
    from: `npm run fit: ${files.length} of ${cases.length} pictures and files of ${SAMPLE_FORMS.length} forms, set "fit"`,
    errorRate: ERROR_RATE,
  });
  console.log(formatFit(fitted));
  if (fitted.fields < LEAST_FIELDS) {
    console.error(
      `only ${fitted.fields} labelled fields of the ${LEAST_FIELDS} it takes: models/ stays as it is`,
    );
    process.exitCode = 1;
    return;
  }
  const out = values.out === undefined ? new URL('models/', projectRoot()) : pathToFileURL(`${values.out}/`);
  await saveModels(out, fitted.models);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
