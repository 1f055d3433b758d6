/** The command's end of the control socket. */
import { connect, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import type { CommandRequest } from './commands.js';
import { EXIT, type Io } from './io.js';
import { controlPlace } from './place.js';
import type { Frame } from './server.js';

/**
 * Has the server on the data folder run a command; its exit code. `null` when no server listens there. When `io.ending`
 * is aborted it leaves, and the server goes on. Throws when the server goes away before the command has ended.
 */
export async function askServer(dataFolder: string, request: CommandRequest, io: Io): Promise<number | null> {
  const socket = await open(controlPlace(dataFolder));
  if (socket === null) return null;
  const lines = createInterface({ input: socket });
  // Closing them ends the loop below; of a socket that is destroyed from this side they are told nothing.
  const leave = () => lines.close();
  io.ending?.addEventListener('abort', leave, { once: true });
  try {
    socket.write(`${JSON.stringify(request)}\n`);
    for await (const text of lines) {
      const frame = JSON.parse(text) as Frame;
      if ('exit' in frame) return frame.exit;
      if ('stdout' in frame) io.out(frame.stdout);
      else if ('progress' in frame) io.progress?.(frame.progress);
      else io.err(frame.stderr);
    }
  } finally {
    io.ending?.removeEventListener('abort', leave);
    socket.destroy();
  }
  if (io.ending?.aborted === true) return EXIT.done;
  throw new ServerGone();
}

/** The server ended while it ran a command: nothing that it had taken is lost, so nobody has to look for what is. */
export class ServerGone extends Error {
  readonly remedy =
    'Run it again once the server runs: what was handed in or imported is found there, and goes on by itself（服务恢复后请重新执行：已提交或已导入的内容不会丢失，也不会重复）';
  constructor() {
    super('the server went away before the command had ended');
    this.name = 'ServerGone';
  }
}

/** No file, nobody behind it, or no pipe of that name: nobody listens. */
const NOBODY = new Set(['ENOENT', 'ECONNREFUSED', 'ENOTSOCK']);

function open(place: string): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect(place);
    socket.once('connect', () => resolve(socket));
    // Stays: a server that dies later ends the lines, which is told below.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (NOBODY.has(error.code ?? '')) resolve(null);
      else reject(error);
    });
  });
}
