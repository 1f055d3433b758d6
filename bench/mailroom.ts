/**
 * `npm run bench:mailroom`: a pile of scanned invoices in one PDF, handed in to the real service. Prints how long it took
 * with one worker and with two, the memory of all processes over time, and what was found on the pages. With DATABASE_URL
 * and REDIS_URL set the workers are processes of their own, each held to a core; embedded they are readers of the one
 * program. Linux only: memory is read from /proc, cores are set by taskset.
 */
import { appendFileSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { runCommand, UsageError, wholeNumber } from '../samples/command.js';
import { type PileTruth, pileAt } from '../samples/mailroom/keep.js';
import type { DocumentAnswer } from '../src/http/contract/documents.js';
import { curve, largest, look, type Sample, totalBytes, trendOf } from './soak/memory.js';
import { type Service, startService } from './soak/service.js';
import { tableOf } from './speed/table.js';

const USAGE = `npm run bench:mailroom -- [--invoices N] [--mixed] [--workers 1,2] [--pile FILE] [--seed N] [--json FILE]
--invoices: pages with an invoice (200). --mixed: reverses, blank pages and separators between them. --workers: one run for
each number (1,2). --pile: the PDF to read, kept; drawn where it is not there.`;
const LOOK_MS = 1000;
/** So long without one more page is a hang. */
const STALL_SECONDS = 300;

interface Run {
  readonly workers: number;
  readonly samples: readonly Sample[];
  readonly document: DocumentAnswer;
  /** From the first byte handed in: until the first slip was to be seen, and until the last page was judged. */
  readonly firstSlip: number | null;
  readonly seconds: number;
}

const FINISHED = ['done', 'review', 'refused', 'failed'];

/** Hands the pile in and looks on until it is finished, or nothing has moved for STALL_SECONDS. */
async function run(service: Service, path: string, workers: number): Promise<Run> {
  const start = performance.now();
  const seconds = () => (performance.now() - start) / 1000;
  const samples: Sample[] = [];
  const sample = () => samples.push({ at: seconds(), processes: service.pids.flatMap((pid) => look(pid)) });
  const timer = setInterval(sample, LOOK_MS);
  try {
    const { batchId } = await service.upload([path]);
    let firstSlip: number | null = null;
    let [shown, moved] = ['', 0];
    for (;;) {
      const row = (await service.batch(batchId)).documents[0];
      if (row === undefined) throw new Error('the batch is empty');
      if (row.slips.length > 0) firstSlip ??= seconds();
      const now = `${row.state} ${row.progress?.page ?? 0}/${row.progress?.pages ?? 0}, ${row.slips.length} slips`;
      if (now !== shown) [shown, moved] = [now, seconds()];
      if (process.stderr.isTTY) process.stderr.write(`\r${now} after ${Math.round(seconds())} s   `);
      if (FINISHED.includes(row.state) || seconds() - moved > STALL_SECONDS) {
        sample();
        return { workers, samples, document: await service.document(row.id), firstSlip, seconds: seconds() };
      }
      await sleep(LOOK_MS);
    }
  } finally {
    clearInterval(timer);
  }
}

const megabytes = (bytes: number) => String(Math.round(bytes / 1e6));

function timeTable(runs: readonly Run[], pages: number): string {
  const slowest = runs[0];
  const rows = runs.map(({ workers, seconds, firstSlip, samples }) => {
    const memory = trendOf(samples, totalBytes);
    return [
      String(workers),
      String(pages),
      seconds.toFixed(0),
      (seconds / pages).toFixed(2),
      slowest === undefined ? '–' : (slowest.seconds / seconds).toFixed(2),
      firstSlip === null ? '–' : firstSlip.toFixed(1),
      megabytes(memory.first),
      megabytes(memory.last),
      megabytes(memory.peak),
      megabytes(trendOf(samples, largest('reader')).peak),
      memory.flat ? 'yes' : 'no',
    ];
  });
  const memory = ['first third, peak MB', 'last third, peak MB', 'peak MB', 'largest reader MB', 'flat'];
  return tableOf(['workers', 'pages', 's', 's a page', 'times as fast', 'first slip s', ...memory], rows);
}

/** What stood on the pages, and what was made of them. */
function foundTable({ document }: Run, truth: PileTruth): string {
  const numbers = new Set(document.slips.map(({ fields }) => fields.invoiceNumber?.value));
  const wanted = truth.filter(({ role }) => role === 'slip');
  const right = wanted.filter((page) => numbers.has(page.truth?.fields.invoiceNumber));
  const rows = [
    ['state', document.state],
    ['invoices, slips found', `${wanted.length}, ${document.slips.length}`],
    ['invoices whose number was read', String(right.length)],
    ...(['slip', 'back', 'blank', 'separator'] as const).map((role) => {
      const pages = truth.flatMap((page, index) => (page.role === role ? [index + 1] : []));
      const seen = pages.filter((page) => document.pageFacts[page - 1]?.role === role);
      return [`pages that are ${role}, told so`, `${pages.length}, ${seen.length}`];
    }),
    ['machine', `${availableParallelism()} cores, Node ${process.versions.node}`],
  ];
  return tableOf(['', 'measured'], rows);
}

function optionsOf(args: string[]) {
  const { values } = parseArgs({
    args,
    options: {
      invoices: { type: 'string', default: '200' },
      mixed: { type: 'boolean', default: false },
      workers: { type: 'string', default: '1,2' },
      pile: { type: 'string' },
      seed: { type: 'string', default: '1' },
      json: { type: 'string' },
    },
  });
  return {
    ...values,
    wanted: {
      invoices: wholeNumber('invoices', values.invoices),
      seed: wholeNumber('seed', values.seed),
      mixed: values.mixed,
    },
    workers: values.workers.split(',').map((number) => wholeNumber('workers', number)),
  };
}

async function main(args: string[]): Promise<void> {
  const { wanted, workers, pile, json } = optionsOf(args);
  if (process.platform !== 'linux') throw new UsageError('memory is read from /proc, which only Linux has');
  const folder = mkdtempSync(join(tmpdir(), 'yanpiao-mailroom-'));
  try {
    const path = pile ?? join(folder, 'pile.pdf');
    const truth = await pileAt(path, wanted, (page, pages) => {
      if (process.stderr.isTTY) process.stderr.write(`\rdrawing page ${page} of ${pages} `);
    });
    const runs: Run[] = [];
    for (const number of workers) {
      const copy = join(folder, `pile-${number}.pdf`);
      copyFileSync(path, copy);
      // Other bytes, the same pages: what was handed in before would be copied instead of read.
      appendFileSync(copy, `%${folder} ${number}\n`);
      const service = await startService(join(folder, `data-${number}`), number);
      try {
        runs.push(await run(service, copy, number));
      } finally {
        if ((await service.stop()) === null) console.error('the service had to be killed');
      }
    }
    console.log(
      [
        timeTable(runs, truth.length),
        ...runs.flatMap((one) => [foundTable(one, truth), curve(one.samples, totalBytes)]),
      ].join('\n\n'),
    );
    if (json !== undefined) writeFileSync(json, `${JSON.stringify(runs, null, 1)}\n`);
    if (runs.some(({ document }) => !['done', 'review'].includes(document.state))) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await runCommand(main, USAGE);
