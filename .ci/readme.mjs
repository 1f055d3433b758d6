/**
 * Runs every command of README.md as it stands there, in order, on a data folder of its own.
 * A block marked `sh` is run line by line; `npm start` goes on in the background until the end; `npm test` is CI's own
 * next step. A block marked `sh docker` or `sh distributed` needs machines CI has not: the same topology is run from
 * Debian's packages by test/live/topology.test.ts.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const blocks = [...readFileSync('README.md', 'utf8').matchAll(/^```(sh[^\n]*)\n([\s\S]*?)^```/gm)];
const commands = blocks
  .filter(([, mark]) => mark === 'sh' || mark === 'sh api')
  .flatMap(([, , text]) => text.replaceAll('\\\n', ' ').split('\n'))
  .map((line) => line.trim())
  .filter((line) => line !== '' && !line.startsWith('#'));
if (commands.length < 5) throw new Error('README.md has lost its commands');

const data = mkdtempSync(join(tmpdir(), 'yanpiao-readme-'));
const env = { ...process.env, YANPIAO_DATA: data, YANPIAO_OWNER_PASSWORD: 'readme-readme-readme' };
let server = null;
let failed = 0;

try {
  for (const command of commands) {
    const start = Date.now();
    const ok = await perform(command);
    console.log(`${ok ? 'ok    ' : 'FAILED'} ${((Date.now() - start) / 1000).toFixed(1)}s  ${command}`);
    if (!ok) failed += 1;
  }
} finally {
  if (server !== null) await stop(server);
  rmSync(data, { recursive: true, force: true });
}
process.exit(failed === 0 ? 0 : 1);

async function perform(command) {
  if (command === 'npm test') return true;
  if (command === 'npm start') return startServer();
  const { status, stdout, stderr } = spawnSync('bash', ['-o', 'pipefail', '-c', command], {
    env,
    encoding: 'utf8',
    timeout: 300_000,
  });
  if (command.includes('api-key create')) env.KEY = /yp_[A-Za-z0-9_-]{43}/.exec(stdout)?.[0] ?? '';
  if (status !== 0) console.log(`${stdout}\n${stderr}`);
  return status === 0;
}

async function startServer() {
  server = spawn('npm', ['start'], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let text = '';
  server.stdout.on('data', (chunk) => (text += chunk));
  server.stderr.on('data', (chunk) => (text += chunk));
  for (let i = 0; i < 1200; i += 1) {
    if (text.includes('http://127.0.0.1:')) return true;
    if (server.exitCode !== null) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  console.log(text);
  return false;
}

/** Ctrl-C reaches the whole group, as in a terminal. */
async function stop(child) {
  const ended = new Promise((done) => child.once('exit', done));
  process.kill(-child.pid, 'SIGINT');
  await Promise.race([ended, new Promise((done) => setTimeout(done, 15_000))]);
}
