import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crc32, link, type Member, zip } from '../../../samples/zip.js';
import { zipReader } from '../../../src/adapters/zip/zip.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';

const bytesOf = (text: string) => new TextEncoder().encode(text);
const member = (name: string, text: string): Member => ({ name, data: bytesOf(text) });
const open = (...members: Member[]) => zipReader().open(zip(members));
const refused = (code: string) => ({ refusal: { code } });

async function contents(...members: Member[]): Promise<Record<string, string>> {
  const read = (await open(...members)).map(
    async (entry) => [entry.name, new TextDecoder().decode(await entry.read())] as const,
  );
  return Object.fromEntries(await Promise.all(read));
}

test('members come by their names, Chinese ones too, and of one name the last counts', async () => {
  const all = [member('a/b.xml', 'first'), member('清单/第 1 页.xml', '二'), member('a/b.xml', 'last')];
  expect(await contents(...all)).toEqual({ 'a/b.xml': 'last', '清单/第 1 页.xml': '二' });
});

test('names of GBK, and with back slashes, are read as Chinese Windows writes them', async () => {
  const bytes = Buffer.from(zip([member('AA\\BB', 'x')]));
  // 发\票 in GBK in the place of the letters, in both headers.
  const name = Buffer.from([0xb7, 0xa2, 0x5c, 0xc6, 0xb1]);
  for (let at = bytes.indexOf('AA\\BB'); at >= 0; at = bytes.indexOf('AA\\BB')) name.copy(bytes, at);
  const [entry] = await zipReader().open(bytes);
  expect(entry?.name).toBe('发/票');
});

test.each([
  ['as Chinese Windows writes them', [0xb7, 0xa2, 0xc6, 0xb1], '发票'],
  ['that fit UTF-8 by chance', [0xd2, 0xbb], '一'],
  ['of UTF-8 that nothing says so of', [...Buffer.from('岸岸')], '岸岸'],
  ['of the West', [...Buffer.from('é')], '茅'], // both fit, and our archives come from China
])('names %s', async (_how, raw, name) => {
  const [entry] = await open({ ...member('', 'x'), rawName: Buffer.from(raw) });
  expect(entry?.name).toBe(name);
});

test('a name told in Unicode beside counts, where it was made for the name it stands beside', async () => {
  const raw = Buffer.from('????.pdf');
  const unicode = (sum: number) => {
    const field = Buffer.concat([Buffer.alloc(9), Buffer.from('发票.pdf')]);
    field.writeUInt16LE(0x7075, 0);
    field.writeUInt16LE(field.length - 4, 2);
    field.writeUInt8(1, 4);
    field.writeUInt32LE(sum, 5);
    return field;
  };
  const named = async (sum: number) =>
    (await open({ ...member('', 'x'), rawName: raw, extra: unicode(sum) }))[0]?.name;
  expect([await named(crc32(raw)), await named(0)]).toEqual(['发票.pdf', '????.pdf']);
});

test('names that point outside are keys like others; links and folders are no members', async () => {
  const read = await contents(
    member('../../evil', 'a'),
    member('/etc/evil', 'b'),
    link('key', '/etc/passwd'),
    member('folder/', ''),
  );
  expect(read).toEqual({ '../../evil': 'a', '/etc/evil': 'b' });
});

describe('what is refused', () => {
  test('more entries than allowed', async () => {
    const many = Array.from({ length: BUDGETS.archive.entries + 1 }, (_, index) => member(String(index), ''));
    await expect(open(...many)).rejects.toMatchObject(refused('too_large'));
  });

  test('a bomb, by its ratio, before anything is inflated; as much of what does not pack so well is none', async () => {
    const size = BUDGETS.archive.ratioFrom + 1;
    const zeros = { name: 'zeros', data: new Uint8Array(size) };
    await expect(open(zeros)).rejects.toMatchObject(refused('too_large'));
    const noise = new Uint8Array(size).map((_, index) => (Math.imul(index, 2654435761) >>> 20) & 0xff);
    expect((await open({ name: 'noise', data: noise }))[0]?.size).toBe(size);
  });

  test('more bytes in all than allowed, by what the directory says', async () => {
    const half = Math.floor(BUDGETS.archive.bytes / 2) + 1;
    const said = (name: string): Member => ({ ...member(name, 'x'), saidSize: half });
    await expect(open(said('a'), said('b'))).rejects.toMatchObject(refused('too_large'));
  });

  test.each([1, 5000])('a member of 3000 bytes that says it has %i', async (saidSize) => {
    const [entry] = await open({ ...member('a', 'abc'.repeat(1000)), saidSize });
    await expect(entry?.read()).rejects.toMatchObject(refused('damaged_file'));
  });

  test('a member with a wrong byte', async () => {
    const whole = Buffer.from(zip([member('a', 'abc')]));
    // In the checksum of both headers, as a wrong byte in the data would show.
    for (const at of [14, whole.indexOf('PK\u0001\u0002') + 16])
      whole.writeUInt8(whole.readUInt8(at) ^ 1, at);
    const [entry] = await zipReader().open(whole);
    await expect(entry?.read()).rejects.toMatchObject(refused('damaged_file'));
  });

  test('a bomb whose entries share what they unpack', async () => {
    const whole = Buffer.from(zip([member('a', 'abc'.repeat(100)), member('b', 'abc'.repeat(100))]));
    // The second begins where the first one's packed bytes do.
    const second = whole.indexOf('PK\u0001\u0002', whole.indexOf('PK\u0001\u0002') + 4);
    whole.writeUInt32LE(8, second + 42);
    await expect(zipReader().open(whole)).rejects.toMatchObject(refused('damaged_file'));
  });

  test('a way of packing that nothing here unpacks', async () => {
    const [entry] = await open({ ...member('a', 'abc'), method: 93 });
    await expect(entry?.read()).rejects.toMatchObject(refused('unknown_packing'));
  });

  test('a wrong byte in a member of an archive on disk, when all of it has come', async () => {
    const bytes = Buffer.from(zip([member('a', 'abc')]));
    const at = bytes.indexOf('PK\u0001\u0002') + 16;
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    const folder = mkdtempSync(join(tmpdir(), 'yanpiao-zip-'));
    try {
      writeFileSync(join(folder, 'a.zip'), bytes);
      const { entries, close } = await zipReader().openFile(join(folder, 'a.zip'), 10);
      await expect(entries[0]?.read()).rejects.toMatchObject(refused('damaged_file'));
      close();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('what asks for a password', async () => {
    const [entry] = await open({ ...member('a', 'abc'), encrypted: true });
    await expect(entry?.read()).rejects.toMatchObject(refused('encrypted_zip'));
  });

  test('an archive cut off anywhere', async () => {
    const whole = zip([member('a', 'abc'), member('b', 'def')]);
    for (const length of [4, 30, 60, whole.length - 23, whole.length - 1])
      await expect(zipReader().open(whole.slice(0, length))).rejects.toMatchObject(refused('damaged_file'));
  });
});
