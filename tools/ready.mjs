/**
 * Makes a fresh clone ready: installs packages when package-lock.json changed, builds when a source changed.
 * Plain JavaScript on Node alone, since nothing is installed yet when it runs.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** What a build is made from. */
const sources = [
  'src',
  'workers',
  'samples',
  'bench',
  'web',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'tools/build.mjs',
];
/** Data beside the sources that no build reads. */
const notSources = /(^|\/)(files|demo|hostile|migrations|node_modules)$/;

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Yanpiao needs Node.js 20.19 or newer; this is ${process.version}.`);
  process.exit(3);
}

/** Runs a command in the project's root, its output on stderr so that stdout stays the program's own. Exits with 3 when it fails. */
export function run(command, args) {
  const shell = process.platform === 'win32';
  // onnxruntime-node brings its CPU library along; its install script would fetch GPU parts from elsewhere.
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell, env });
  if (status === 0) return;
  console.error(`\n"${command} ${args.join(' ')}" failed${error ? `: ${error.message}` : ''}. See above.`);
  process.exit(3);
}

function filesUnder(path) {
  if (!existsSync(path) || notSources.test(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

function digestOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((name) => filesUnder(join(root, name)))) {
    hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

/** Installs exactly what package-lock.json says, once for each of its versions. */
export function install() {
  const stamp = join(root, 'node_modules/.yanpiao-installed');
  const wanted = digestOf(['package-lock.json']);
  if (read(stamp) === wanted) return;
  console.error('Installing packages (about 950 MB, a minute or two; only when they change) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** Builds dist/ once for each version of the sources. */
export function build() {
  const stamp = join(root, 'dist/.built');
  const wanted = digestOf(sources);
  if (read(stamp) === wanted) return;
  console.error('Building …');
  run(process.execPath, ['tools/build.mjs']);
  writeFileSync(stamp, wanted);
}

export function ready() {
  install();
  build();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) ready();
