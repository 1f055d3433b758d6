/** The server's end of the control socket: runs commands for whoever may open the socket, which is this user only. */
import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import type { App } from '../http/deps.js';
import { commandRequest, runCommand } from './commands.js';
import { EXIT, type Io, type Progress } from './io.js';
import { controlPlace } from './place.js';

/** What comes back, one JSON line each; `exit` is the last. */
export type Frame =
  | { readonly stdout: string }
  | { readonly stderr: string }
  | { readonly progress: Progress | null }
  | { readonly exit: number };

export interface Control {
  /** Takes no more commands and waits for those under way. */
  close(): Promise<void>;
}

/** A command sends its line at once; who does not is no command, and must not keep the server from closing. */
const FIRST_LINE_MS = 5000;

/** Listens for commands on the data folder. The caller owns the folder, so a socket left there is a dead one's. */
export async function startControl(app: App, dataFolder: string): Promise<Control> {
  const place = controlPlace(dataFolder);
  const onDisk = process.platform !== 'win32';
  if (onDisk) await rm(place, { force: true });
  const underWay = new Set<Promise<void>>();
  const ending = new AbortController();
  const server = createServer((socket) => {
    const work = answer(app, socket, ending.signal).finally(() => underWay.delete(work));
    underWay.add(work);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Nobody else may connect, not even between binding and chmod.
    const before = process.umask(0o177);
    server.listen(place, resolve);
    process.umask(before);
  });
  if (onDisk) await chmod(place, 0o600);
  return {
    async close() {
      ending.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(underWay);
      await closed;
    },
  };
}

/** One command a connection. */
async function answer(app: App, socket: Socket, ending: AbortSignal): Promise<void> {
  const send = (frame: Frame) => {
    if (socket.writable) socket.write(`${JSON.stringify(frame)}\n`);
  };
  // The person may leave; the command is finished all the same.
  socket.on('error', () => app.log.debug('a command left early'));
  const left = new AbortController();
  socket.on('close', () => left.abort());
  const io: Io = {
    out: (text) => send({ stdout: text }),
    err: (text) => send({ stderr: text }),
    progress: (at) => send({ progress: at }),
    left: left.signal,
    ending,
  };
  try {
    socket.setTimeout(FIRST_LINE_MS, () => socket.destroy());
    const text = await firstLine(socket);
    if (text === null) return;
    socket.setTimeout(0);
    // Nothing more is expected, but a socket that is not read from never tells that its other end has gone.
    socket.resume();
    send({ exit: await runCommand(app, commandRequest.parse(JSON.parse(text)), io) });
  } catch (error) {
    app.log.error({ err: error }, 'a command failed');
    send({ stderr: '命令出错，详见服务器日志 / The command failed: see the log of the server\n' });
    send({ exit: EXIT.fault });
  } finally {
    socket.end();
  }
}

/**
 * By hand: an interface of node:readline goes on listening for errors of the socket after it was closed, and throws them
 * where nobody can catch them – so that a person who left would end the server.
 */
function firstLine(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const hear = (chunk: Buffer) => {
      chunks.push(chunk);
      if (chunk.includes('\n')) end(Buffer.concat(chunks).toString('utf8').split('\n', 1)[0] ?? null);
    };
    const left = () => end(null);
    const end = (text: string | null) => {
      socket.off('data', hear);
      socket.off('end', left);
      socket.off('close', left);
      resolve(text);
    };
    socket.on('data', hear);
    socket.on('end', left);
    socket.on('close', left);
  });
}
