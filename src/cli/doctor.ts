/** `yanpiao doctor`: what this machine has, what is missing, and what to do about it. */
import { constants, existsSync } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadRuntime } from '../adapters/ocr-paddle/runtime.js';
import { type Config, readConfig } from '../config.js';
import { askServer } from '../control/client.js';
import { EXIT, type ExitCode, type Io, line } from '../control/io.js';
import { projectRoot } from '../entry.js';

interface Check {
  readonly name: string;
  /** `note`: works without, less well. */
  readonly result: 'ok' | 'note' | 'bad';
  readonly found: string;
}

const ok = (name: string, found: string): Check => ({ name, result: 'ok', found });
const note = (name: string, found: string): Check => ({ name, result: 'note', found });
const bad = (name: string, found: string): Check => ({ name, result: 'bad', found });

/** Room below which uploads may soon fail: one of the largest. */
const ROOM_BYTES = 1024 ** 3;
const MARKS = { ok: '✓', note: '!', bad: '✗' } as const;

/** 1 when something is missing that the program needs. */
export async function doctorCommand({ json }: { json: boolean }, io: Io): Promise<ExitCode> {
  const config = readConfig();
  const checks = [
    nodeCheck(),
    buildCheck(),
    fontCheck(),
    await onnxCheck(),
    tesseractCheck(),
    await folderCheck(config),
    await databaseCheck(config),
    await queueCheck(config),
    ...(await mailboxChecks(config)),
  ];
  if (json) io.out(line(JSON.stringify({ checks })));
  else for (const { name, result, found } of checks) io.out(line(`${MARKS[result]} ${name}: ${found}`));
  return checks.some(({ result }) => result === 'bad') ? EXIT.refused : EXIT.done;
}

function nodeCheck(): Check {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const enough = major > 20 || (major === 20 && minor >= 19);
  const found = `${process.version} ${process.platform}-${process.arch}`;
  return enough ? ok('Node.js', found) : bad('Node.js', `${found}; 20.19 or newer is needed`);
}

function buildCheck(): Check {
  const page = fileURLToPath(new URL('dist/web/index.html', projectRoot()));
  return existsSync(page)
    ? ok('Build', 'program and page')
    : bad('Build', 'the page is not built: npm run build');
}

function fontCheck(): Check {
  const font = fileURLToPath(new URL('dist/fonts/NotoSansSC-Regular.ttf', projectRoot()));
  return existsSync(font)
    ? ok('CJK font', 'NotoSansSC-Regular.ttf')
    : bad('CJK font', 'missing, PDFs without embedded fonts would be drawn blank: npm run build');
}

async function onnxCheck(): Promise<Check> {
  const without = 'cannot be loaded; tesseract reads instead, less well';
  try {
    await loadRuntime();
    return ok('onnxruntime', 'loads');
  } catch (error) {
    return note('onnxruntime', `${without} (${error instanceof Error ? error.message.split('\n')[0] : ''})`);
  }
}

function tesseractCheck(): Check {
  const packages = ['tesseract.js', '@tesseract.js-data/eng', '@tesseract.js-data/chi_sim'];
  const missing = packages.filter((name) => !existsSync(new URL(`node_modules/${name}`, projectRoot())));
  return missing.length === 0
    ? ok('tesseract', 'with eng and chi_sim')
    : bad('tesseract', `${missing.join(', ')} missing: npm ci`);
}

async function folderCheck({ dataFolder }: Config): Promise<Check> {
  try {
    await mkdir(dataFolder, { recursive: true });
    await access(dataFolder, constants.W_OK);
    const { bavail, bsize } = await statfs(dataFolder);
    const room = bavail * bsize;
    const found = `${dataFolder}, ${(room / 1024 ** 3).toFixed(1)} GB free`;
    return room < ROOM_BYTES ? note('Data folder', `${found}: little`) : ok('Data folder', found);
  } catch (error) {
    return bad(
      'Data folder',
      `${dataFolder} cannot be written: ${error instanceof Error ? error.message : ''}`,
    );
  }
}

/** Opening it runs the trigram check; a running server has passed it. */
async function databaseCheck({ databaseUrl, dataFolder }: Config): Promise<Check> {
  const name = databaseUrl === null ? 'Database (embedded)' : 'Database (PostgreSQL)';
  const quiet: Io = { out: () => undefined, err: () => undefined };
  try {
    if (databaseUrl === null) {
      const code = await askServer(dataFolder, { command: 'ping', options: {} }, quiet);
      if (code !== null)
        return code === 0 ? ok(name, 'a server is running on it') : bad(name, 'the server cannot reach it');
      if (!existsSync(join(dataFolder, 'database'))) return ok(name, 'not made yet: npm start makes it');
    }
    const [{ openDatabase }, { lockDataFolder }] = await Promise.all([
      import('../adapters/postgres/open.js'),
      import('../adapters/data-folder/lock.js'),
    ]);
    const lock = databaseUrl === null ? await lockDataFolder(dataFolder, { onLost: () => undefined }) : null;
    try {
      const place =
        databaseUrl === null
          ? ({ kind: 'pglite', folder: join(dataFolder, 'database') } as const)
          : ({ kind: 'postgres', url: databaseUrl } as const);
      await (await openDatabase(place)).close();
    } finally {
      await lock?.release();
    }
    return ok(name, 'opens, Chinese trigrams work');
  } catch (error) {
    return bad(name, toldOf(error));
  }
}

async function queueCheck({ redisUrl }: Config): Promise<Check> {
  if (redisUrl === null) return ok('Queue', 'in the database');
  try {
    const { openRedisQueue } = await import('../adapters/queue-bullmq/redis.js');
    const queue = await openRedisQueue(redisUrl, {});
    await queue.counts();
    await queue.close();
    return ok('Queue', 'Redis answers');
  } catch (error) {
    return bad('Queue', toldOf(error));
  }
}

/** Only where a mailbox is set. */
async function mailboxChecks({ mailbox }: Config): Promise<Check[]> {
  if (mailbox === null) return [];
  const name = 'Mailbox';
  try {
    const [{ tryMailbox }, { mailboxSettings }] = await Promise.all([
      import('../adapters/imap/mailbox.js'),
      import('../serve.js'),
    ]);
    await tryMailbox(await mailboxSettings(mailbox));
    return [ok(name, `${mailbox.host}: the folder ${mailbox.folder} opens`)];
  } catch (error) {
    return [bad(name, `${mailbox.host}: ${toldOf(error)}`)];
  }
}

function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const remedy = 'remedy' in error && typeof error.remedy === 'string' ? `: ${error.remedy}` : '';
  return `${error.message}${remedy}`;
}
