import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { loadRuntime } from '../../../src/adapters/ocr-paddle/runtime.js';
import { builtEntry } from '../../../src/entry.js';

/** A machine without the native library has nothing to tell of. */
const isThere = await loadRuntime().then(
  () => true,
  (error: unknown) => {
    if (process.env.YANPIAO_TEST_REQUIRE === 'all') throw error;
    return false;
  },
);

test.skipIf(!isThere)(
  'loading the runtime writes nothing to the home folder or among temporary files',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'yanpiao-runtime-'));
    try {
      const file = pathToFileURL(builtEntry('src/adapters/ocr-paddle/runtime')).href;
      const script = `import { loadRuntime } from ${JSON.stringify(file)};
      const { InferenceSession } = await loadRuntime();
      await InferenceSession.create(new Uint8Array(9)).then(() => process.exit(1), () => process.exit(0));`;
      // Where CI is set the library is silent anyway.
      const { CI: _, ORT_DISABLE_TELEMETRY: __, ...rest } = process.env;
      const env = { ...rest, HOME: folder, XDG_CACHE_HOME: join(folder, 'cache'), TMPDIR: folder };
      const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
        env,
        timeout: 60_000,
      });
      expect(ended.status, String(ended.stderr)).toBe(0);
      expect(readdirSync(folder)).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  90_000,
);
