/** The control socket over real stores: the same commands through it and without it. */
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAuth } from '../../src/adapters/auth/auth.js';
import { openDiskBlobs } from '../../src/adapters/blobs-disk/blobs.js';
import { createLog } from '../../src/adapters/log/log.js';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { askServer } from '../../src/control/client.js';
import { type CommandRequest, runCommand } from '../../src/control/commands.js';
import type { Io } from '../../src/control/io.js';
import { controlPlace } from '../../src/control/place.js';
import { type Control, startControl } from '../../src/control/server.js';
import { digestOfKey } from '../../src/desk/accounts/api-keys.js';
import type { App } from '../../src/http/deps.js';
import { openTestPglite } from '../support/database.js';
import { recorder } from '../support/recorder.js';

let folder: string;
let database: OpenDatabase;
let app: App;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yp-'));
  database = await openTestPglite();
  const { store } = database;
  await store.accounts.createOrganisation('样例公司', '1');
  const missing = () => {
    throw new Error('no command of this test needs it');
  };
  app = {
    store,
    blobs: await openDiskBlobs(folder),
    queue: { announce: missing, lost: missing, work: missing, counts: missing, close: missing },
    auth: await createAuth({
      drizzle: database.drizzle,
      authSchema: database.authSchema,
      secret: 'a secret for tests that is long enough',
      publicUrl: 'http://yanpiao.test',
      onFault: (_what, error) => {
        throw error;
      },
    }),
    verify: missing,
    // What the line does with an import, without reading the file: a report of one row.
    questionsPerInvoice: 5,
    registers: [],
    perform: async (items) => {
      for (const { workId } of items) {
        await store.work.finishImport(workId, {
          rows: 1,
          added: 1,
          updated: 0,
          unchanged: 0,
          skippedCount: 0,
          skipped: [],
        });
      }
    },
    log: createLog('fatal'),
    close: async () => undefined,
  };
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const apiKey = (org = '1'): CommandRequest => ({
  command: 'api-key create',
  options: { org, role: 'finance', label: 'ERP', json: true },
});

describe('without a server', () => {
  it('nobody answers', async () => {
    expect(await askServer(folder, apiKey(), recorder().io)).toBeNull();
    expect(await askServer(join(folder, 'no such folder'), apiKey(), recorder().io)).toBeNull();
  });

  it('a socket that a dead server left behind is nobody', async () => {
    await writeFile(controlPlace(folder), '');
    expect(await askServer(folder, apiKey(), recorder().io)).toBeNull();
  });
});

describe('with a server', () => {
  let control: Control;
  beforeEach(async () => {
    control = await startControl(app, folder);
  });
  afterEach(() => control.close());

  it('only this user may connect', async () => {
    expect((await stat(controlPlace(folder))).mode & 0o777).toBe(0o600);
  });

  it('runs a command and brings back its words and exit code, as without', async () => {
    for (const run of [
      (io: Io) => askServer(folder, apiKey(), io),
      (io: Io) => runCommand(app, apiKey(), io),
    ]) {
      const { said, io } = recorder();
      expect(await run(io)).toBe(0);
      const { key } = JSON.parse(said.out);
      expect(await app.store.accounts.byApiKey(digestOfKey(key))).toMatchObject({
        role: 'finance',
        name: 'ERP',
      });
    }
  });

  it('tells wrong use with exit code 2', async () => {
    const { said, io } = recorder();
    expect(await askServer(folder, apiKey('nowhere'), io)).toBe(2);
    expect(said.err).toContain('nowhere');
    expect(said.out).toBe('');
  });

  it('tells a fault with exit code 3, without its details, and lives on', async () => {
    const { said, io } = recorder();
    const query: CommandRequest = {
      command: 'query',
      options: {
        org: '1',
        json: true,
        body: { number: '24442000000123456789', date: '2024-01-01', amount: '1' },
      },
    };
    expect(await askServer(folder, query, io)).toBe(3);
    expect(said.err).not.toContain('no command of this test');
    expect(await askServer(folder, { command: 'ping', options: {} }, io)).toBe(0);
  });

  it('gives an owner who lost it a new password, and ends the sessions of the old one', async () => {
    const { accounts } = app.store;
    const ask = async (options: { org?: string; email?: string; json?: boolean }) => {
      const { said, io } = recorder();
      const command = { command: 'owner password' as const, options: { org: '1', json: false, ...options } };
      return { code: await askServer(folder, command, io), ...said };
    };
    const email = 'owner@example.test';
    const signIn = (password: string) =>
      app.auth.handle(
        new Request('http://yanpiao.test/api/auth/sign-in/email', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ email, password }),
        }),
      );
    expect(await ask({})).toMatchObject({ code: 2, out: '' });
    await accounts.addMember(
      '1',
      await app.auth.createPerson({ email, name: 'A', password: 'lost one 1' }),
      'owner',
    );
    const cookie = (await signIn('lost one 1')).headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    expect(await app.auth.signedIn(new Headers({ cookie }))).toMatchObject({ email });

    const made = await ask({});
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^[\w-]{16}\n$/) });
    expect(made.err).toContain(email);
    expect(await app.auth.signedIn(new Headers({ cookie }))).toBeNull();
    expect((await signIn('lost one 1')).ok).toBe(false);
    expect((await signIn(made.out.trim())).ok).toBe(true);

    const other = { email: 'other@example.test', name: 'B', password: 'another one 1' };
    const otherId = await app.auth.createPerson(other);
    await accounts.addMember('1', otherId, 'finance');
    expect(await ask({ email: other.email })).toMatchObject({ code: 2, out: '' });
    await accounts.addMember('1', otherId, 'owner');
    expect(await ask({})).toMatchObject({ code: 2, err: expect.stringContaining('--email') });
    expect(JSON.parse((await ask({ email: 'Other@example.test', json: true })).out)).toEqual({
      email: other.email,
      password: expect.stringMatching(/^[\w-]{16}$/),
    });
    expect((await signIn(made.out.trim())).ok).toBe(true);
    expect(await ask({ org: 'nowhere' })).toMatchObject({ code: 2, out: '' });
  });

  it('bears garbage, silence and those who leave early', async () => {
    for (const text of ['garbage\n', '{"command":"rm -rf"}\n', '']) {
      const socket = connect(controlPlace(folder));
      await new Promise<void>((resolve) => socket.once('connect', () => resolve()));
      socket.end(text);
    }
    connect(controlPlace(folder)).destroy();
    expect(await askServer(folder, { command: 'ping', options: {} }, recorder().io)).toBe(0);
  });

  it('imports files by their absolute paths, and refuses those that are none', async () => {
    const good = join(folder, '底账.csv');
    await writeFile(good, '发票号码\n');
    const files = [good, join(folder, 'missing.csv'), folder];
    const { said, io } = recorder();
    expect(await askServer(folder, { command: 'import', options: { files, org: '1', json: true } }, io)).toBe(
      1,
    );
    const lines = said.out
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text));
    expect(lines).toEqual([
      expect.objectContaining({
        path: good,
        file: '底账.csv',
        state: 'done',
        report: expect.objectContaining({ added: 1 }),
      }),
      { path: files[1], refusal: expect.objectContaining({ code: 'not_found' }) },
      { path: files[2], refusal: expect.objectContaining({ code: 'not_readable' }) },
    ]);
  });

  it('says to people which file cannot be imported', async () => {
    const { said, io } = recorder();
    const files = [join(folder, 'missing.csv')];
    const options = { files, org: '1', json: false };
    expect(await askServer(folder, { command: 'import', options }, io)).toBe(1);
    expect(said.err).toContain('missing.csv');
  });

  it('leaves a file alone that is not as it was seen', async () => {
    const path = join(folder, 'growing.csv');
    await writeFile(path, '发票号码\n');
    const { said, io } = recorder();
    const options = { files: [path], org: '1', json: true, seen: { size: 1, mtimeMs: 1 } };
    expect(await askServer(folder, { command: 'import', options }, io)).toBe(1);
    expect(JSON.parse(said.out)).toEqual({ path, changed: true });
  });
});

describe('controlPlace', () => {
  it('is inside the folder, and short enough for every system', () => {
    expect(controlPlace('/data', 'linux')).toBe('/data/control.sock');
    const deep = controlPlace(`/${'deep/'.repeat(40)}`, 'darwin');
    expect(deep.length).toBeLessThan(104);
    expect(controlPlace('/data', 'win32')).toMatch(/^\\\\\.\\pipe\\yanpiao-[0-9a-f]{24}$/);
  });

  it('tells folders apart', () => {
    const places = ['/a', '/b'].map((name) => controlPlace(`${name}/${'deep/'.repeat(40)}`, 'linux'));
    expect(new Set(places).size).toBe(2);
  });
});
