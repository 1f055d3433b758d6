/** The real service as people start it, in a process of its own on a data folder of its own, and an owner's session. */
import { type ChildProcess, spawn } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { builtEntry } from '../../src/entry.js';
import type { acceptedAnswer, batchAnswer, documentAnswer } from '../../src/http/contract/documents.js';
import { sparePort } from '../services/process.js';

export type Accepted = z.infer<typeof acceptedAnswer>;
export type Batch = z.infer<typeof batchAnswer>;
export type Document = z.infer<typeof documentAnswer>;

const OWNER = { email: 'owner@example.test', password: 'soak-soak-soak-soak' };
const START_SECONDS = 60;
const STOP_SECONDS = 60;
/** No answer takes so long unless the service hangs: uploads are answered before they are read. */
const ANSWER_SECONDS = 120;
const LAST_WORDS = 4000;

export interface Service {
  readonly pid: number;
  /** Of the server, and of workers beside it. */
  readonly pids: readonly number[];
  /** Hands in all files in one request. */
  upload(paths: readonly string[]): Promise<Accepted>;
  batch(id: string): Promise<Batch>;
  document(id: string): Promise<Document>;
  /** Ctrl-C; resolves with the exit code, or null where it had to be killed after STOP_SECONDS. */
  stop(): Promise<number | null>;
}

/**
 * Starts it and signs in. DATABASE_URL and REDIS_URL, where set, make it distributed. `workers`, where given: as many files
 * are read at once; distributed by worker processes of their own, each on a core of its own. Throws with its output when
 * it does not come up.
 */
export async function startService(dataFolder: string, workers?: number): Promise<Service> {
  const port = await sparePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    ...process.env,
    NODE_ENV: 'production',
    PORT: String(port),
    YANPIAO_URL: url,
    YANPIAO_DATA: dataFolder,
    YANPIAO_OWNER: OWNER.email,
    YANPIAO_OWNER_PASSWORD: OWNER.password,
  };
  const apart = workers !== undefined && process.env.DATABASE_URL !== undefined ? workers : 0;
  const child = spawn(process.execPath, [builtEntry('src/main')], {
    env: {
      ...env,
      ...(workers === undefined ? {} : { YANPIAO_READERS: String(workers) }),
      ...(apart > 0 ? { YANPIAO_TASKS: 'api,sweep' } : {}),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const beside: ChildProcess[] = [];
  let output = '';
  const hear = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-LAST_WORDS);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = async () => {
    for (const worker of beside) worker.kill('SIGINT');
    await Promise.all(
      beside.map((worker) => worker.exitCode ?? new Promise((end) => worker.once('exit', end))),
    );
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
    const code = await ended;
    clearTimeout(late);
    return code;
  };
  try {
    await untilUp(child, url);
    for (let core = 0; core < apart; core++) beside.push(startWorker(core, env));
    const headers = { origin: url, cookie: await signIn(url) };
    const pids = [child, ...beside].map(({ pid }) => pid ?? 0);
    return { pid: child.pid ?? 0, pids, stop, ...sessionOf(url, headers) };
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`the service does not come up:\n${output}`, { cause: error });
  }
}

/** A worker that reads one file at a time, it and its reader on one core. */
function startWorker(core: number, env: NodeJS.ProcessEnv): ChildProcess {
  return spawn('taskset', ['-c', String(core), process.execPath, builtEntry('src/cli'), 'worker'], {
    env: { ...env, YANPIAO_READERS: '1' },
    stdio: 'ignore',
  });
}

async function untilUp(child: ChildProcess, url: string): Promise<void> {
  for (let tenths = 0; tenths < START_SECONDS * 10; tenths++) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    // Until it listens there is nobody to answer.
    const [answer] = await Promise.allSettled([fetch(`${url}/healthz`)]);
    if (answer.status === 'fulfilled' && answer.value.ok) return;
    await sleep(100);
  }
  throw new Error(`not within ${START_SECONDS} s`);
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(OWNER),
  });
  if (!answer.ok) throw new Error(`signing in answered ${answer.status}`);
  const cookies = answer.headers.getSetCookie();
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}

function sessionOf(
  url: string,
  headers: Record<string, string>,
): Pick<Service, 'upload' | 'batch' | 'document'> {
  const json = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
    const answer = await fetch(`${url}/api/v1${path}`, { ...init, headers, signal });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    upload: async (paths) => {
      const body = new FormData();
      for (const path of paths) body.append('file', await openAsBlob(path), basename(path));
      return json<Accepted>('/documents', { method: 'POST', body });
    },
    batch: (id) => json<Batch>(`/batches/${id}`),
    document: (id) => json<Document>(`/documents/${id}`),
  };
}
