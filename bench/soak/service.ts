/** The real service as people start it, in a process of its own on a data folder of its own, and an owner's session. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { z } from 'zod';
import { builtEntry } from '../../src/entry.js';
import type { acceptedAnswer, batchAnswer } from '../../src/http/contract/documents.js';

export type Accepted = z.infer<typeof acceptedAnswer>;
export type Batch = z.infer<typeof batchAnswer>;

const OWNER = { email: 'owner@example.test', password: 'soak-soak-soak-soak' };
const START_SECONDS = 60;
const STOP_SECONDS = 60;
/** No answer takes so long unless the service hangs: uploads are answered before they are read. */
const ANSWER_SECONDS = 120;
const LAST_WORDS = 4000;

export interface Service {
  readonly pid: number;
  /** Hands in all files in one request. */
  upload(paths: readonly string[]): Promise<Accepted>;
  batch(id: string): Promise<Batch>;
  /** Ctrl-C; resolves with the exit code, or null where it had to be killed after STOP_SECONDS. */
  stop(): Promise<number | null>;
}

/** Starts it and signs in. DATABASE_URL and REDIS_URL, where set, make it distributed. Throws with its output when it does not come up. */
export async function startService(dataFolder: string): Promise<Service> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [builtEntry('src/main')], {
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      YANPIAO_URL: url,
      YANPIAO_DATA: dataFolder,
      YANPIAO_OWNER: OWNER.email,
      YANPIAO_OWNER_PASSWORD: OWNER.password,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const hear = (chunk: Buffer) => {
    output = (output + chunk.toString('utf8')).slice(-LAST_WORDS);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = async () => {
    child.kill('SIGINT');
    const late = setTimeout(() => child.kill('SIGKILL'), STOP_SECONDS * 1000);
    const code = await ended;
    clearTimeout(late);
    return code;
  };
  try {
    await untilUp(child, url);
    const headers = { origin: url, cookie: await signIn(url) };
    return { pid: child.pid ?? 0, stop, ...sessionOf(url, headers) };
  } catch (error) {
    child.kill('SIGKILL');
    throw new Error(`the service does not come up:\n${output}`, { cause: error });
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
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

function sessionOf(url: string, headers: Record<string, string>): Pick<Service, 'upload' | 'batch'> {
  const json = async <T>(path: string, init: RequestInit = {}): Promise<T> => {
    const signal = AbortSignal.timeout(ANSWER_SECONDS * 1000);
    const answer = await fetch(`${url}/api/v1${path}`, { ...init, headers, signal });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as T;
  };
  return {
    upload: async (paths) => {
      const body = new FormData();
      for (const path of paths) body.append('file', new Blob([await readFile(path)]), basename(path));
      return json<Accepted>('/documents', { method: 'POST', body });
    },
    batch: (id) => json<Batch>(`/batches/${id}`),
  };
}
