/**
 * `npm run fuzz`: mutates every sample in thousands of ways and sees that each ends in a reading or a coded refusal: no
 * crash, no hang, no temporary file left. Ends with 1 when one does not.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../command.js';
import { type FuzzReport, fuzz } from './run.js';

const USAGE = `npm run fuzz -- [--cases N] [--first N] [--seed N] [--processes N]
--cases: how many (50000). --first: number of the first, to see one again. --seed: others under another (1).`;

function told({ cases, ends, problems, leaked, slowestMs, peakBytes }: FuzzReport): string {
  const counts = Object.entries(ends).sort(([, a], [, b]) => b - a);
  return [
    `${cases} cases: ${counts.map(([end, count]) => `${count} ${end}`).join(', ')}`,
    `slowest ${Math.round(slowestMs)} ms, at most ${Math.round(peakBytes / 1e6)} MB in a process`,
    `${leaked.length} temporary files left${leaked.length > 0 ? `: ${leaked.slice(0, 10).join(', ')}` : ''}`,
    ...problems.map(({ number, what, problem }) => `case ${number}: ${what}\n${problem}`),
    `${problems.length} problems`,
  ].join('\n');
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '50000' },
      first: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    },
  });
  const cases = wholeNumber('cases', values.cases);
  const report = await fuzz({
    cases,
    first: wholeNumber('first', values.first, 0),
    seed: wholeNumber('seed', values.seed, 0),
    processes: wholeNumber('processes', values.processes),
    onProgress: (done) => {
      if (process.stderr.isTTY && done % 20 === 0) process.stderr.write(`\r${done} of ${cases} `);
    },
  });
  console.log(told(report));
  if (report.problems.length > 0 || report.leaked.length > 0) process.exitCode = 1;
}

await runCommand(main, USAGE);
