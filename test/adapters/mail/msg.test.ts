import { expect, test } from 'vitest';
import { compoundFile, message } from '../../../samples/containers/compound.js';
import { randomFor } from '../../../samples/truth/random.js';
import { mailReader } from '../../../src/adapters/mail/mail.js';
import { RefusalError } from '../../../src/document/refusal.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';

const { open } = mailReader();
const refused = (code: string) => ({ refusal: { code } });
/** Long enough for sectors of its own, and short enough for small ones. */
const [LONG, SHORT] = [Buffer.alloc(9000, 7), Buffer.alloc(100, 5)];

const inner = message('更早的邮件', [{ name: '内.pdf', bytes: SHORT }], false);
const whole = () =>
  compoundFile(
    message('发票', [
      { name: '发票.pdf', bytes: LONG },
      { name: 'logo.png', bytes: SHORT, contentId: 'logo@1' },
      { name: '更早的邮件', bytes: inner },
    ]),
  );

test('attachments and pictures in the text come; a message in it comes as an MSG of its own', async () => {
  const files = await open(whole());
  expect(files.map(({ name, inline }) => [name, inline])).toEqual([
    ['发票.pdf', false],
    ['logo.png', true],
    ['更早的邮件.msg', false],
  ]);
  expect(files.slice(0, 2).map(({ bytes }) => Buffer.from(bytes))).toEqual([LONG, SHORT]);
  const [nested] = await open(files[2]?.bytes ?? new Uint8Array());
  expect([nested?.name, Buffer.from(nested?.bytes ?? [])]).toEqual(['内.pdf', SHORT]);
});

test('a table of more sectors than the header has room for is followed', async () => {
  const large = Buffer.alloc(9 * 1024 ** 2, 3);
  const [file] = await open(compoundFile(message('x', [{ name: 'a.pdf', bytes: large }])));
  expect(Buffer.from(file?.bytes ?? []).equals(large)).toBe(true);
});

test('another program’s compound file is none of ours', async () => {
  await expect(open(compoundFile({ WordDocument: LONG }))).rejects.toMatchObject(refused('unsupported_type'));
});

test('an MSG cut off anywhere is damaged', async () => {
  const bytes = whole();
  for (let length = 8; length < bytes.length - 512; length += 1000)
    await expect(open(bytes.subarray(0, length))).rejects.toMatchObject(refused('damaged_file'));
});

/** Places in the header: the first sectors of the directory, the small table, the table's own list. */
test.each([
  [
    'the directory runs in circles',
    (bytes: Buffer) => link(bytes, bytes.readInt32LE(48), bytes.readInt32LE(48)),
  ],
  [
    'the small table runs in circles',
    (bytes: Buffer) => link(bytes, bytes.readInt32LE(60), bytes.readInt32LE(60)),
  ],
  ['a folder lies in itself', (bytes: Buffer) => bytes.writeInt32LE(0, directoryOf(bytes) + 76)],
  ['an entry follows itself', (bytes: Buffer) => bytes.writeInt32LE(1, directoryOf(bytes) + 128 + 72)],
  ['the table claims two thousand million sectors', (bytes: Buffer) => bytes.writeInt32LE(0x7fffffff, 44)],
  ['the table lies outside', (bytes: Buffer) => bytes.writeInt32LE(0x00ffffff, 76)],
])('%s: refused', async (_name, spoil) => {
  const bytes = whole();
  spoil(bytes);
  await expect(open(bytes)).rejects.toMatchObject(refused('damaged_file'));
});

test('a stream that claims to be longer than its sectors is refused before anybody makes room for it', async () => {
  const bytes = whole();
  const at = bytes.indexOf(Buffer.from('__substg1.0_37010102', 'utf16le'));
  bytes.writeInt32LE(0x7ffffff0, at + 120);
  await expect(open(bytes)).rejects.toMatchObject(refused('damaged_file'));
});

test('texts that no letter has are refused: they would be read for nothing', async () => {
  const letter = {
    ...message('x', []),
    '__substg1.0_1000001F': Buffer.alloc(BUDGETS.mail.textBytes + 2, 'a'),
  };
  await expect(open(compoundFile(letter))).rejects.toMatchObject(refused('damaged_file'));
});

test('wrong bytes anywhere end in a reading or a refusal', async () => {
  const random = randomFor(4, 'msg');
  for (let nth = 0; nth < 150; nth++) {
    const bytes = whole();
    for (let times = 0; times < 4; times++) {
      // The header, the directory and the tables: the rest is contents.
      const at = random.whole(0, 1) === 0 ? random.whole(8, 5000) : random.whole(8, bytes.length - 1);
      bytes[at] = random.whole(0, 255);
    }
    const error = await open(bytes).then(
      () => null,
      (reason: unknown) => reason,
    );
    expect(error === null || error instanceof RefusalError).toBe(true);
  }
});

const directoryOf = (bytes: Buffer) => (bytes.readInt32LE(48) + 1) * 512;

/** Makes `next` follow `sector` in the table. */
function link(bytes: Buffer, sector: number, next: number): void {
  bytes.writeInt32LE(next, (bytes.readInt32LE(76) + 1) * 512 + sector * 4);
}
