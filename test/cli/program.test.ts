/** Use and wrong use, without stores or engines. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { readCommand } from '../../src/cli/read.js';
import type { Io } from '../../src/control/io.js';
import { wrapped } from '../../src/control/tables.js';
import type { DocumentReading } from '../../src/document/report.js';
import { recorder } from '../support/recorder.js';

describe('yanpiao', () => {
  it('tells its version', async () => {
    const { said, io } = recorder();
    expect(await runCli(['--version'], io)).toBe(0);
    expect(said.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  it.each([
    [['--help']],
    [['read', '--help']],
    [['api-key', 'create', '--help']],
    [['owner', 'password', '--help']],
  ])('%j helps', async (args) => {
    const { said, io } = recorder();
    expect(await runCli(args, io)).toBe(0);
    expect(said.out).toContain('Usage: yanpiao');
  });

  it.each([
    [[]],
    [['nonsense']],
    [['read']],
    [['read', '--engine', 'magic', 'a.jpg']],
    [['read', 'a.jpg', '--colour']],
    [['api-key', 'create']],
    [['api-key', 'create', '--role', 'king']],
    [['owner']],
    [['owner', 'password', 'secret']],
    [['query']],
    [['query', '--amount', '12']],
    [['import']],
    [['ingest']],
    [['watch']],
    [['watch', '/no/such/folder']],
    [['eval']],
    [['eval', '/no/such/folder']],
  ])('%j is wrong use', async (args) => {
    const { said, io } = recorder();
    expect(await runCli(args, io)).toBe(2);
    expect(said.out).toBe('');
    expect(said.err.length).toBeGreaterThan(10);
  });
});

describe('yanpiao read', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yanpiao-cli-'));
    file = join(folder, '发票.pdf');
    await writeFile(file, 'abc');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const reading: DocumentReading = {
    carrier: 'pdf',
    pages: 1,
    refusal: null,
    slips: [
      {
        id: '1',
        kind: 'digital_general',
        pages: [1],
        member: null,
        fields: {
          grossTotal: {
            value: '106.00',
            confidence: 0.5,
            accepted: false,
            source: 'ocr:paddle',
            box: [0, 0, 1, 1],
            page: 1,
            rivals: [],
          },
        },
        lines: [{ name: '*服务*测试', amount: '100.00' }],
        findings: [
          { id: 'A2', result: 'broken', severity: 'E', message: '金额与税额之和不等于价税合计' },
          { id: 'T1', result: 'holds', severity: 'E', message: '税号校验位正确' },
        ],
        qr: null,
      },
    ],
    members: [{ name: null, carrier: 'pdf', first: 1, pages: 1, refusal: null }],
    pageFacts: [{ page: 1, member: null, role: 'slip', entry: 1 }],
    ms: { total: 1234, decode: 0, qr: 0, ocr: 0 },
    cpuSeconds: 1,
  };
  const reader = { read: async () => reading };
  const silent = { show: () => undefined, stop: () => undefined };
  const read = (files: string[], json: boolean, io: Io) => readCommand({ files, json }, reader, io, silent);

  it('prints one line of JSON per file, in their order, as CONTRACT says', async () => {
    const { said, io } = recorder();
    const missing = join(folder, 'missing.jpg');
    expect(await read([file, missing, folder], true, io)).toBe(1);
    const lines = said.out
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text));
    const { cpuSeconds: _, ...outward } = reading;
    expect(lines[0]).toEqual({
      file,
      sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
      ...JSON.parse(JSON.stringify(outward)),
    });
    expect(lines[1]).toMatchObject({
      file: missing,
      sha256: null,
      slips: [],
      refusal: { code: 'not_found' },
    });
    expect(lines[2]).toMatchObject({ file: folder, slips: [], refusal: { code: 'not_readable' } });
  });

  it('prints a table otherwise, with what did not hold', async () => {
    const { said, io } = recorder();
    expect(await read([file], false, io)).toBe(0);
    for (const part of ['价税合计 grossTotal', '106.00', '50.0 %', '*服务*测试', '✗ A2', '✓ 1']) {
      expect(said.out).toContain(part);
    }
    expect(said.out).not.toContain('税号校验位正确');
  });
});

describe('a reader that cannot be started', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'yanpiao-cli-'));
    await writeFile(join(folder, 'a.pdf'), '%PDF-1.7');
    await writeFile(join(folder, 'labels.json'), JSON.stringify({ 'a.pdf': { type: 'taxi', number: '1' } }));
  });
  afterEach(() => vi.unstubAllEnvs());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each(['eval', 'read'])('is a fault of ours to %s, not the file’s', async (command) => {
    // Node ends at once in every process that is started from here on.
    vi.stubEnv('NODE_OPTIONS', `--require=${join(folder, 'missing.cjs')}`);
    const { said, io } = recorder();
    expect(await runCli([command, command === 'eval' ? folder : join(folder, 'a.pdf')], io)).toBe(3);
    expect(said.out).toBe('');
    expect(said.err).toContain('yanpiao doctor');
  });
});

describe('wrapped', () => {
  it.each([
    ['abcdef', 4, 'abcd\nef'],
    ['发票号码', 4, '发票\n号码'],
    ['a发票b', 4, 'a发\n票b'],
    ['ab\ncdef', 4, 'ab\ncdef'],
    ['', 4, ''],
  ])('%j in %i columns', (text, columns, lines) => {
    expect(wrapped(text, columns)).toBe(lines);
  });
});
