import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { look } from '../../../bench/soak/memory.js';
import { ReaderChild } from '../../../src/adapters/reader-process/child.js';
import { openReaderPool, type PoolSettings } from '../../../src/adapters/reader-process/pool.js';
import { canLook } from '../../../src/adapters/reader-process/usage.js';
import type { ReadProgress } from '../../../src/document/report.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';
import { songPdf, ucs2 } from '../pdf/song-pdf.js';

const LINE = '发票号码 24332000000012345678 开票日期 2024年03月01日 购买方名称 浙江云杉检测技术有限公司';
const pages = (count: number) =>
  songPdf({
    content: [120, 60].map((y) => `BT /F1 9 Tf 1 0 0 1 10 ${y} Tm ${ucs2(LINE)} Tj ET`).join('\n'),
    pages: count,
  });

/** A page of a file that holds no others. */
const on = (page: number) => ({ member: null, page });

let folder: string;
const faults: string[] = [];
const pool = (settings: Partial<PoolSettings> = {}) =>
  openReaderPool({ processes: 1, ocrEngine: 'auto', onFault: (what) => faults.push(what), ...settings });
const file = async (name: string, bytes: Uint8Array | string) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return path;
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanpiao-pool-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('reads a file in a child, tells where it is, and draws its pages', async () => {
  const reader = pool();
  try {
    const path = await file('two.pdf', pages(2));
    const steps: ReadProgress[] = [];
    const reading = await reader.read(path, (progress) => steps.push(progress));
    expect(reading).toMatchObject({ carrier: 'pdf', pages: 2, refusal: null });
    expect(reading.cpuSeconds).toBeGreaterThan(0);
    expect(steps.at(0)).toEqual({ step: 'open', page: 1, pages: 2 });
    expect(steps).toContainEqual({ step: 'text', page: 2, pages: 2 });
    expect(steps.at(-1)).toEqual({ step: 'extract', page: 2, pages: 2 });
    const picture = (await reader.picture(path, on(2), 300)) ?? expect.fail();
    expect(await sharp(picture).metadata()).toMatchObject({ format: 'jpeg', width: 300, height: 150 });
    expect(await reader.picture(path, on(3), 300)).toBeNull();
    expect(await reader.picture(join(folder, 'absent'), on(1), 300)).toBeNull();
  } finally {
    await reader.close();
  }
});

test('the file’s own fault is a refusal, and the child goes on', async () => {
  const reader = pool();
  try {
    const codes = async (path: string) => {
      const { refusal, carrier } = await reader.read(path);
      return [refusal?.code ?? null, carrier];
    };
    expect(await codes(join(folder, 'absent'))).toEqual(['not_found', null]);
    expect(await codes(folder)).toEqual(['not_readable', null]);
    expect(await codes(await file('empty.jpg', ''))).toEqual(['empty_file', null]);
    expect(await codes(await file('text.pdf', 'hello'))).toEqual(['unsupported_type', null]);
    expect(await codes(await file('broken.pdf', '%PDF-1.4 and no more'))).toEqual(['damaged_file', 'pdf']);
    expect(await codes(await file('good.pdf', pages(1)))).toEqual([null, 'pdf']);
  } finally {
    await reader.close();
  }
});

test.each([
  ['memory', { readerBytes: 1024 }, 'out_of_memory'],
  ['time', { openCpuMs: -1, pageCpuMs: -1 }, 'out_of_time'],
] as const)('a file past its budget of %s costs its child and nothing else', async (_, limits, code) => {
  const path = await file('good.pdf', pages(1));
  const strict = pool({ limits });
  try {
    expect(await strict.read(path)).toMatchObject({ carrier: 'pdf', refusal: { code } });
    expect((await strict.read(path)).refusal?.code).toBe(code); // a fresh child took it
    expect(await strict.picture(path, on(1), 300)).toBeNull();
  } finally {
    await strict.close();
  }
});

test('an answer that came before the kill counts, and the child that was killed takes no more work', async () => {
  let held = false;
  const limits = {
    ...BUDGETS,
    // Asked by the watchdog: holds this process until the answer lies in the pipe, unheard, then finds the budget spent.
    get readerBytes(): number {
      if (!held) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1500);
      held = true;
      return 0;
    },
  };
  const child = new ReaderChild({ ocrEngine: 'auto', warm: false }, limits, (message) =>
    faults.push(message),
  );
  try {
    await child.ready;
    // The child may have answered before the watchdog has looked at all: then once more, until it has.
    for (const until = Date.now() + 20_000; !held && Date.now() < until; ) {
      const outcome = await child.run(
        { do: 'read', path: join(folder, 'absent'), known: null },
        () => undefined,
      );
      expect(outcome).toMatchObject({
        end: 'answer',
        answer: { reading: { refusal: { code: 'not_found' } } },
      });
    }
    expect(held).toBe(true);
    expect(child.ended).toBe(true);
  } finally {
    child.kill();
    await child.gone;
  }
});

test('as many at a time as there are processes, every answer to its own question', async () => {
  const reader = pool({ processes: 2 });
  try {
    const paths = await Promise.all([1, 2, 3, 4].map((count) => file(`${count}.pdf`, pages(count))));
    const readings = await Promise.all(paths.map((path) => reader.read(path)));
    expect(readings.map((reading) => reading.pages)).toEqual([1, 2, 3, 4]);
  } finally {
    await reader.close();
  }
});

test('closing in the middle of a file is no refusal of the file', async () => {
  const reader = pool();
  const reading = reader.read(await file('long.pdf', pages(200)), () => void reader.close());
  await expect(reading).rejects.toThrow('closed');
  await expect(reader.read(join(folder, 'long.pdf'))).rejects.toThrow('closed');
});

/** The processes that read for this one. */
const readers = () => look(process.pid).filter(({ role }) => role === 'reader');

test.runIf(canLook)(
  'kept warm: as many as may read stand ready, and fresh ones take the place of those that read',
  async () => {
    const reader = pool({ processes: 2, idleMs: 1 });
    try {
      expect(readers()).toHaveLength(0);
      reader.keepWarm();
      const first = readers().map(({ pid }) => pid);
      expect(first).toHaveLength(2);
      const path = await file('warm.pdf', pages(1));
      expect(await reader.read(path)).toMatchObject({ carrier: 'pdf', refusal: null });
      await expect
        .poll(() => readers().filter(({ pid }) => !first.includes(pid)), { timeout: 20_000 })
        .toHaveLength(1);
      expect(await reader.read(path)).toMatchObject({ carrier: 'pdf', refusal: null });
    } finally {
      await reader.close();
    }
    expect(readers()).toHaveLength(0);
  },
);

test('no fault of ours came up', () => expect(faults).toEqual([]));
