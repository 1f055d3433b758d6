/**
 * `npm run bench:matching`: near misses and true pairs through the real match and judge, how right its probabilities
 * are, and how well near entries are suggested, in memory and by the store. Usage: see USAGE below and docs/matching.md.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../samples/command.js';
import { drawScene, type Scene } from '../samples/matching/count.js';
import { progressLine } from '../src/cli/terminal.js';
import { measureCalibration } from './matching/calibration.js';
import { measureNearMisses, measureTruePairs, type Told } from './matching/outcomes.js';
import { measureSuggestions, type Suggestions, storeLookup } from './matching/suggestions.js';
import { calibrationTables, outcomeTables, suggestionTable } from './matching/tables.js';
import { tellingWaterfall } from './matching/waterfall.js';

const USAGE = `npm run bench:matching -- [--near-misses N] [--true-pairs N] [--entries N] [--slips N] [--look-ups N] [--seed N] [--quick] [--json] [--waterfall FILE]
--entries is the size of the ledger, --slips how many read slips calibration is measured on, --look-ups how many misread
numbers are looked for in the store (PGlite; 0: in memory only), --quick does a tenth of everything but keeps the ledger, --json ends with one
line of counts; --waterfall draws one comparison as SVG and measures nothing.`;

interface Options {
  readonly nearMisses: number;
  readonly truePairs: number;
  readonly entries: number;
  readonly slips: number;
  readonly lookUps: number;
  readonly seed: number;
  readonly json: boolean;
  readonly waterfall: string | undefined;
}

function optionsOf(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      'near-misses': { type: 'string', default: '100000' },
      'true-pairs': { type: 'string', default: '20000' },
      entries: { type: 'string', default: '20000' },
      slips: { type: 'string', default: '10000' },
      'look-ups': { type: 'string', default: '2000' },
      seed: { type: 'string', default: '22' },
      quick: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      waterfall: { type: 'string' },
    },
  });
  const part = (name: 'near-misses' | 'true-pairs' | 'slips' | 'look-ups') =>
    Math.ceil(wholeNumber(name, values[name], 0) / (values.quick ? 10 : 1));
  return {
    nearMisses: part('near-misses'),
    truePairs: part('true-pairs'),
    entries: wholeNumber('entries', values.entries, 100),
    slips: part('slips'),
    lookUps: part('look-ups'),
    seed: wholeNumber('seed', values.seed),
    json: values.json,
    waterfall: values.waterfall,
  };
}

async function main(args: string[]): Promise<void> {
  const { nearMisses, truePairs, entries, slips, lookUps, seed, json, waterfall } = optionsOf(args);
  const progress = progressLine();
  const scene = drawScene('measure', seed, entries, slips);
  if (waterfall !== undefined) return writeFile(waterfall, await tellingWaterfall(scene, seed));
  const told = (what: string) => (done: number, of: number) => progress.show(done, of, what);
  try {
    const missed = await measureNearMisses(scene.ledger, nearMisses, seed, told('near misses'));
    const paired = await measureTruePairs(scene.ledger, truePairs, seed, told('true pairs'));
    const calibration = await measureCalibration(scene, told('calibration'));
    const inMemory = await measureSuggestions(scene, scene.ledger, slips, seed, told('look-ups in memory'));
    const stored = lookUps === 0 ? null : await measureStore(scene, lookUps, seed, told);
    progress.stop();
    console.log(outcomeTables(missed, paired));
    console.log(calibrationTables(calibration));
    console.log(suggestionTable({ 'in memory': inMemory, ...(stored === null ? {} : { PGlite: stored }) }));
    if (!json) return;
    console.log(
      JSON.stringify({
        nearMisses: missed.total,
        falseMatch: missed.outcomes.match ?? 0,
        truePairs: paired.total,
        trueMatch: paired.outcomes.match ?? 0,
        ece: calibration.best.ece,
        recallAt3: (stored ?? inMemory).recall[3],
      }),
    );
  } finally {
    progress.stop();
  }
}

/** The store's own search over the same ledger. */
async function measureStore(
  scene: Scene,
  lookUps: number,
  seed: number,
  told: (what: string) => Told,
): Promise<Suggestions> {
  const store = await storeLookup(scene.ledger.entries, told('filling the store'));
  try {
    return await measureSuggestions(scene, store.lookup, lookUps, seed, told('look-ups in the store'));
  } finally {
    await store.close();
  }
}

await runCommand(main, USAGE);
