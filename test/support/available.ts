/** What this machine has of the services that live tests need. */
import { delimiter, join } from 'node:path';
import { postgresPrograms } from '../../bench/services/postgres.js';
import { isProgram } from '../../bench/services/process.js';

export interface Available {
  /** Folder of initdb and postgres. */
  readonly postgres: string | null;
  /** The redis-server program. */
  readonly redis: string | null;
  /** The dovecot program: an IMAP server. */
  readonly dovecot: string | null;
  /** A Chromium or Chrome that Playwright can drive. */
  readonly chromium: string | null;
}

/** What a person has to install, by service. */
const REMEDIES: Readonly<Record<keyof Available, string>> = {
  postgres: 'PostgreSQL (initdb and postgres; Debian: apt-get install postgresql)',
  redis: 'Redis (redis-server; Debian: apt-get install redis-server)',
  dovecot: 'Dovecot (Debian: apt-get install dovecot-imapd)',
  chromium: 'Chromium (Debian: apt-get install chromium, or set CHROMIUM_PATH)',
};

/** Looks for the programs; nothing is started. */
export function available(): Available {
  return {
    postgres: postgresPrograms(),
    redis: onPath('redis-server'),
    // Debian keeps it where only root's PATH leads.
    dovecot: onPath('dovecot') ?? ['/usr/sbin/dovecot'].find(isProgram) ?? null,
    chromium: chromium(),
  };
}

/** One line for each missing service. */
export function leftOut(found: Available = available()): string[] {
  const names = Object.keys(REMEDIES) as (keyof Available)[];
  return names.filter((name) => found[name] === null).map((name) => `${name}: needs ${REMEDIES[name]}`);
}

function onPath(program: string): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, program)).find(isProgram) ?? null;
}

function chromium(): string | null {
  const named = process.env.CHROMIUM_PATH;
  if (named !== undefined && isProgram(named)) return named;
  const onMac = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.map(onPath).find((path) => path !== null) ?? (isProgram(onMac) ? onMac : null);
}
