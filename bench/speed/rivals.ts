/** Packages that only the bench needs: in a folder of its own, so that the product's installation stays lean. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { projectRoot } from '../../src/entry.js';

const home = new URL('bench/', projectRoot());
const stamp = new URL('node_modules/.yanpiao-installed', home);

/** Installs exactly what bench/package-lock.json says, once for each of its versions. Throws when npm fails. */
export function installRivals(): void {
  const wanted = createHash('sha256')
    .update(readFileSync(new URL('package-lock.json', home)))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing the rivals into bench/node_modules (about 340 MB, once) …\n');
  const { status, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: fileURLToPath(home),
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
    // As tools/ready.mjs does: its install script would fetch GPU parts from elsewhere.
    env: { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' },
  });
  if (status !== 0) throw new Error('the rivals could not be installed', { cause: error });
  writeFileSync(stamp, wanted);
}

/** A file of an installed rival, to be imported. */
export const rivalFile = (path: string): string => new URL(`node_modules/${path}`, home).href;
