/** The built command, in processes of its own: beside a running server, and without one on the same folder. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, type Program, root, startProgram, temporaryFolder } from '../support/program.js';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let program: Program;
beforeAll(async () => {
  folder = await temporaryFolder();
  program = await startProgram(folder.path);
});
afterAll(async () => {
  // A start that failed has cleaned up after itself.
  if (program !== undefined && program.process.exitCode === null) await program.kill();
  await folder.remove();
});

function yanpiao(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'bin/yanpiao.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, YANPIAO_DATA: folder.path },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, out, err })));
}

const eventsOf = ({ out }: Ended) =>
  out
    .trim()
    .split('\n')
    .map((text) => JSON.parse(text));

it('works beside the server, and without it, on the same folder', async () => {
  const beside = await yanpiao('api-key', 'create', '--role', 'auditor', '--json');
  expect(beside).toMatchObject({ code: 0, err: '' });
  const { key } = JSON.parse(beside.out);
  const client = Client.withKey(program.url, key);
  expect(await client.get('/api/v1/me')).toMatchObject({ status: 200, body: { role: 'auditor' } });

  const ledger = 'samples/demo/ledger.xlsx';
  const imported = await yanpiao('import', ledger, '--json');
  expect(imported.code).toBe(0);
  const { report } = JSON.parse(imported.out);
  expect(report).toMatchObject({ added: 0, updated: 0, unchanged: report.rows });

  const { body } = await client.get('/api/v1/ledger/invoices?limit=50');
  const known = body.items.find((entry: { kind: string }) => entry.kind.startsWith('digital_'));
  const asked = ['--number', known.invoiceNumber, '--date', known.issueDate, '--amount', known.grossTotal];
  const answer = await yanpiao('query', ...asked, '--json');
  expect(JSON.parse(answer.out)).toMatchObject({ outcome: 'match', ledgerId: known.id });

  const sample = 'samples/demo/demo-match.pdf';
  const handedIn = eventsOf(await yanpiao('ingest', sample, '--follow', '--json'));
  expect(handedIn).toMatchObject([
    { event: 'accepted', duplicateOf: null },
    { event: 'final', document: { state: 'done', slips: [{ outcome: 'match' }] } },
    { event: 'end', files: 1, refused: 0, waiting: 0 },
  ]);

  expect(await program.stop()).toBe(0);
  // Here nobody else does the work; what was handed in before is known.
  expect(eventsOf(await yanpiao('ingest', sample, '--json'))).toMatchObject([
    { event: 'accepted', duplicateOf: handedIn[0].id },
    { event: 'final', document: { state: 'done', slips: [{ outcome: 'match' }] } },
    { event: 'end' },
  ]);
  const without = await yanpiao('query', ...asked, '--json');
  expect(without.code).toBe(0);
  expect(JSON.parse(without.out)).toMatchObject({ outcome: 'match', ledgerId: known.id });
  expect(await yanpiao('query', ...asked)).toMatchObject({
    code: 0,
    out: expect.stringContaining('一致 / match'),
  });
  expect(await yanpiao('import', 'README.md')).toMatchObject({ code: 1 });
  expect(await yanpiao('import', ledger, '--org', 'nowhere')).toMatchObject({
    code: 2,
    err: expect.stringContaining('nowhere'),
  });
  expect((await yanpiao('doctor')).out).toContain('✓ Database (embedded): opens, Chinese trigrams work');
}, 240_000);

it('reads files without any server or data folder', async () => {
  const file = 'samples/files/digital-special.pdf';
  const { code, out } = await yanpiao('read', file, 'no-such-file.jpg', '--json');
  expect(code).toBe(1);
  const [first, second] = out
    .trimEnd()
    .split('\n')
    .map((text) => JSON.parse(text));
  expect(first).toMatchObject({ file, carrier: 'pdf', refusal: null });
  expect(first.slips[0].fields.invoiceNumber.accepted).toBe(true);
  expect(second.refusal.code).toBe('not_found');
}, 120_000);
