/** A folder into which ledger files fall each night. */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WatchSession } from '../../src/cli/watch-session.js';
import { type CommandRequest, runCommand } from '../../src/control/commands.js';
import { todayInShanghai } from '../../src/invoice/dates.js';
import { eventually } from '../support/program.js';
import { type QuickLine, quickLine } from '../support/quick-line.js';
import { recorder } from '../support/recorder.js';

const SAMPLES = fileURLToPath(new URL('../../samples/ledger/', import.meta.url));

let place: string;
let line: QuickLine;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'yp-'));
  line = await quickLine(place);
}, 120_000);
afterAll(async () => {
  await line.close();
  await rm(place, { recursive: true, force: true });
});

const ask = async (request: CommandRequest) => {
  const { said, io } = recorder();
  return { code: await runCommand(line.app, request, io), ...said };
};

describe('a watched folder of ledger files', () => {
  it('imports each, and puts it away with its report', async () => {
    const org = await line.organisation();
    const folder = join(place, 'nightly');
    await mkdir(folder);
    const [done, failed] = [join(folder, 'done'), join(folder, 'failed')];
    await copyFile(join(SAMPLES, 'deduction.xlsx'), join(folder, 'monday.xlsx'));
    await copyFile(join(SAMPLES, 'erp.csv'), join(folder, 'erp.csv'));
    await writeFile(join(folder, 'notes.txt'), '今天没有发票');
    const mapping = JSON.parse(await readFile(join(SAMPLES, 'erp.mapping.json'), 'utf8'));
    const { said, io } = recorder();
    const times = { settleMs: 300, emptyMs: 600, lookMs: 50, rescanMs: 500, pollMs: 100 };
    const options = { folder, done, failed, org, json: false, poll: false, ledger: true, times };
    const desk = { ask, close: async () => undefined };
    const namesIn = async (of: string) => (await readdir(join(of, todayInShanghai())).catch(() => [])).sort();
    const session = new WatchSession(options, desk, io, () => undefined);
    await eventually('all put away', 120, async () =>
      (await readdir(folder)).some((name) => name.includes('.')) ? undefined : true,
    );
    await session.close();
    expect(await namesIn(done)).toEqual(['monday.xlsx', 'monday.xlsx.yanpiao.json']);
    // Without its mapping the table says nothing to us.
    expect(await namesIn(failed)).toEqual(
      ['erp.csv', 'notes.txt'].flatMap((name) => [name, `${name}.yanpiao.json`]),
    );
    const report = await readFile(join(done, todayInShanghai(), 'monday.xlsx.yanpiao.json'), 'utf8');
    expect(JSON.parse(report)).toMatchObject({
      state: 'done',
      file: 'monday.xlsx',
      report: { format: 'deduction_export', added: 5, skippedCount: 0 },
    });
    expect(said.out).toContain('新增 5');
    expect(await line.app.store.ledger.count(org)).toBe(5);

    await copyFile(join(SAMPLES, 'erp.csv'), join(folder, 'erp.csv'));
    const again = new WatchSession({ ...options, mapping }, desk, io, () => undefined);
    await eventually('imported by the mapping', 120, async () =>
      (await namesIn(done)).includes('erp.csv') ? true : undefined,
    );
    await again.close();
    // The same five invoices by another way.
    expect(await line.app.store.ledger.count(org)).toBe(5);
  });
});

describe('import', () => {
  it('of a dry run says what would be done, and writes nothing', async () => {
    const org = await line.organisation();
    const files = [join(SAMPLES, 'invoices.ndjson')];
    const options = { files, org, json: true, dryRun: true };
    const dry = JSON.parse((await ask({ command: 'import', options })).out);
    expect(dry).toMatchObject({
      dryRun: true,
      report: {
        format: 'ndjson',
        dryRun: true,
        added: 5,
        skippedCount: 1,
        skipped: [{ code: 'id_damaged' }],
      },
    });
    expect(await line.app.store.ledger.count(org)).toBe(0);
    const real = JSON.parse((await ask({ command: 'import', options: { ...options, dryRun: false } })).out);
    expect(real.report).toMatchObject({ added: 5, updated: 0 });
    const third = JSON.parse((await ask({ command: 'import', options: { ...options, dryRun: false } })).out);
    expect(third.report).toMatchObject({ added: 0, updated: 0, unchanged: 5 });
  });

  it('keeps the whole list of skipped rows with the originals', async () => {
    const org = await line.organisation();
    const path = join(place, 'bad.csv');
    const rows = Array.from(
      { length: 1500 },
      (_, at) => `2631200000001234${String(at).padStart(4, '0')},nie,1`,
    );
    await writeFile(path, ['数电票号码,开票日期,金额', ...rows].join('\n'));
    const options = { files: [path], org, json: true };
    const { id } = JSON.parse((await ask({ command: 'import', options })).out);
    const record = await line.app.store.ledger.getImport(org, id);
    expect(record?.report).toMatchObject({ rows: 1500, skippedCount: 1500 });
    expect(record?.report?.skipped).toHaveLength(1000);
    const kept = await line.app.blobs.open(org, record?.report?.skippedFile?.sha256 ?? '');
    let text = '';
    for await (const piece of kept) text += String(piece);
    expect(text.trimEnd().split('\r\n')).toHaveLength(1501);
  });
});
