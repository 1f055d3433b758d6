/**
 * Every setting of the program, read once from the environment. Which of the two ways it runs – embedded (nothing
 * to install) or distributed – follows from DATABASE_URL and REDIS_URL alone.
 */
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { errorCode } from './document/error-code.js';

/** What one process does; all of it by default. */
export type Task = 'api' | 'line' | 'sweep' | 'mail';

export interface Config {
  /** Address and port of the web server. */
  readonly host: string;
  readonly port: number;
  /** Address under which people reach it, for cookies and links. */
  readonly publicUrl: string;
  /** Whether a proxy stands before us, whose X-Forwarded-* headers are to be believed: limits then count its clients. */
  readonly behindProxy: boolean;
  /** Folder of the embedded stores, the originals and the control socket. */
  readonly dataFolder: string;
  /** PostgreSQL; `null`: embedded PGlite under `dataFolder`. */
  readonly databaseUrl: string | null;
  /** Redis; `null`: the queue lives in the database. */
  readonly redisUrl: string | null;
  readonly ocrEngine: 'auto' | 'paddle' | 'tesseract';
  /** Where `yanpiao learn` keeps what it learnt; readers, and the match, prefer it to the models that were shipped. */
  readonly modelsFolder: string;
  /** Files read at the same time by this process; each takes a core and up to 1.2 GB. */
  readonly readers: number;
  readonly tasks: readonly Task[];
  /** Questions to the ledger about one invoice that are answered anew on one day; 0: no limit. */
  readonly questionsPerInvoice: number;
  /** Mapping file of an external register, or a folder of them; `null`: none is ever asked. */
  readonly registries: string | null;
  /** The mailbox that invoices are sent to; `null`: none. */
  readonly mailbox: MailboxConfig | null;
  /** Signs sessions; `null`: made once and kept in `dataFolder`. */
  readonly secret: string | null;
  /** Name and password of the owner made on the very first start; the password is made up when absent. */
  readonly owner: { readonly email: string; readonly password: string | null };
  /** Whether the first start loads the demo ledger. */
  readonly demo: boolean;
  readonly logLevel: string;
}

/** YANPIAO_IMAP_… */
export interface MailboxConfig {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte (`imaps:`); otherwise by STARTTLS, and without any only on this machine. */
  readonly secure: boolean;
  readonly user: string;
  readonly password: string;
  readonly folder: string;
  /** Folder for mails that were read; `null`: they stay and are flagged. */
  readonly doneFolder: string | null;
  /** Certificates, as PEM, that are trusted beside the system's. */
  readonly caFile: string | null;
  readonly organisationId: string;
}

/** A setting that cannot be used; the message names it and says what would do. */
export class ConfigError extends Error {
  constructor(name: string, wanted: string) {
    super(`${name}: ${wanted}`);
    this.name = 'ConfigError';
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads and checks the settings. Throws ConfigError. */
export function readConfig(env: Environment = process.env): Config {
  const port = wholeNumber(env, 'PORT', 8080, 0, 65535);
  const host = env.HOST || '127.0.0.1';
  const databaseUrl = url(env, 'DATABASE_URL', ['postgres:', 'postgresql:']);
  return {
    host,
    port,
    publicUrl: url(env, 'YANPIAO_URL', ['http:', 'https:']) ?? `http://127.0.0.1:${port}`,
    behindProxy: oneOf(env, 'YANPIAO_BEHIND_PROXY', ['on', 'off'] as const, 'off') === 'on',
    dataFolder: resolve(env.YANPIAO_DATA || './data'),
    databaseUrl,
    redisUrl: url(env, 'REDIS_URL', ['redis:', 'rediss:']),
    ocrEngine: oneOf(env, 'YANPIAO_OCR', ['auto', 'paddle', 'tesseract'] as const, 'auto'),
    modelsFolder: modelsFolderOf(env),
    // More than one reader a core only makes each slower (BASELINE: one engine a core beats two threads).
    readers: wholeNumber(env, 'YANPIAO_READERS', Math.min(2, availableParallelism()), 1, 64),
    tasks: tasks(env),
    // As often as the official platform answers about one invoice a day (DOMAIN 9.1).
    questionsPerInvoice: wholeNumber(env, 'YANPIAO_QUERIES_PER_INVOICE', 5, 0, 100_000),
    registries: env.YANPIAO_REGISTRIES ? resolve(env.YANPIAO_REGISTRIES) : null,
    mailbox: mailbox(env),
    secret: secret(env),
    owner: {
      email: ownerEmail(env),
      password: env.YANPIAO_OWNER_PASSWORD || null,
    },
    demo: oneOf(env, 'YANPIAO_DEMO', ['on', 'off'] as const, databaseUrl === null ? 'on' : 'off') === 'on',
    logLevel: oneOf(
      env,
      'YANPIAO_LOG',
      ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const,
      // At a terminal the lines that matter would drown in a line for every request.
      'warn',
    ),
  };
}

/** The one setting that reading needs without a server: no other is looked at for it. */
export const modelsFolderOf = (env: Environment = process.env): string =>
  resolve(env.YANPIAO_MODELS || join(env.YANPIAO_DATA || './data', 'models'));

function wholeNumber(env: Environment, name: string, fallback: number, least: number, most: number): number {
  const text = env[name];
  if (!text) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new ConfigError(name, `a whole number from ${least} to ${most}`);
}

function oneOf<const T extends string>(env: Environment, name: string, values: readonly T[], fallback: T): T {
  const text = env[name];
  if (!text) return fallback;
  const found = values.find((value) => value === text);
  if (found !== undefined) return found;
  throw new ConfigError(name, `one of ${values.join(', ')}`);
}

function url(env: Environment, name: string, protocols: readonly string[]): string | null {
  const text = env[name];
  if (!text) return null;
  // The value may hold a password: it never goes into the message.
  if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
  throw new ConfigError(name, `an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`);
}

/** A shorter one can be guessed, and with it every session be forged; the number is better-auth's. */
const SECRET_LENGTH = 32;

function secret(env: Environment): string | null {
  const text = env.YANPIAO_SECRET;
  if (!text) return null;
  if (text.length >= SECRET_LENGTH) return text;
  throw new ConfigError(
    'YANPIAO_SECRET',
    `at least ${SECRET_LENGTH} characters, as from "openssl rand -base64 32"`,
  );
}

/** Signing in takes e-mail addresses only: an owner under any other name could never sign in. */
function ownerEmail(env: Environment): string {
  const text = env.YANPIAO_OWNER || 'owner@yanpiao.local';
  if (z.email().safeParse(text).success) return text;
  throw new ConfigError('YANPIAO_OWNER', 'an e-mail address, such as owner@example.com');
}

function tasks(env: Environment): readonly Task[] {
  const all: readonly Task[] = ['api', 'line', 'sweep', 'mail'];
  const text = env.YANPIAO_TASKS;
  if (!text) return all;
  const named = text.split(',').map((part) => part.trim());
  if (named.every((name) => all.includes(name as Task))) return all.filter((task) => named.includes(task));
  throw new ConfigError('YANPIAO_TASKS', `some of ${all.join(',')}`);
}

function mailbox(env: Environment): MailboxConfig | null {
  const text = url(env, 'YANPIAO_IMAP_URL', ['imap:', 'imaps:']);
  if (text === null) return null;
  const { hostname, port, protocol, username, password, pathname } = new URL(text);
  const secure = protocol === 'imaps:';
  const given = imapPassword(env) ?? decoded(password);
  if (hostname === '' || username === '' || given === '')
    throw new ConfigError(
      'YANPIAO_IMAP_URL',
      'an address with host, user and password: imaps://user:password@host/INBOX',
    );
  return {
    host: hostname.replace(/^\[|\]$/gu, ''),
    // IANA: 993 with TLS from the first byte, 143 without.
    port: port === '' ? (secure ? 993 : 143) : Number(port),
    secure,
    user: decoded(username),
    password: given,
    folder: decoded(pathname.slice(1)) || 'INBOX',
    doneFolder: env.YANPIAO_IMAP_DONE || null,
    caFile: env.YANPIAO_IMAP_TLS ? resolve(env.YANPIAO_IMAP_TLS) : null,
    organisationId: env.YANPIAO_IMAP_ORG || '1',
  };
}

/** A password of its own, so that it need not stand in an address; from a file, as containers are given secrets. */
function imapPassword(env: Environment): string | null {
  const file = env.YANPIAO_IMAP_PASSWORD_FILE;
  if (!file) return env.YANPIAO_IMAP_PASSWORD || null;
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/u, '');
  } catch (error) {
    const code = errorCode(error) ?? '';
    throw new ConfigError('YANPIAO_IMAP_PASSWORD_FILE', `a file that can be read (${code})`);
  }
}

/** `%40` for the @ in a user's name, and the like. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    throw new ConfigError('YANPIAO_IMAP_URL', 'an address in which a % is written %25');
  }
}
