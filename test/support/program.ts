/** Starts the built program as people do, in processes of its own, and talks to it over HTTP. Bounded and cleaned up. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { sparePort } from '../../bench/services/process.js';

export const root = resolve(import.meta.dirname, '../..');
export const OWNER = { email: 'owner@example.test', password: 'correct-horse-battery' };

/** Calls `probe` until it gives something other than `undefined`; throws with `what` after `seconds`. */
export async function eventually<T>(
  what: string,
  seconds: number,
  probe: () => Promise<T | undefined>,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export interface Running {
  readonly process: ChildProcess;
  /** Everything it printed so far. */
  output(): string;
  /** Ctrl-C, then waits for the end; the exit code. */
  stop(): Promise<number | null>;
  /** As a power cut would: SIGKILL to the process and its children's parent link. */
  kill(): Promise<void>;
}

/** Runs a built file of dist/ with these settings added to the environment. */
export function run(entry: string, env: Record<string, string>, args: readonly string[] = []): Running {
  const child = spawn(process.execPath, [join(root, 'dist', entry), ...args], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stdout?.on('data', (chunk) => (text += chunk));
  child.stderr?.on('data', (chunk) => (text += chunk));
  const ended = new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
  return {
    process: child,
    output: () => text,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export interface Program extends Running {
  readonly url: string;
}

/** Starts the server and waits until /healthz answers 200. */
export async function startProgram(
  dataFolder: string,
  env: Record<string, string> = {},
  entry = 'src/main.js',
): Promise<Program> {
  const port = await sparePort();
  const url = `http://127.0.0.1:${port}`;
  const running = run(entry, {
    PORT: String(port),
    YANPIAO_DATA: dataFolder,
    YANPIAO_OWNER: OWNER.email,
    YANPIAO_OWNER_PASSWORD: OWNER.password,
    YANPIAO_URL: url,
    ...env,
  });
  try {
    await eventually('/healthz', 180, async () => {
      if (running.process.exitCode !== null) throw new Error(`the program ended:\n${running.output()}`);
      return (await isHealthy(url)) ? true : undefined;
    });
  } catch (error) {
    await running.kill();
    throw error;
  }
  return { ...running, url };
}

/** Whether the server at `url` answers, and well. Until it listens there is nobody to answer. */
export async function isHealthy(url: string): Promise<boolean> {
  const [answer] = await Promise.allSettled([fetch(`${url}/healthz`)]);
  return answer.status === 'fulfilled' && answer.value.status === 200;
}

/** A folder that is removed by `remove`. */
export async function temporaryFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'yanpiao-test-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the body of an answer is what the test is about
  readonly body: any;
}

/** The JSON of an answer; `null` where it holds none. */
async function bodyOf(answer: Response): Promise<Answer['body']> {
  const isJson = /\bjson\b/.test(answer.headers.get('content-type') ?? '');
  const text = await answer.text();
  return isJson && text !== '' ? JSON.parse(text) : null;
}

/** A session of the owner, or an API key, speaking to a running program. */
export class Client {
  readonly url: string;
  readonly #headers: Record<string, string>;
  constructor(url: string, headers: Record<string, string>) {
    this.url = url;
    this.#headers = headers;
  }

  static withKey(url: string, key: string): Client {
    return new Client(url, { authorization: `Bearer ${key}` });
  }

  /** Signs in with the owner's password. */
  static async signIn(url: string): Promise<Client> {
    const answer = await fetch(`${url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url },
      body: JSON.stringify(OWNER),
    });
    if (!answer.ok) throw new Error(`sign-in answered ${answer.status}: ${await answer.text()}`);
    const cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';')[0])
      .join('; ');
    return new Client(url, { cookie, origin: url });
  }

  async get(path: string): Promise<Answer> {
    const answer = await fetch(`${this.url}${path}`, { headers: this.#headers });
    return { status: answer.status, body: await bodyOf(answer) };
  }

  /** What a download holds; throws where there is none. */
  async bytes(path: string): Promise<Uint8Array> {
    const answer = await fetch(`${this.url}${path}`, { headers: this.#headers });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
    return new Uint8Array(await answer.arrayBuffer());
  }

  /** Uploads files by path, in one request. */
  async upload(paths: readonly string[], headers: Record<string, string> = {}): Promise<Answer> {
    const form = new FormData();
    for (const path of paths) form.append('file', new Blob([await readFile(path)]), basename(path));
    const answer = await fetch(`${this.url}/api/v1/documents`, {
      method: 'POST',
      headers: { ...this.#headers, ...headers },
      body: form,
    });
    return { status: answer.status, body: await bodyOf(answer) };
  }

  /** Waits until a document is in one of `states`. */
  document(id: string, states: readonly string[], seconds = 60): Promise<Answer['body']> {
    return eventually(`document in ${states.join(' or ')}`, seconds, async () => {
      const { body } = await this.get(`/api/v1/documents/${id}`);
      return states.includes(body?.state) ? body : undefined;
    });
  }
}
