/** Mails of a real mailbox as documents of a real store. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { KEYWORDS } from '../../../src/adapters/imap/connection.js';
import { openMailbox } from '../../../src/adapters/imap/mailbox.js';
import { takeMail } from '../../../src/desk/mailbox/take-mail.js';
import { BlobTooLarge, StorageFull } from '../../../src/ports/blobs.js';
import type { Mailbox, WaitingMail } from '../../../src/ports/mailbox.js';
import { startDovecot } from '../../support/dovecot.js';
import { eventually } from '../../support/program.js';
import { type QuickLine, quickLine } from '../../support/quick-line.js';

let folder: string;
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
});

const onFault = (_what: string, error: unknown) => {
  throw error;
};
const tools = () => ({ ...line.app, onFault });
const place = () => ({ address: 'bills@mail.example/INBOX', organisationId: org });
const forever = new AbortController().signal;
const mailOf = (subject: string, text: string): WaitingMail => ({
  subject,
  size: text.length,
  async *content() {
    yield Buffer.from(text);
  },
});
const documents = async () => (await line.app.store.documents.list(org, { limit: 50 })).items;

describe('a mail', () => {
  it('is one document, named after its subject, however often it comes', async () => {
    const mail = mailOf('发票/3月\u0007', 'Subject: x\r\n\r\nbody');
    for (let time = 0; time < 2; time += 1)
      expect(await takeMail(tools(), place(), mail, forever)).toBe('done');
    expect(await documents()).toMatchObject([{ file: '发票 3月.eml', state: 'review', duplicateOf: null }]);
    const [{ id } = { id: '' }] = await documents();
    expect((await line.app.store.documents.get(org, id))?.way).toBe('mailbox');
    // In another mailbox it is another delivery of the same bytes.
    await takeMail(tools(), { ...place(), address: 'other@mail.example/INBOX' }, mail, forever);
    expect((await documents()).map(({ duplicateOf }) => duplicateOf !== null)).toEqual([true, false]);
  });

  it('is refused when its document is, or when it is too large', async () => {
    expect(await takeMail(tools(), place(), mailOf('', 'refuse me'), forever)).toBe('refused');
    expect((await documents())[0]?.file).toBe('mail.eml');
    const stage = async () => {
      throw new BlobTooLarge(10);
    };
    expect(await takeMail({ ...tools(), blobs: { stage } }, place(), mailOf('a', 'b'), forever)).toBe(
      'refused',
    );
  });

  it('comes later when there is no room or no time', async () => {
    const told: unknown[] = [];
    const full = async () => {
      throw new StorageFull(null);
    };
    const without = { ...tools(), blobs: { stage: full }, onFault: (what: string) => told.push(what) };
    expect(await takeMail(without, place(), mailOf('a', 'b'), forever)).toBe('later');
    expect(told).toHaveLength(1);
    line.pause();
    expect(await takeMail(tools(), place(), mailOf('a', 'c'), AbortSignal.abort())).toBe('later');
    await line.resume();
  });
});

const program = inject('dovecot');
describe.skipIf(program === null)('a mailbox', () => {
  it('makes two documents of two mails with the same attachment, and no third of a restart', async () => {
    const server = await startDovecot(program ?? '', folder);
    const person = await server.login();
    let mailbox: Mailbox | null = null;
    const open = () =>
      openMailbox(server.settings, (mail, ending) => takeMail(tools(), place(), mail, ending), onFault);
    try {
      for (const subject of ['March', 'March again']) {
        const attachments = [{ filename: 'invoice.pdf', content: 'the same bytes' }];
        const parts = { from: 'a@example.test', to: 'b@example.test', subject, text: 'x', attachments };
        await person.append('INBOX', await new MailComposer(parts).compile().build());
      }
      line.pause();
      mailbox = open();
      await eventually('taken', 20, async () => ((await documents()).length === 2 ? true : undefined));
      // Ends before they were read: nothing is noted on them yet.
      await mailbox.close();
      await person.noop();
      expect(await person.search({ keyword: KEYWORDS.done })).toEqual([]);
      mailbox = open();
      await line.resume();
      await eventually('noted', 20, async () => (mailbox?.state().done === 2 ? true : undefined));
      await person.noop();
      expect(await person.search({ keyword: KEYWORDS.done })).toEqual([1, 2]);
      const found = await documents();
      expect(found.map(({ file }) => file).sort()).toEqual(['March again.eml', 'March.eml']);
      expect(found.map(({ duplicateOf }) => duplicateOf)).toEqual([null, null]);
    } finally {
      await mailbox?.close();
      person.close();
      await server.stop();
    }
  });
});
