/**
 * `npm run bench:soak`: two people hand in 40 pictures each at the same moment to the real service. Prints the memory of
 * every process over time, how fast the pictures were read, and what failed. With DATABASE_URL and REDIS_URL set the
 * service runs on those, otherwise embedded. Linux only: memory is read from /proc.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runCommand, UsageError, wholeNumber } from '../samples/command.js';
import { curve, largest, look, type Sample, totalBytes, trendOf } from './soak/memory.js';
import { type Batch, type Service, startService } from './soak/service.js';
import { drawUploads, type UploadPlan } from './soak/uploads.js';
import { tableOf } from './speed/table.js';

const USAGE = `npm run bench:soak -- [--images N] [--uploads N] [--drawn N] [--seed N] [--json FILE]
--images: pictures of each upload (40). --uploads: at the same time (2). --drawn: different pictures among them (20).`;
const LOOK_MS = 1000;
/** So long without one more document finished is a hang: the slowest picture is refused long before. */
const STALL_SECONDS = 300;

interface Soaked {
  readonly samples: readonly Sample[];
  readonly batches: readonly Batch[];
  /** From the first byte handed in to the last document finished. */
  readonly seconds: number;
}

/** Hands in everything at once and looks on until all is finished, or nothing has finished for STALL_SECONDS. */
async function soak(service: Service, uploads: readonly (readonly string[])[]): Promise<Soaked> {
  const start = performance.now();
  const samples: Sample[] = [];
  const sample = () => samples.push({ at: (performance.now() - start) / 1000, processes: look(service.pid) });
  sample();
  const timer = setInterval(sample, LOOK_MS);
  try {
    const accepted = await Promise.all(uploads.map((paths) => service.upload(paths)));
    let [finished, moved] = [-1, 0];
    for (;;) {
      const batches = await Promise.all(accepted.map(({ batchId }) => service.batch(batchId)));
      const seconds = (performance.now() - start) / 1000;
      tell(batches, seconds);
      const now = finishedOf(batches).length;
      if (now !== finished) [finished, moved] = [now, seconds];
      if (batches.every(({ final }) => final) || seconds - moved > STALL_SECONDS) {
        sample();
        return { samples, batches, seconds };
      }
      await sleep(LOOK_MS);
    }
  } finally {
    clearInterval(timer);
  }
}

const FINISHED = ['done', 'review', 'refused', 'failed'];
const documentsOf = (batches: readonly Batch[]) => batches.flatMap((batch) => batch.documents);
const finishedOf = (batches: readonly Batch[]) =>
  documentsOf(batches).filter(({ state }) => FINISHED.includes(state));

/** One line a document that never finished, empty when none hangs. */
const hanging = (batches: readonly Batch[]): string =>
  documentsOf(batches)
    .filter(({ state }) => !FINISHED.includes(state))
    .map(({ file, state }) => `${file} hangs in state ${state}`)
    .join('\n');

function tell(batches: readonly Batch[], seconds: number): void {
  if (!process.stderr.isTTY) return;
  const documents = documentsOf(batches);
  process.stderr.write(
    `\r${finishedOf(batches).length} of ${documents.length} after ${Math.round(seconds)} s `,
  );
}

const megabytes = (bytes: number) => String(Math.round(bytes / 1e6));

/** Memory by role: the largest process of each, and all together. */
function memoryTable(samples: readonly Sample[]): string {
  const rows = [
    ['server', largest('server')] as const,
    ['largest reader', largest('reader')] as const,
    ['all processes', totalBytes] as const,
  ].map(([name, of]) => {
    const { peak, first, last, flat } = trendOf(samples, of);
    return [name, megabytes(first), megabytes(last), megabytes(peak), flat ? 'yes' : 'no'];
  });
  return tableOf(['memory', 'first third, peak MB', 'last third, peak MB', 'peak MB', 'flat'], rows);
}

function outcomeTable({ samples, batches, seconds }: Soaked): string {
  const documents = documentsOf(batches);
  const inState = (state: string) => documents.filter((document) => document.state === state).length;
  const readers = new Set(
    samples.flatMap(({ processes }) =>
      processes.filter(({ role }) => role === 'reader').map(({ pid }) => pid),
    ),
  );
  const rows: [string, string][] = [
    ['documents', `${documents.length} in ${batches.length} uploads at once`],
    ['done, to review', `${inState('done')}, ${inState('review')}`],
    ['refused, failed', `${inState('refused')}, ${inState('failed')}`],
    ['documents with exactly one slip', String(documents.filter(({ slips }) => slips.length === 1).length)],
    ['time', `${seconds.toFixed(0)} s, ${((60 * documents.length) / seconds).toFixed(1)} documents a minute`],
    ['reader processes seen, replaced ones included', String(readers.size)],
    ['machine', `${availableParallelism()} cores, Node ${process.versions.node}`],
  ];
  return tableOf(['', 'measured'], rows);
}

/** Whether nothing failed and memory is flat. */
function sound({ samples, batches }: Soaked): boolean {
  const documents = documentsOf(batches);
  const read = documents.every(({ state }) => state === 'done' || state === 'review');
  return read && trendOf(samples, totalBytes).flat && trendOf(samples, largest('reader')).flat;
}

function optionsOf(args: string[]): UploadPlan & { readonly json: string | undefined } {
  const { values } = parseArgs({
    args,
    options: {
      images: { type: 'string', default: '40' },
      uploads: { type: 'string', default: '2' },
      drawn: { type: 'string', default: '20' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  return {
    images: wholeNumber('images', values.images),
    uploads: wholeNumber('uploads', values.uploads),
    drawn: wholeNumber('drawn', values.drawn),
    seed: wholeNumber('seed', values.seed),
    json: values.json,
  };
}

async function main(args: string[]): Promise<void> {
  const options = optionsOf(args);
  if (process.platform !== 'linux') throw new UsageError('memory is read from /proc, which only Linux has');
  const folder = mkdtempSync(join(tmpdir(), 'yanpiao-soak-'));
  try {
    process.stderr.write(`Drawing ${options.drawn} pictures …\n`);
    const uploads = await drawUploads(options, folder);
    const service = await startService(join(folder, 'data'));
    try {
      const soaked = await soak(service, uploads);
      console.log(
        [outcomeTable(soaked), memoryTable(soaked.samples), curve(soaked.samples, totalBytes)].join('\n\n'),
      );
      if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(soaked, null, 1)}\n`);
      const hangs = hanging(soaked.batches);
      if (hangs !== '') console.error(hangs);
      if (!sound(soaked)) process.exitCode = 1;
    } finally {
      if ((await service.stop()) === null) {
        console.error('the service did not stop when asked to and was killed');
        process.exitCode = 1;
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runCommand(main, USAGE);
