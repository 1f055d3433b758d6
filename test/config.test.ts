import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../src/config.js';

describe('readConfig', () => {
  it('runs embedded with a demo when nothing is set', () => {
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      databaseUrl: null,
      redisUrl: null,
      tasks: ['api', 'line', 'sweep'],
      demo: true,
      secret: null,
      owner: { email: 'owner@yanpiao.local', password: null },
    });
  });

  it('loads no demo into a PostgreSQL unless told to', () => {
    const DATABASE_URL = 'postgres://somebody@db.example/yanpiao';
    expect(readConfig({ DATABASE_URL }).demo).toBe(false);
    expect(readConfig({ DATABASE_URL, YANPIAO_DEMO: 'on' }).demo).toBe(true);
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig({ PORT: '', YANPIAO_SECRET: '', YANPIAO_OWNER_PASSWORD: '' })).toEqual(readConfig({}));
  });

  it.each([
    ['PORT', '80x'],
    ['PORT', '65536'],
    ['DATABASE_URL', 'mysql://somebody:hidden@db.example/yanpiao'],
    ['REDIS_URL', 'hidden'],
    ['YANPIAO_URL', 'ftp://hidden.example'],
    ['YANPIAO_OCR', 'eyes'],
    ['YANPIAO_BEHIND_PROXY', 'perhaps'],
    ['YANPIAO_TASKS', 'api,cook'],
    ['YANPIAO_SECRET', 'hidden: thirty-one characters …'],
    ['YANPIAO_OWNER', 'owner@localhost'],
  ])('names %s when it cannot be used, and never quotes what it holds', (name, value) => {
    const read = () => readConfig({ [name]: value });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}: `));
    expect(read).not.toThrow(/hidden/);
  });

  it('takes a secret of 32 characters', () => {
    const YANPIAO_SECRET = 'x'.repeat(32);
    expect(readConfig({ YANPIAO_SECRET }).secret).toBe(YANPIAO_SECRET);
  });
});
