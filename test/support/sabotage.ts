/** Programs that kill themselves in the middle of their work, and what they leave behind. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { type DatabasePlace, openDatabase } from '../../src/adapters/postgres/open.js';
import { root } from './program.js';

/** Starts the saboteur and waits until it has killed itself. */
export async function sabotage(
  point: string,
  env: Record<string, string>,
  tasks: readonly string[] = [],
): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'test/faults/saboteur.mjs'), point, ...tasks], {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const ended = new Promise<NodeJS.Signals | null>((done) =>
    child.once('exit', (_code, signal) => done(signal)),
  );
  const late = setTimeout(() => child.kill('SIGTERM'), 180_000);
  const signal = await ended;
  clearTimeout(late);
  if (signal !== 'SIGKILL') throw new Error(`${point} was never reached (${signal}):\n${said}`);
}

/** What the database holds, counted. */
export async function counted(place: DatabasePlace): Promise<Record<string, number>> {
  const database = await openDatabase(place);
  try {
    const count = async (what: ReturnType<typeof sql>) => {
      // The two drivers wrap the rows differently.
      const answer = (await database.drizzle.execute(what)) as unknown as { rows?: { n: unknown }[] } & {
        n: unknown;
      }[];
      return Number((answer.rows ?? answer)[0]?.n);
    };
    return {
      documents: await count(sql`select count(*) as n from documents`),
      slips: await count(sql`select count(*) as n from slips`),
      verdicts: await count(sql`select count(*) as n from slips where outcome = 'match'`),
      records: await count(sql`select count(*) as n from records where body is not null`),
      results: await count(sql`select count(*) as n from stage_results`),
      work: await count(sql`select count(*) as n from work`),
      open: await count(sql`select count(*) as n from work where state <> 'done'`),
    };
  } finally {
    await database.close();
  }
}
