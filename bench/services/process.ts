/** What every server needs that benches and tests start for themselves: its program, a port, its being ready, its end. */
import type { ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a program said last, kept for whoever has to tell why it did not start. */
const LAST_WORDS = 4000;

/** Calls `probe` until it succeeds; throws with what the program said when it ends before, or after `seconds`. */
export async function untilReady(
  name: string,
  child: ChildProcess,
  probe: () => Promise<void>,
  seconds = 60,
): Promise<void> {
  let said = '';
  const hear = (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-LAST_WORDS);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  const end = performance.now() + seconds * 1000;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${name} ended at once:\n${said}`);
    try {
      return await probe();
    } catch (error) {
      if (performance.now() > end)
        throw new Error(`${name} is not ready after ${seconds} s:\n${said}`, { cause: error });
      await sleep(50);
    }
  }
}

/** Sends it `signal` and waits for its end; does nothing where it has ended. */
export async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}

/** A TCP port on loopback that was free a moment ago. */
export async function sparePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** Whether there is a file that may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
