import { describe, expect, it } from 'vitest';
import { createLog } from '../../../src/adapters/log/log.js';

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
