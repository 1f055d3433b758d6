/**
 * Fits models/ on pictures of the set "fit": `npm run fit [-- --minutes N --each N --keep DIR --out DIR]`. Pictures are
 * drawn and read one by one until all are or the time is up, and kept, so that a run that was cut short goes on where
 * it stopped and fitting again takes seconds.
 */
import { pathToFileURL } from 'node:url';
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

/** What is gathered from the pictures of a set that could be read in time. */
export async function gatherPictures(
  cases: readonly Case[],
  keepIn: string,
  minutes: number,
): Promise<{ files: LabelledGathering[]; failed: string[] }> {
  const kept = new Kept(keepIn);
  const tools = await assembleReadTools({ ocrEngine: 'paddle' });
  const end = Date.now() + minutes * 60_000;
  const files: LabelledGathering[] = [];
  const failed: string[] = [];
  let read = false;
  for (const [index, one] of cases.entries()) {
    if (Date.now() > end && !kept.has(one)) continue;
    const name = `${one.form} ${one.damage} ${one.number}`;
    try {
      read ||= !kept.has(one);
      const { label, sheets } = await kept.read(one, tools);
      const expected = parseLabels({ [name]: label }).get(name);
      if (expected !== undefined) files.push({ expected, gathered: gatherSlips(sheets) });
    } catch (error) {
      // One picture that cannot be drawn or read costs itself, and is told.
      failed.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (index % 10 === 9) console.error(`${index + 1} of ${cases.length} pictures`);
  }
  if (read) await (await tools.ocr()).close();
  return { files, failed };
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      minutes: { type: 'string', default: '10' },
      each: { type: 'string', default: '1' },
      keep: { type: 'string', default: 'data/fit' },
      out: { type: 'string' },
    },
  });
  const out = values.out === undefined ? new URL('models/', projectRoot()) : pathToFileURL(`${values.out}/`);
  const cases = fitCases('fit', Number(values.each));
  const { files, failed } = await gatherPictures(cases, values.keep, Number(values.minutes));
  for (const line of failed) console.error(line);
  const date = todayInShanghai();
  const fitted = fitModels({
    base: priors(date),
    files,
    date,
    from: `npm run fit: ${files.length} pictures and files of ${SAMPLE_FORMS.length} forms, set "fit"`,
    errorRate: ERROR_RATE,
  });
  await saveModels(out, fitted.models);
  console.log(formatFit(fitted));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main(process.argv.slice(2));
