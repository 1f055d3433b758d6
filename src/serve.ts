/** Runs the server: everything the settings ask of this process, until it is told to end. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { openLedgerFile } from './adapters/ledger-files/read.js';
import { xmlReader } from './adapters/xml/xml.js';
import { zipReader } from './adapters/zip/zip.js';
import type { Assembled } from './assemble.js';
import { ConfigError, type MailboxConfig } from './config.js';
import { startControl } from './control/server.js';
import { createOwner, FIRST_ORGANISATION } from './desk/accounts/first-start.js';
import { importLedger } from './desk/ledger/import.js';
import { takeMail } from './desk/mailbox/take-mail.js';
import { errorCode } from './document/error-code.js';
import { FILE_LIMITS } from './document/file-kind.js';
import { projectRoot } from './entry.js';
import { buildHttp } from './http/build-http.js';
import { HTTP_DEFAULTS } from './http/deps.js';
import type { Mailbox } from './ports/mailbox.js';

export interface Server {
  /** Takes no more requests and no more work, finishes what is under way, closes the stores. */
  close(): Promise<void>;
}

/** Starts what the program's settings ask of this process. `say` prints for the person at the terminal. */
export async function serve(program: Assembled, say: (line: string) => void): Promise<Server> {
  const { config } = program;
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) await closeOne();
    await program.close();
  };
  try {
    if (config.tasks.includes('api')) await firstStart(program, say);
    if (config.tasks.includes('line')) {
      const line = await program.startLine();
      closers.push(() => line.close());
    }
    if (config.tasks.includes('sweep')) {
      const sweeper = program.startSweeper();
      closers.push(() => sweeper.stop());
    }
    // Only the embedded stores have one owner; commands beside PostgreSQL open it themselves.
    if (config.databaseUrl === null) {
      const control = await startControl(program, config.dataFolder);
      closers.push(() => control.close());
    }
    const mailbox = config.tasks.includes('mail') ? await startMailbox(program) : null;
    if (mailbox !== null) closers.push(() => mailbox.close());
    // Last, so that whoever reads "ready" finds everything ready.
    if (config.tasks.includes('api')) closers.push(await listen(program, say, mailbox));
  } catch (error) {
    await close();
    throw error;
  }
  return { close };
}

/** The very first start: organisation 1 with its owner, and the demo ledger when it is wanted. */
async function firstStart({ config, store, auth }: Assembled, say: (line: string) => void): Promise<void> {
  const loadDemo = async () => {
    const containers = { zip: zipReader(), xml: xmlReader() };
    const file = await openLedgerFile(projectFile('samples/demo/ledger.xlsx'), containers);
    const source = { kind: 'import', id: null, name: 'demo' } as const;
    await importLedger({ ledger: store.ledger, file, organisationId: FIRST_ORGANISATION, source });
  };
  const owner = await createOwner(store.accounts, auth, config.owner, config.demo ? loadDemo : undefined);
  if (owner === null) return;
  say(`Owner 所有者: ${owner.email}`);
  // Shown once and kept nowhere, so it goes to the terminal and never to the log.
  if (owner.madeUpPassword !== null)
    say(`Password 密码 (shown only now 仅显示一次): ${owner.madeUpPassword}`);
}

async function listen(
  program: Assembled,
  say: (line: string) => void,
  mailbox: Mailbox | null,
): Promise<() => Promise<unknown>> {
  const { config, store, queue, blobs, auth, verify, questionsPerInvoice, registers, log, reader } = program;
  const webDir = projectFile('dist/web');
  const http = await buildHttp({
    store,
    queue,
    blobs,
    auth,
    verify,
    log,
    reader,
    members: reader,
    reading: reader,
    questionsPerInvoice,
    registers,
    settings: {
      ...HTTP_DEFAULTS,
      version: await ownVersion(),
      publicUrl: config.publicUrl,
      trustProxy: config.behindProxy,
      uploadLimits: FILE_LIMITS,
    },
    ...(mailbox === null ? {} : { mailbox: () => mailbox.state() }),
    samplesDir: config.demo ? projectFile('samples/demo') : null,
    webDir: existsSync(webDir) ? webDir : null,
  });
  await http.listen({ host: config.host, port: config.port }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new ConfigError('PORT', `a free port; ${config.port} is taken by another program`);
  });
  say(`Yanpiao 验票 is ready: ${config.publicUrl}`);
  return () => http.close();
}

/** Looks after the mailbox that the settings name; `null` where they name none. */
async function startMailbox({ config, store, queue, blobs, log }: Assembled): Promise<Mailbox | null> {
  if (config.mailbox === null) return null;
  const { host, user, folder, organisationId } = config.mailbox;
  const onFault = (what: string, error: unknown) => log.warn({ err: error }, what);
  const tools = { store, queue, blobs, onFault };
  const place = { address: `${user}@${host}/${folder}`, organisationId };
  const { openMailbox } = await import('./adapters/imap/mailbox.js');
  return openMailbox(
    await mailboxSettings(config.mailbox),
    (mail, ending) => takeMail(tools, place, mail, ending),
    onFault,
  );
}

/** Throws ConfigError when the file of certificates cannot be read. */
export async function mailboxSettings({ caFile, ...settings }: MailboxConfig) {
  try {
    return { ...settings, ca: caFile === null ? null : await readFile(caFile, 'utf8') };
  } catch (error) {
    const code = errorCode(error) ?? '';
    throw new ConfigError('YANPIAO_IMAP_TLS', `a file of certificates (PEM) that can be read (${code})`);
  }
}

/** The version in package.json. */
export async function ownVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(projectFile('package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest
    ? String(manifest.version)
    : '';
}

const projectFile = (path: string): string => fileURLToPath(new URL(path, projectRoot()));
