import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/adapters/log/log.js';
import { builtEntry } from '../../../src/entry.js';

function logged(error: unknown): string {
  const lines: string[] = [];
  createLog('info', { write: (line) => lines.push(line) }).error({ err: error }, 'failed');
  return lines.join('');
}

describe('the log', () => {
  it('says where a foreign error came from, not what it quotes', () => {
    const cause = Object.assign(new Error('duplicate key (tax_id)=(91440300SECRET)'), { code: '23505' });
    const text = logged(new Error('Failed query: insert … params: 某某有限公司', { cause }));
    expect(JSON.parse(text).err).toMatchObject({ type: 'Error', cause: { code: '23505' } });
    expect(text).toContain('log.test.ts');
    for (const secret of ['某某', 'SECRET', 'params']) expect(text).not.toContain(secret);
  });

  it('keeps the message of a slip of ours', () => {
    expect(logged(new TypeError("reading 'x' of undefined"))).toContain("reading 'x' of undefined");
  });

  it('bears anything that was thrown', () => {
    const loop = new Error('a');
    loop.cause = loop;
    for (const thing of [loop, 'secret text', null, undefined, 42])
      expect(logged(thing)).not.toContain('secret');
  });
});

it.skipIf(process.platform !== 'linux')('that cannot be written ends nothing: its disk is full', () => {
  const entry = pathToFileURL(builtEntry('src/adapters/log/log')).href;
  const script = `import { createLog } from ${JSON.stringify(entry)};
    const log = createLog('warn');
    for (let line = 0; line < 2000; line += 1) log.warn('x'.repeat(1000));
    console.log('goes on', process.memoryUsage.rss() < 2 ** 28);`;
  const run = `exec "$0" --input-type=module -e "$1" 2> /dev/full`;
  const said = execFileSync('bash', ['-c', run, process.execPath, script], { encoding: 'utf8' });
  expect(said.trim()).toBe('goes on true');
});
