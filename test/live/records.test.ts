/** One invoice handed in as XML, OFD, PDF and picture, some of it twice and some of it altered: one record. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { zip } from '../../samples/zip.js';
import type { RecordAnswer } from '../../src/http/contract/records.js';
import { Client, eventually, type Program, root, startProgram, temporaryFolder } from '../support/program.js';

const NUMBER = '25942900000321054512';
const TOTAL = '1444.92';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let program: Program;
let client: Client;
beforeAll(async () => {
  folder = await temporaryFolder();
  await mkdir(join(folder.path, 'tmp'));
  program = await startProgram(join(folder.path, 'data'), { TMPDIR: join(folder.path, 'tmp') });
  client = await Client.signIn(program.url);
}, 200_000);
afterAll(async () => {
  await program.stop();
  await folder.remove();
});

const sample = (name: string) => join(root, 'samples/files', name);

async function handIn(...paths: string[]): Promise<string[]> {
  const { body } = await client.upload(paths);
  return body.documents.map(({ id }: { id: string }) => id);
}

async function read(id: string): Promise<{ duplicateOf: string | null; slips: { recordId: string }[] }> {
  const document = await client.document(id, ['done', 'review', 'refused', 'failed'], 120);
  expect([document.file, document.refusal, document.state]).toEqual([
    document.file,
    null,
    expect.stringMatching(/^(done|review)$/),
  ]);
  return document;
}

/** The record once it is put together from so many originals. */
const record = (id: string, originals: number, differences: number): Promise<RecordAnswer> =>
  eventually('the record', 60, async () => {
    const { body } = await client.get(`/api/v1/records/${id}`);
    const found: RecordAnswer = body;
    const said = found.slip?.findings.filter((finding) => finding.id === 'F3' && finding.result === 'broken');
    return found.originals.length === originals && said?.length === differences ? found : undefined;
  });

it('four originals handed in at the same instant are one record, the same bytes again the same original', async () => {
  const names = [
    'digital-special.xml',
    'digital-special.ofd',
    'digital-special.pdf',
    'digital-special-180.png',
  ];
  const batches = await Promise.all(names.map((name) => handIn(sample(name))));
  const documents = await Promise.all(batches.flat().map(read));
  const ids = new Set(documents.map(({ slips }) => slips[0]?.recordId));
  expect([...ids]).toEqual([expect.any(String)]);
  const id = documents[0]?.slips[0]?.recordId ?? '';
  const whole = await record(id, 4, 0);
  expect(whole.key).toBe(`N:${NUMBER}`);
  expect(whole.originals.map(({ carrier }) => carrier).sort()).toEqual(['image', 'ofd', 'pdf', 'xml']);
  expect(whole.differences).toEqual([]);
  const total = whole.slip?.fields.grossTotal ?? expect.fail();
  expect(total).toMatchObject({ value: TOTAL, accepted: true });
  expect([total.source, ...(total.agreeing ?? [])]).toEqual(
    expect.arrayContaining(['xml', 'ofd', 'qr', 'text']),
  );
  expect(whole.slip?.lines).toHaveLength(3);
  expect(whole.slip?.verdict?.outcome).toEqual(expect.any(String));

  const [again = ''] = await handIn(sample('digital-special.pdf'));
  const copy = await read(again);
  expect(copy.duplicateOf).toBe(batches[2]?.[0]);
  expect(copy.slips[0]?.recordId).toBe(id);
  const withCopy = await record(id, 4, 0);
  expect(withCopy.originals.find(({ carrier }) => carrier === 'pdf')?.times).toBe(2);

  // The amount changed in one carrier: both values and both files are named.
  const xml = await readFile(sample('digital-special.xml'), 'utf8');
  const altered = join(folder.path, 'altered.xml');
  await writeFile(altered, xml.replace(`>${TOTAL}<`, '>1944.92<'));
  const [forged = ''] = await handIn(altered);
  await read(forged);
  const broken = await record(id, 5, 1);
  const f3 = broken.slip?.findings.find((finding) => finding.id === 'F3' && finding.result === 'broken');
  expect(f3?.severity).toBe('E');
  for (const named of [TOTAL, '1944.92', 'altered.xml', 'digital-special.xml', 'digital-special.pdf'])
    expect(f3?.message).toContain(named);
  expect(broken.differences).toMatchObject([{ field: 'grossTotal', certain: true }]);
  expect(broken.slip?.fields.grossTotal?.accepted).toBe(false);
}, 240_000);

it('a file in a ZIP is an original too, and comes out as it went in', async () => {
  const pdf = await readFile(sample('digital-special-red.pdf'));
  const path = join(folder.path, 'may.zip');
  await writeFile(path, zip([{ name: '五月/红字.pdf', data: pdf }]));
  const [id = ''] = await handIn(path);
  const { slips } = await read(id);
  const { originals } = await record(slips[0]?.recordId ?? '', 1, 0);
  expect(originals).toMatchObject([{ file: 'may.zip', carrier: 'pdf', member: '五月/红字.pdf' }]);
  const answer = await client.bytes(`/api/v1/documents/${id}/members/1/original`);
  expect(createHash('sha256').update(answer).digest('hex')).toBe(
    createHash('sha256').update(pdf).digest('hex'),
  );
  const left = async () =>
    (await readdir(join(folder.path, 'tmp'))).filter((name) => name.startsWith('yanpiao-member-'));
  await expect.poll(left).toEqual([]);
}, 120_000);
