/**
 * `npm run fit:matching [-- --entries N --slips N --out DIR]`: draws a ledger and slips of it (set "fit"), counts the
 * levels of their fields, and writes models/matching/fields.json. What is counted and why: docs/decisions/0021.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../src/entry.js';
import { todayInShanghai } from '../../src/invoice/dates.js';
import { matchCountsText } from '../../src/learn/match-counts.js';
import { MATCH_FILE, type MatchCounts } from '../../src/pipeline/match/counts.js';
import { runCommand, wholeNumber } from '../command.js';
import { countScene, drawScene } from './count.js';

const USAGE = 'npm run fit:matching [-- --entries N] [--slips N] [--seed N] [--out DIR]';

const ABOUT =
  'Levels counted for the ledger match, in the order equal, confusable, near, different: see README.md beside this file.';

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      entries: { type: 'string', default: '20000' },
      slips: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  const [entries, slips] = [wholeNumber('entries', values.entries, 100), wholeNumber('slips', values.slips)];
  const seed = wholeNumber('seed', values.seed);
  const tally = countScene(drawScene('fit', seed, entries, slips), seed);
  const counts: MatchCounts = {
    about: ABOUT,
    date: todayInShanghai(),
    from: `npm run fit:matching -- --entries ${entries} --slips ${slips} --seed ${seed}`,
    ...tally.counts(),
  };
  const out = values.out === undefined ? new URL('models/', projectRoot()) : pathToFileURL(`${values.out}/`);
  const file = new URL(MATCH_FILE, out);
  await mkdir(new URL('.', file), { recursive: true });
  await writeFile(file, matchCountsText(counts));
  console.log(
    `${file.pathname}: ${counts.prior.present} slips of known invoices, ${counts.prior.absent} of others`,
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await runCommand(main, USAGE);
