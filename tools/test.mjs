/** `npm test`: ready, then every test. Arguments go to vitest: `npm test -- test/invoice`. */
import { spawnSync } from 'node:child_process';
import { ready, root } from './ready.mjs';

ready();
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(status ?? 3);
