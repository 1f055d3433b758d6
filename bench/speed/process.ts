/** One engine in a process of its own, so that its memory and CPU time are nobody else's. */
import { type ChildProcess, fork } from 'node:child_process';
import { READER_ENV } from '../../src/adapters/reader-process/child.js';
import { builtEntry } from '../../src/entry.js';
import type { EngineName, PageCost, Question, Reply } from './messages.js';

const LAST_WORDS = 2000;

export interface EngineProcess {
  /** What starting took: loading the libraries and the models. */
  readonly start: { readonly wallMs: number; readonly cpuMs: number };
  read(path: string): Promise<PageCost>;
  /** The most memory it held so far, in bytes. */
  peak(): Promise<number>;
  close(): Promise<void>;
}

/** Rejects with what the engine said when it cannot be started. */
export async function openEngine(name: EngineName): Promise<EngineProcess> {
  const child = fork(builtEntry('bench/speed/child'), [name], {
    serialization: 'advanced',
    // As our readers are started.
    env: name === 'yanpiao' ? { ...READER_ENV, ...process.env } : process.env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  // Libraries remark on every other page; what they said last matters only when they fail.
  let lastWords = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastWords = (lastWords + chunk.toString('utf8')).slice(-LAST_WORDS);
  });
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const close = () => {
    child.kill('SIGKILL');
    return gone;
  };
  const { wallMs, cpuMs } = await answer(child, name, 'started').catch(async (error) => {
    await close();
    throw new Error(lastWords, { cause: error });
  });
  const ask = async <S extends Reply['say']>(question: Question, wanted: S) => {
    const reply = answer(child, name, wanted);
    child.send(question);
    return reply;
  };
  return {
    start: { wallMs, cpuMs },
    read: async (path) => (await ask({ do: 'read', path }, 'page')).page,
    peak: async () => (await ask({ do: 'peak' }, 'peak')).bytes,
    close,
  };
}

/** The next thing it says, which must be `wanted`. */
function answer<S extends Reply['say']>(
  child: ChildProcess,
  name: EngineName,
  wanted: S,
): Promise<Extract<Reply, { say: S }>> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      child.off('message', hear);
      child.off('close', end);
      act();
    };
    const hear = (reply: Reply) =>
      settle(() => {
        if (reply.say === wanted) resolve(reply as Extract<Reply, { say: S }>);
        else reject(new Error(`${name}: ${reply.say === 'failed' ? reply.stack : `said ${reply.say}`}`));
      });
    const end = (code: number | null, signal: string | null) =>
      settle(() => reject(new Error(`${name} ended (${signal ?? code})`)));
    child.on('message', hear);
    child.on('close', end);
  });
}
