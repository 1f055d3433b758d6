/** Where the control socket of a data folder is. */
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** Longest socket path that every system takes: macOS allows 104 bytes with the closing zero. */
const LONGEST = 100;

/** A socket inside the folder; beside other temporary files where its path would be too long; a named pipe on Windows. */
export function controlPlace(dataFolder: string, platform: NodeJS.Platform = process.platform): string {
  const folder = resolve(dataFolder);
  const name = createHash('sha256').update(folder).digest('hex').slice(0, 24);
  if (platform === 'win32') return `\\\\.\\pipe\\yanpiao-${name}`;
  const inside = join(folder, 'control.sock');
  return Buffer.byteLength(inside) <= LONGEST ? inside : join(tmpdir(), `yanpiao-${name}.sock`);
}
