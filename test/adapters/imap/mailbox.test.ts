/** A mailbox on a real IMAP server. */
import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import type { ImapFlow } from 'imapflow';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { afterEach, beforeEach, describe, expect, inject, it, onTestFinished } from 'vitest';
import { KEYWORDS, type MailboxSettings } from '../../../src/adapters/imap/connection.js';
import { openMailbox, tryMailbox } from '../../../src/adapters/imap/mailbox.js';
import type { Mailbox, MailOutcome } from '../../../src/ports/mailbox.js';
import { type Dovecot, type DovecotOptions, startDovecot } from '../../support/dovecot.js';
import { eventually, temporaryFolder } from '../../support/program.js';

const program = inject('dovecot');
/** Nothing is waited for longer than it must be. */
const HURRY = { pollMs: 500, retryMs: 100, backoffMs: { least: 50, most: 200 } };

interface Given {
  readonly subject: string;
  readonly sha256: string;
}

/** Passes on to `port`; the nth connection is cut after so many bytes from there, later ones never. */
async function cuttingLine(port: number, after: readonly number[]) {
  const open = new Set<Socket>();
  let [connections, cuts] = [0, 0];
  const server = createServer((near) => {
    const most = after[connections++] ?? Number.POSITIVE_INFINITY;
    const far = connect(port, '127.0.0.1');
    let passed = 0;
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => other.destroy());
    }
    near.pipe(far);
    far.on('data', (chunk: Buffer) => {
      const left = most - passed;
      passed += chunk.length;
      if (passed < most) {
        near.write(chunk);
        return;
      }
      near.write(chunk.subarray(0, left), () => near.destroy());
      far.destroy();
      cuts += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    cuts: () => cuts,
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

describe.skipIf(program === null)('a mailbox', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>;
  let server: Dovecot;
  let person: ImapFlow;
  let mailbox: Mailbox | null;
  let faults: unknown[];
  beforeEach(async () => {
    folder = await temporaryFolder();
    faults = [];
    mailbox = null;
  });
  afterEach(async () => {
    await mailbox?.close();
    person?.close();
    await server?.stop();
    await folder.remove();
  });

  const start = async (options: DovecotOptions = {}) => {
    server = await startDovecot(program ?? '', folder.path, options);
    person = await server.login();
  };
  const watch = (take: (given: Given) => MailOutcome, more: Partial<MailboxSettings> = {}) => {
    const given: Given[] = [];
    mailbox = openMailbox(
      { ...server.settings, times: HURRY, ...more },
      async (mail) => {
        const hash = createHash('sha256');
        for await (const chunk of mail.content()) hash.update(chunk);
        given.push({ subject: mail.subject, sha256: hash.digest('hex') });
        return take(given[given.length - 1] ?? { subject: '', sha256: '' });
      },
      (_what, error) => faults.push(error),
    );
    return given;
  };
  const put = async (subject: string, attachment = 'nothing'): Promise<Buffer> => {
    const mail = await new MailComposer({
      from: 'seller@example.test',
      to: 'bills@example.test',
      subject,
      text: 'Please find attached …',
      attachments: [{ filename: '发票.pdf', content: attachment }],
    })
      .compile()
      .build();
    await person.append('INBOX', mail);
    return mail;
  };
  const flags = async () => {
    const found = await person.fetchAll('1:*', { flags: true, envelope: true });
    return found
      .filter(({ envelope }) => envelope !== undefined)
      .map(({ envelope, flags: set }) => [
        envelope?.subject,
        [...(set ?? [])].filter((flag) => flag !== '\\Recent').sort(),
      ]);
  };
  const until = (what: string, holds: () => unknown) =>
    eventually(what, 120, async () => {
      await person.noop();
      return (await holds()) ? true : undefined;
    });

  it('gives what is there, oldest first and byte for byte, then what comes while it listens', async () => {
    await start();
    const first = await put('发票 first', 'x'.repeat(3_000_000));
    await put('second');
    const given = watch(() => 'done', { times: { ...HURRY, pollMs: 60_000 } });
    await until('both', () => mailbox?.state().done === 2);
    expect(given.map(({ subject }) => subject)).toEqual(['发票 first', 'second']);
    expect(given[0]?.sha256).toBe(createHash('sha256').update(first).digest('hex'));
    // No look is due for a minute: the server tells.
    await put('third');
    await until('the third', () => mailbox?.state().done === 3);
    expect(await flags()).toEqual(
      ['发票 first', 'second', 'third'].map((subject) => [subject, [KEYWORDS.done]]),
    );
    expect(mailbox?.state()).toEqual({ connected: true, done: 3, refused: 0, failures: 0 });
    expect(faults).toEqual([]);
  });

  it('notes refused and too large ones, comes back to those put off, and gives none of them again', async () => {
    await start();
    await put('good');
    await put('bad');
    await put('large', 'x'.repeat(100_000));
    await put('later');
    let tries = 0;
    const take = ({ subject }: Given): MailOutcome => {
      if (subject === 'bad') return 'refused';
      if (subject !== 'later') return 'done';
      tries += 1;
      return tries < 3 ? 'later' : 'done';
    };
    const given = watch(take, { limit: 50_000 });
    await until('all', () => mailbox?.state().done === 2 && mailbox.state().refused === 2);
    expect(await flags()).toEqual([
      ['good', [KEYWORDS.done]],
      ['bad', [KEYWORDS.refused]],
      ['large', [KEYWORDS.refused]],
      ['later', [KEYWORDS.done]],
    ]);
    expect(given.map(({ subject }) => subject)).toEqual(['good', 'bad', 'later', 'later', 'later']);
    await mailbox?.close();
    const again = watch(() => 'done');
    await put('new');
    await until('the new one', () => mailbox?.state().done === 1);
    expect(again.map(({ subject }) => subject)).toEqual(['new']);
  });

  it('moves what was read to the folder that is named, and leaves what was refused', async () => {
    await start();
    await put('good');
    await put('bad');
    watch(({ subject }) => (subject === 'bad' ? 'refused' : 'done'), { doneFolder: 'Erledigt 已处理' });
    await until('both', () => mailbox?.state().done === 1 && mailbox.state().refused === 1);
    expect(await flags()).toEqual([['bad', [KEYWORDS.refused]]]);
    await person.mailboxOpen('Erledigt 已处理');
    expect((await flags()).map(([subject]) => subject)).toEqual(['good']);
  });

  it('makes do with \\Seen where the server keeps no keywords', async () => {
    await start({ withoutKeywords: true });
    await put('one');
    const given = watch(() => 'done');
    await until('it', () => mailbox?.state().done === 1);
    expect(await flags()).toEqual([['one', ['\\Seen']]]);
    await put('two');
    await until('the next', () => mailbox?.state().done === 2);
    expect(given.map(({ subject }) => subject)).toEqual(['one', 'two']);
  });

  it('listens again after the server was away, under another UIDVALIDITY as well', async () => {
    await start();
    await put('before');
    const given = watch(() => 'done');
    await until('the first', () => mailbox?.state().done === 1);
    const { port } = server.settings;
    person.close();
    await server.stop();
    await eventually('noticed', 20, async () => (mailbox?.state().connected === false ? true : undefined));
    // Where Dovecot keeps the UIDs and the index: without them all mails get new ones.
    for (const name of ['dovecot-uidlist', 'dovecot.index.log', 'dovecot.index.cache', 'dovecot-uidvalidity'])
      await rm(join(folder.path, 'mail', name), { force: true });
    server = await startDovecot(program ?? '', folder.path, { port });
    person = await server.login();
    await put('after');
    await until('the second', () => mailbox?.state().done === 2);
    expect(given.map(({ subject }) => subject)).toEqual(['before', 'after']);
    expect(mailbox?.state()).toMatchObject({ connected: true, failures: 0 });
    expect(faults.length).toBeGreaterThan(0);
  });

  it('never takes half a mail for a whole one when the connection drops in the middle of it', async () => {
    await start();
    const mail = await put('long', 'x'.repeat(3_000_000));
    await put('short');
    // The first connection is cut amid the second piece, the second amid the fourth (of 1 MB each).
    const line = await cuttingLine(server.settings.port, [1_500_000, 3_400_000]);
    onTestFinished(() => line.close());
    const given = watch(() => 'done', { port: line.port });
    await until('both', () => mailbox?.state().done === 2);
    expect(line.cuts()).toBe(2);
    // Each once; the first whole.
    expect(given.map(({ subject }) => subject).sort()).toEqual(['long', 'short']);
    const long = given.find(({ subject }) => subject === 'long');
    expect(long?.sha256).toBe(createHash('sha256').update(mail).digest('hex'));
    expect((await flags()).map(([, set]) => set)).toEqual([[KEYWORDS.done], [KEYWORDS.done]]);
  });

  it('talks to a certificate that it knows, and to no other', async () => {
    await start({ tls: true });
    await tryMailbox(server.settings);
    await expect(tryMailbox({ ...server.settings, ca: null })).rejects.toThrow(/certificate/u);
    await expect(tryMailbox({ ...server.settings, password: 'wrong' })).rejects.toThrow();
    await put('safe');
    watch(() => 'done');
    await until('it', () => mailbox?.state().done === 1);
  });
});
