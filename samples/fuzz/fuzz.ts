/**
 * `npm run fuzz`: mutates every sample in thousands of ways and sees that each ends in a reading or a coded refusal: no
 * crash, no hang, no temporary file left. Ends with 1 when one does not. A run with `--state` that was stopped goes on
 * where it was when it is started again.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { runCommand, wholeNumber } from '../command.js';
import { bases } from './bases.js';
import { type FuzzReport, fuzz } from './run.js';

const USAGE = `npm run fuzz -- [--cases N] [--first N] [--seed N] [--processes N] [--state FILE]
--cases: how many (50000). --first: number of the first, to see one again. --seed: others under another (1).
--state: keeps what was done there, and goes on from it.`;

const TELL_EVERY_MS = 30_000;

function told({ cases, ends, problems, leaked, slowestMs, slowest, peakBytes }: FuzzReport): string {
  const counts = Object.entries(ends).sort(([, a], [, b]) => b - a);
  return [
    `${cases} cases: ${counts.map(([end, count]) => `${count} ${end}`).join(', ')}`,
    `slowest ${Math.round(slowestMs)} ms (${slowest}), at most ${Math.round(peakBytes / 1e6)} MB in a process`,
    `${leaked.length} temporary files left${leaked.length > 0 ? `: ${leaked.slice(0, 10).join(', ')}` : ''}`,
    ...problems.map(({ number, what, problem }) => `case ${number}: ${what}\n${problem}`),
    `${problems.length} problems`,
  ].join('\n');
}

/** How the cases are shared out among the kinds of files. */
async function mixed(): Promise<string> {
  const shares = new Map<string, number>();
  for (const { name, weight } of await bases()) {
    const ending = name.slice(name.lastIndexOf('.') + 1);
    shares.set(ending, (shares.get(ending) ?? 0) + weight);
  }
  const all = [...shares.values()].reduce((sum, share) => sum + share, 0);
  const parts = [...shares].sort(([, a], [, b]) => b - a);
  return parts.map(([ending, share]) => `${ending} ${Math.round((100 * share) / all)} %`).join(', ');
}

/** Tells how far it is now and then: a run of an hour that says nothing looks like one that hangs. */
function teller(cases: number): (done: number, problems: number) => void {
  let [since, doneThen, toldAt]: [number | null, number, number] = [null, 0, 0];
  return (done, problems) => {
    const now = performance.now();
    if (since === null) [since, doneThen] = [now, done];
    else if (now - toldAt > TELL_EVERY_MS) {
      const rate = (done - doneThen) / ((now - since) / 1000);
      const minutes = Math.ceil((cases - done) / rate / 60);
      console.error(
        `${done} of ${cases}, ${problems} problems, ${rate.toFixed(1)} a second, ${minutes} min left`,
      );
      toldAt = now;
    }
  };
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      cases: { type: 'string', default: '50000' },
      first: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      processes: { type: 'string', default: String(Math.min(2, availableParallelism())) },
      state: { type: 'string' },
    },
  });
  const cases = wholeNumber('cases', values.cases);
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort());
  console.error(`of the cases: ${await mixed()}`);
  const report = await fuzz({
    cases,
    first: wholeNumber('first', values.first, 0),
    seed: wholeNumber('seed', values.seed, 0),
    processes: wholeNumber('processes', values.processes),
    ...(values.state === undefined ? {} : { state: values.state }),
    ending: ending.signal,
    onProgress: teller(cases),
  });
  console.log(told(report));
  if (report.problems.length > 0 || report.leaked.length > 0 || report.cases < cases) process.exitCode = 1;
}

await runCommand(main, USAGE);
