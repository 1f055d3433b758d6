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
      tasks: ['api', 'line', 'sweep', 'mail'],
      mailbox: null,
      registries: null,
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
    ['YANPIAO_IMAP_URL', 'https://hidden.example'],
    ['YANPIAO_IMAP_URL', 'imaps://mail.example'],
    ['YANPIAO_IMAP_URL', 'imaps://hidden:50%@mail.example'],
    ['YANPIAO_IMAP_PASSWORD_FILE', '/hidden/no such file'],
    ['YANPIAO_OCR', 'eyes'],
    ['YANPIAO_BEHIND_PROXY', 'perhaps'],
    ['YANPIAO_TASKS', 'api,cook'],
    ['YANPIAO_SECRET', 'hidden: thirty-one characters …'],
    ['YANPIAO_OWNER', 'owner@localhost'],
  ])('names %s when it cannot be used, and never quotes what it holds', (name, value) => {
    const more = name === 'YANPIAO_IMAP_PASSWORD_FILE' ? { YANPIAO_IMAP_URL: 'imaps://a@mail.example' } : {};
    const read = () => readConfig({ [name]: value, ...more });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(new RegExp(`^${name}: `));
    expect(read).not.toThrow(/hidden/);
  });

  it('takes a secret of 32 characters', () => {
    const YANPIAO_SECRET = 'x'.repeat(32);
    expect(readConfig({ YANPIAO_SECRET }).secret).toBe(YANPIAO_SECRET);
  });

  it('takes a mailbox from its address, the password from there or from elsewhere', () => {
    const YANPIAO_IMAP_URL = 'imaps://bills%40firm.example:p%3Aw@mail.example/Eingang%2FRechnungen';
    expect(readConfig({ YANPIAO_IMAP_URL }).mailbox).toEqual({
      host: 'mail.example',
      port: 993,
      secure: true,
      user: 'bills@firm.example',
      password: 'p:w',
      folder: 'Eingang/Rechnungen',
      doneFolder: null,
      caFile: null,
      organisationId: '1',
    });
    const apart = {
      YANPIAO_IMAP_URL: 'imap://bills@[::1]:1143',
      YANPIAO_IMAP_PASSWORD: 'secret',
      YANPIAO_IMAP_DONE: 'Archive',
    };
    expect(readConfig(apart).mailbox).toMatchObject({
      host: '::1',
      port: 1143,
      secure: false,
      password: 'secret',
      folder: 'INBOX',
      doneFolder: 'Archive',
    });
  });
});
