/** A watched folder, from the file that somebody puts there to where it is put away. */
import { spawn } from 'node:child_process';
import {
  appendFile,
  link,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { putAway } from '../../src/adapters/folder/put-away.js';
import { type Answer, WatchSession } from '../../src/cli/watch-session.js';
import { type CommandRequest, runCommand } from '../../src/control/commands.js';
import { WAYS_IN } from '../../src/document/ways-in.js';
import { todayInShanghai } from '../../src/invoice/dates.js';
import { eventually } from '../support/program.js';
import { type QuickLine, quickLine } from '../support/quick-line.js';
import { recorder } from '../support/recorder.js';

let place: string;
let line: QuickLine;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'yp-'));
  line = await quickLine(place);
});
afterAll(async () => {
  await line.close();
  await rm(place, { recursive: true, force: true });
});

let folder: string;
let org: string;
let sessions: WatchSession[];
let away: boolean;
let gone: number;
/** Hand-ins at this moment, and the most there were. */
let atOnce: { now: number; most: number };
beforeEach(async () => {
  org = await line.organisation();
  folder = join(place, `watched ${org}`);
  await mkdir(folder);
  sessions = [];
  away = false;
  gone = 0;
  atOnce = { now: 0, most: 0 };
});
afterEach(async () => {
  for (const session of sessions) await session.close();
  await line.resume();
});

const ask = async (request: CommandRequest): Promise<Answer | null> => {
  if (away) return null;
  const { said, io } = recorder();
  if (request.command === 'hand-in') atOnce.now += 1;
  atOnce.most = Math.max(atOnce.most, atOnce.now);
  const code = await runCommand(line.app, request, io);
  if (request.command === 'hand-in') atOnce.now -= 1;
  return { code, ...said };
};
/** Starts watching; what it says. */
const watch = (poll = false) => {
  const { said, io } = recorder();
  const [done, failed] = [join(folder, 'done'), join(folder, 'failed')];
  const times = { settleMs: 300, emptyMs: 600, lookMs: 50, rescanMs: 500, pollMs: 100 };
  const options = { folder, done, failed, org, json: false, poll, times };
  const session = new WatchSession(options, { ask, close: async () => undefined }, io, () => {
    gone += 1;
  });
  sessions.push(session);
  return { session, said };
};
const put = async (name: string, text: string) => {
  await mkdir(dirname(join(folder, name)), { recursive: true });
  await writeFile(join(folder, name), text);
};
/** Every file in the folder but those that are not for people. */
const files = async (): Promise<string[]> => {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(todayInShanghai(), 'TODAY'),
    )
    .sort();
};
const until = (wanted: readonly string[]) =>
  eventually(wanted.join(', '), 30, async () => {
    const found = await files();
    return JSON.stringify(found) === JSON.stringify([...wanted].sort()) ? true : undefined;
  });
const withReports = (...names: string[]) => names.flatMap((name) => [name, `${name}.yanpiao.json`]);
const readOf = (name: string) => readFile(join(folder, name.replaceAll('TODAY', todayInShanghai())), 'utf8');
const documents = async () => (await line.app.store.documents.list(org, { limit: 500 })).items;

describe('a watched folder', () => {
  it('takes what is there and what comes, and puts it away with a report', async () => {
    await put('a.pdf', 'first');
    await put('branch/Shanghai/b.pdf', 'second');
    const { said } = watch();
    await put('bad.txt', 'refuse me');
    await until(withReports('done/TODAY/a.pdf', 'done/TODAY/branch/Shanghai/b.pdf', 'failed/TODAY/bad.txt'));
    expect(await readOf('done/TODAY/a.pdf')).toBe('first');
    const report = JSON.parse(await readOf('done/TODAY/a.pdf.yanpiao.json'));
    const stored = (await documents()).find(({ file }) => file === 'a.pdf');
    expect(report).toMatchObject({ id: stored?.id, state: 'review', slips: [{ kind: 'digital_general' }] });
    expect(report.summary).toContain(report.slips[0].fields.invoiceNumber.value);
    const refused = JSON.parse(await readOf('failed/TODAY/bad.txt.yanpiao.json'));
    expect(refused).toMatchObject({ state: 'refused', refusal: { code: 'unsupported_type' } });
    expect(said.out).toContain('done');
    expect(said.err).toBe('');
  });

  it.each([false, true])('waits until a file is whole (polling: %s)', async (poll) => {
    watch(poll);
    const path = join(folder, 'slow.pdf');
    for (let piece = 0; piece < 12; piece += 1) {
      await appendFile(path, `piece ${piece} `);
      await sleep(100);
    }
    await put('copy.pdf.part', 'not yet, ');
    await sleep(600);
    await appendFile(join(folder, 'copy.pdf.part'), 'but now');
    await rename(join(folder, 'copy.pdf.part'), join(folder, 'copy.pdf'));
    await until(withReports('done/TODAY/copy.pdf', 'done/TODAY/slow.pdf'));
    expect(await readOf('done/TODAY/slow.pdf')).toContain('piece 11');
    expect(await documents()).toHaveLength(2);
  });

  it.runIf(process.platform === 'linux')('leaves a file that somebody holds open for writing', async () => {
    const path = join(folder, 'held.pdf');
    const script = `const { openSync, writeSync } = require('node:fs'); const file = openSync(process.argv[1], 'w');
      writeSync(file, 'begun '); setTimeout(() => writeSync(file, 'finished'), 1500);`;
    const writer = spawn(process.execPath, ['-e', script, path], { stdio: 'inherit' });
    const ended = new Promise((resolve) => writer.once('exit', resolve));
    watch();
    await ended;
    await until(withReports('done/TODAY/held.pdf'));
    expect(await readOf('done/TODAY/held.pdf')).toBe('begun finished');
    expect(await documents()).toHaveLength(1);
  });

  it('never puts a file over another', async () => {
    const there = join('done', todayInShanghai(), 'a.pdf');
    await put(there, 'of yesterday');
    await put('a.pdf', 'first');
    watch();
    await until(['done/TODAY/a.pdf', ...withReports('done/TODAY/a (2).pdf')]);
    await put('a.pdf', 'second');
    await until(['done/TODAY/a.pdf', ...withReports('done/TODAY/a (2).pdf', 'done/TODAY/a (3).pdf')]);
    expect(await readOf('done/TODAY/a.pdf')).toBe('of yesterday');
    expect(await readOf('done/TODAY/a (3).pdf')).toBe('second');
  });

  it('follows no symbolic link out of the folder', async () => {
    const outside = join(place, `outside ${org}`);
    await mkdir(outside);
    await writeFile(join(outside, 'secret.pdf'), 'secret');
    await symlink(join(outside, 'secret.pdf'), join(folder, 'link.pdf'));
    await symlink(outside, join(folder, 'folder'));
    watch();
    await put('a.pdf', 'mine');
    await until(withReports('done/TODAY/a.pdf'));
    expect(await documents()).toHaveLength(1);
    expect(await readdir(outside)).toEqual(['secret.pdf']);
  });

  it('hands in nothing twice after it was killed between accepting and putting away', async () => {
    line.pause();
    await put('a.pdf', 'once');
    const first = watch();
    await eventually('accepted', 20, async () => ((await documents()).length > 0 ? true : undefined));
    await first.session.close();
    expect(await files()).toEqual(['a.pdf']);
    expect(first.said.err).toContain('1 files are still being read');
    const second = watch();
    await eventually('accepted again', 20, async () => (second.said.out === '' ? undefined : true));
    await line.resume();
    await until(withReports('done/TODAY/a.pdf'));
    expect(await documents()).toHaveLength(1);
  });

  it('waits for a server that is away, and says so once', async () => {
    away = true;
    await put('a.pdf', 'patient');
    const { said } = watch();
    await eventually('told', 20, async () => (said.err === '' ? undefined : true));
    expect(await files()).toEqual(['a.pdf']);
    away = false;
    await until(withReports('done/TODAY/a.pdf'));
    expect(said.err.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it('takes many at once, a few at a time', async () => {
    const names = Array.from({ length: 40 }, (_, index) => `${index}.pdf`);
    for (const name of names) await put(name, `number ${name}`);
    watch();
    await until(withReports(...names.map((name) => `done/TODAY/${name}`)));
    expect(atOnce.most).toBeLessThanOrEqual(WAYS_IN.folder.atOnce);
    expect(await documents()).toHaveLength(40);
  });

  it('notices that the folder is gone', async () => {
    watch();
    await sleep(200);
    await rm(folder, { recursive: true });
    await eventually('gone', 20, async () => (gone === 1 ? true : undefined));
  });
});

describe('putting away', () => {
  const parcel = () => ({
    from: join(folder, 'a.pdf'),
    folder: join(folder, 'done'),
    relative: 'a.pdf',
    report: '{"id":"7"}',
    isOurs: (text: string) => text === '{"id":"7"}',
  });

  it('goes on where it was cut off: report written, or both names given', async () => {
    await put('a.pdf', 'bytes');
    await put('done/a.pdf.yanpiao.json', '{"id":"7"}');
    expect(await putAway(parcel())).toBe(join(folder, 'done/a.pdf'));
    expect(await files()).toEqual(withReports('done/a.pdf'));
    await link(join(folder, 'done/a.pdf'), join(folder, 'a.pdf'));
    expect(await putAway(parcel())).toBe(join(folder, 'done/a.pdf'));
    expect(await files()).toEqual(withReports('done/a.pdf'));
  });

  it('puts names away that leave no room for a report, and such with line ends and pictures in them', async () => {
    const long = `${'票'.repeat(83)}🧾.a`;
    expect(Buffer.byteLength(long)).toBe(255);
    for (const name of [long, '一\n二 🧾.pdf', `a.${'b'.repeat(253)}`]) {
      await put(name, name);
      const away = { ...parcel(), from: join(folder, name), relative: name };
      const to = await putAway(away);
      expect(await readFile(to, 'utf8')).toBe(name);
      expect(await readFile(`${to}.yanpiao.json`, 'utf8')).toBe('{"id":"7"}');
      // The same from a try that was cut off comes to the same place, another one beside it.
      await put(name, name);
      expect(await putAway(away)).toBe(to);
      await put(name, 'other');
      expect(await putAway({ ...away, isOurs: () => false })).toContain(' (2)');
    }
  });

  it('takes another name beside the report of another file', async () => {
    await put('a.pdf', 'bytes');
    await put('done/a.pdf.yanpiao.json', '{"id":"6"}');
    expect(await putAway(parcel())).toBe(join(folder, 'done/a (2).pdf'));
  });

  it.runIf(process.platform === 'linux')(
    'copies where a file cannot be renamed to: another device',
    async () => {
      const other = await mkdtemp('/dev/shm/yp-');
      try {
        await put('a.pdf', 'bytes');
        const away = { ...parcel(), folder: other };
        expect(await putAway(away)).toBe(join(other, 'a.pdf'));
        expect((await readdir(other)).sort()).toEqual(withReports('a.pdf'));
        expect(await readFile(join(other, 'a.pdf'), 'utf8')).toBe('bytes');
        expect(await files()).toEqual([]);
        await put('a.pdf', 'others');
        expect(await putAway({ ...away, report: '{"id":"8"}', isOurs: () => false })).toBe(
          join(other, 'a (2).pdf'),
        );
      } finally {
        await rm(other, { recursive: true, force: true });
      }
    },
  );
});
