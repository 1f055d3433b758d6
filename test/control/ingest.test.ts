/** Folders handed in, through a server's socket and without one. */
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askServer } from '../../src/control/client.js';
import { runCommand } from '../../src/control/commands.js';
import { EXIT, type Io } from '../../src/control/io.js';
import { startControl } from '../../src/control/server.js';
import { refusal } from '../../src/document/refusal.js';
import { eventually } from '../support/program.js';
import { type QuickLine, quickLine } from '../support/quick-line.js';
import { recorder } from '../support/recorder.js';

let folder: string;
let inbox: string;
let line: QuickLine;
let org: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yp-'));
  line = await quickLine(folder);
});
afterAll(async () => {
  await line.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  org = await line.organisation();
  inbox = join(folder, `inbox ${org}`);
  await mkdir(join(inbox, 'sub'), { recursive: true });
});

const put = (name: string, text: string) => writeFile(join(inbox, name), text);
type Run = (io: Io) => Promise<number | null>;
const request = (more: { follow?: boolean; paths?: string[]; recursive?: boolean } = {}) => ({
  command: 'ingest' as const,
  options: { paths: [inbox], org, follow: true, recursive: true, json: true, ...more },
});
/** Without a server the command reads by itself. */
const alone =
  (more = {}): Run =>
  (io) =>
    runCommand(line.app, request(more), io, 2);
const events = async (run: Run) => {
  const { said, io } = recorder();
  const code = await run(io);
  const lines = said.out.split('\n').filter((text) => text !== '');
  return { code, err: said.err, events: lines.map((text) => JSON.parse(text)) };
};
const states = async () =>
  (await line.app.store.documents.list(org, { limit: 500 })).items.map(({ state }) => state);

describe('without a server', () => {
  it('hands in what lies in folders, reads it, and knows it the next time', async () => {
    await put('10.pdf', 'ten');
    await put('2.pdf', 'two');
    await put('sub/3.pdf', 'three');
    await put('.hidden', 'x');
    await put('~$open.docx', 'x');
    await put('half.pdf.part', 'x');
    await writeFile(join(folder, 'outside.pdf'), 'secret');
    await symlink(join(folder, 'outside.pdf'), join(inbox, 'link.pdf'));
    await symlink(folder, join(inbox, 'around'));
    const first = await events(alone());
    expect(first.code).toBe(EXIT.done);
    const accepted = first.events.filter(({ event }) => event === 'accepted');
    expect(accepted.map(({ path }) => path)).toEqual(
      ['2.pdf', '10.pdf', 'sub/3.pdf'].map((name) => join(inbox, name)),
    );
    const final = first.events.filter(({ event }) => event === 'final');
    expect(final.map(({ document }) => document.state)).toEqual(['review', 'review', 'review']);
    expect(first.events.at(-1)).toEqual({ event: 'end', files: 3, refused: 0, waiting: 0 });

    const again = await events(alone());
    expect(again.code).toBe(EXIT.done);
    const before = accepted.map(({ id }) => id);
    expect(
      again.events.filter(({ event }) => event === 'accepted').map(({ duplicateOf }) => duplicateOf),
    ).toEqual(before);
  });

  it('leaves 1 when a file was refused, and reads the others', async () => {
    await put('a.txt', 'refuse me');
    await put('b.pdf', 'good');
    const missing = join(folder, 'no such file');
    const { code, events: told } = await events(alone({ paths: [inbox, missing] }));
    expect(code).toBe(EXIT.refused);
    expect(told).toContainEqual(
      expect.objectContaining({
        event: 'refused',
        path: missing,
        refusal: refusal('not_found'),
      }),
    );
    const ends = told.filter(({ event }) => event === 'final').map(({ document }) => document.state);
    expect(ends.sort()).toEqual(['refused', 'review']);
  });

  it('says it all in lines and a table for people', async () => {
    await put('good.pdf', 'good');
    await put('bad.txt', 'refuse me');
    const { said, io } = recorder();
    await runCommand(line.app, { command: 'ingest', options: { ...request().options, json: false } }, io, 1);
    expect(said.out).toContain('good.pdf: 已提交 handed in');
    expect(said.out).toContain('[unsupported_type]');
    expect(said.out).toMatch(/│ good\.pdf\s+│ 电子发票（普通发票） │ \d{20} │/u);
  });

  it('makes batches of at most a hundred', async () => {
    await Promise.all(Array.from({ length: 101 }, (_, index) => put(`${index}.pdf`, `number ${index}`)));
    line.pause();
    const handedIn = await events((io) => runCommand(line.app, request({ follow: false }), io));
    await line.resume();
    const batches = new Set(handedIn.events.map(({ batchId }) => batchId));
    expect(batches.size).toBe(2);
    expect(handedIn).toMatchObject({ code: EXIT.done });
    expect(await states()).toHaveLength(101);
  });

  it('leaves what is not read yet to the queue when it is interrupted', async () => {
    await put('a.pdf', 'a');
    await put('b.pdf', 'b');
    line.pause();
    const { said, io } = recorder();
    const ending = new AbortController();
    const out = (text: string) => {
      io.out(text);
      if (said.out.includes('b.pdf')) ending.abort();
    };
    expect(await alone()({ ...io, out, ending: ending.signal })).toBe(EXIT.done);
    expect(said.out).toContain('"waiting":2');
    await line.resume();
    expect(await states()).toEqual(['review', 'review']);
  });
});

describe('beside a server', () => {
  it('follows what the server reads, and may leave: the server goes on', async () => {
    await put('a.pdf', 'a');
    await put('sub/b.pdf', 'b');
    const control = await startControl(line.app, folder);
    const through =
      (more = {}): Run =>
      (io) =>
        askServer(folder, request(more), io);
    try {
      const first = await events(through({ recursive: false }));
      expect(first).toMatchObject({ code: EXIT.done, err: '' });
      expect(first.events.at(-1)).toMatchObject({ files: 1, waiting: 0 });

      line.pause();
      await put('c.pdf', 'c');
      const leaving = new AbortController();
      const { said, io } = recorder();
      const following = through()({ ...io, ending: leaving.signal });
      await eventually('handed in', 10, async () => (said.out.includes('b.pdf') ? true : undefined));
      leaving.abort();
      expect(await following).toBe(EXIT.done);
      await line.resume();
      // The first, its duplicate, and the two that nobody stayed for.
      expect(await states()).toEqual(['review', 'review', 'review', 'review']);
    } finally {
      await control.close();
    }
  });

  it('lets go of those who follow when the server ends', async () => {
    await put('a.pdf', 'a');
    line.pause();
    const control = await startControl(line.app, folder);
    const { said, io } = recorder();
    const following = askServer(folder, request(), io);
    await eventually('handed in', 10, async () => (said.out.includes('a.pdf') ? true : undefined));
    await control.close();
    expect(await following).toBe(EXIT.done);
    expect(said.out).toContain('"waiting":1');
  });
});
