import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Member, zip } from '../../../samples/zip.js';
import { assembleReadTools } from '../../../src/assemble-reading.js';
import type { FileBytes } from '../../../src/document/file-bytes.js';
import { BUDGETS } from '../../../src/pipeline/budgets.js';
import { openFile, openPages } from '../../../src/pipeline/intake/contents.js';
import { fileOnDisk } from '../../../src/pipeline/intake/file.js';
import type { ReadTools } from '../../../src/pipeline/tools.js';
import { songPdf } from '../../adapters/pdf/song-pdf.js';

let tools: ReadTools;
let folder: string;
beforeAll(async () => {
  tools = await assembleReadTools();
  folder = await mkdtemp(join(tmpdir(), 'yanpiao-containers-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const sample = (name: string) => readFile(new URL(`../../../samples/files/${name}`, import.meta.url));
const bytesOf = (text: string) => new TextEncoder().encode(text);
const pdf = (pages: number) => songPdf({ content: '', pages });
const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
    .jpeg()
    .toBuffer();
const refused = (code: string) => ({ refusal: { code } });

async function contentsOf(file: FileBytes) {
  const opened = await openFile(file, tools);
  try {
    return await opened.contents();
  } finally {
    await opened.close();
  }
}

/** Name, first page, pages and refusal of each member. */
const told = async (file: FileBytes) =>
  (await contentsOf(file)).members.map(({ name, first, pages, refusal }) => [
    name,
    first,
    pages,
    refusal?.code ?? null,
  ]);

/** What a month's folder looks like: good files, what systems put beside them, and a broken one. */
const month = async (): Promise<Member[]> => [
  { name: 'may/one.pdf', data: pdf(3) },
  { name: '__MACOSX/may/._one.pdf', data: bytesOf('x') },
  { name: 'may/.DS_Store', data: bytesOf('x') },
  { name: 'may/empty.pdf', data: new Uint8Array() },
  { name: 'may/two.xml', data: await sample('digital-special.xml') },
  { name: 'may/broken.pdf', data: bytesOf('%PDF-1.7 and no more') },
  { name: 'may/notes.txt', data: bytesOf('nothing') },
  { name: 'may/three.ofd', data: await sample('digital-special.ofd') },
];

const MONTH = [
  ['may/one.pdf', 1, 3, null],
  ['may/two.xml', 4, 1, null],
  ['may/broken.pdf', 5, 0, 'damaged_file'],
  ['may/notes.txt', 5, 0, 'unsupported_type'],
  ['may/three.ofd', 5, 1, null],
];

test('a ZIP is its files: junk left out, what cannot be read told, pages counted through', async () => {
  const bytes = zip(await month());
  expect(await told(bytes)).toEqual(MONTH);
  expect(await contentsOf(bytes)).toMatchObject({ carrier: 'zip', pages: 5 });
});

test('the same of a ZIP on disk, whether it is read as a whole or not', async () => {
  // Stored as it is: too long to be loaded.
  const data = crypto.getRandomValues(new Uint8Array(65536)).fill(0, 0, 8);
  const fillers = Array.from({ length: 520 }, (_, nth) => ({ name: `${nth}.bin`, data }));
  const path = join(folder, 'long.zip');
  await writeFile(path, zip([...(await month()), ...fillers]));
  const file = await fileOnDisk(path);
  expect(file.size).toBeGreaterThan(BUDGETS.loadedBytes);
  const members = await told(file);
  expect(members.slice(0, 5)).toEqual(MONTH);
  expect(members.slice(5).every(([, , pages, code]) => pages === 0 && code === 'unsupported_type')).toBe(
    true,
  );
  const pages = await openPages(file, 'may/one.pdf', tools);
  expect(pages.count).toBe(3);
  await pages.close();
});

test('what is nested once is opened and found again by its name; deeper is refused, and nothing else with it', async () => {
  const deepest = zip([{ name: 'c.pdf', data: pdf(1) }]);
  const inner = zip([
    { name: 'a.pdf', data: pdf(2) },
    { name: 'deep.zip', data: deepest },
  ]);
  const bytes = zip([
    { name: 'inner.zip', data: inner },
    { name: 'hollow.zip', data: zip([{ name: '.DS_Store', data: bytesOf('x') }]) },
    { name: 'b.pdf', data: pdf(1) },
  ]);
  expect(await told(bytes)).toEqual([
    ['inner.zip/a.pdf', 1, 2, null],
    ['inner.zip/deep.zip', 3, 0, 'too_deep'],
    ['hollow.zip', 3, 0, 'nothing_inside'],
    ['b.pdf', 3, 1, null],
  ]);
  const pages = await openPages(bytes, 'inner.zip/a.pdf', tools);
  expect(pages.count).toBe(2);
  await pages.close();
  await expect(openPages(bytes, 'inner.zip/x.pdf', tools)).rejects.toMatchObject(refused('not_found'));
});

test('a mail is its attachments and its large pictures', async () => {
  const mail = new MailComposer({
    from: 'a@example.test',
    to: 'b@example.test',
    subject: '发票',
    text: 'see below',
    html: '<p>see <img src="cid:logo"><img src="cid:photo"></p>',
    attachments: [
      { filename: 'bill.pdf', content: Buffer.from(pdf(1)) },
      { filename: 'bill.pdf', content: Buffer.from(pdf(2)) },
      { filename: 'invite.ics', content: 'BEGIN:VCALENDAR' },
      { filename: 'logo.jpg', content: await picture(120, 40), cid: 'logo' },
      { filename: 'photo.jpg', content: await picture(900, 600), cid: 'photo' },
      { filename: 'bills.zip', content: Buffer.from(zip([{ name: 'x.pdf', data: pdf(1) }])) },
    ],
  });
  const members = await told(await mail.compile().build());
  const names = members.map(([name]) => name);
  expect(new Set(names)).toEqual(new Set(['bill.pdf', 'bill (2).pdf', 'photo.jpg', 'bills.zip/x.pdf']));
  expect(members.reduce((all, [, , pages]) => all + Number(pages), 0)).toBe(5);
});

test('a container with nothing to read is refused: for want of anything, or for the first reason', async () => {
  const text: Member = { name: 'a.txt', data: bytesOf('a') };
  await expect(contentsOf(zip([]))).rejects.toMatchObject(refused('nothing_inside'));
  await expect(contentsOf(zip([text]))).rejects.toMatchObject(refused('nothing_inside'));
  const broken: Member = { name: 'b.pdf', data: bytesOf('%PDF-1.7') };
  await expect(contentsOf(zip([text, broken]))).rejects.toMatchObject(refused('damaged_file'));
  const locked: Member = { name: 'c.pdf', data: pdf(1), encrypted: true };
  await expect(contentsOf(zip([locked]))).rejects.toMatchObject(refused('encrypted_zip'));
  const packedOtherwise: Member = { name: 'd.pdf', data: pdf(1), method: 93 };
  await expect(contentsOf(zip([packedOtherwise]))).rejects.toMatchObject(refused('unknown_packing'));
  const office: Member[] = [
    { name: '[Content_Types].xml', data: bytesOf('<?xml version="1.0"?><Types/>') },
    { name: 'word/document.xml', data: bytesOf('<?xml version="1.0"?><w/>') },
  ];
  await expect(contentsOf(zip(office))).rejects.toMatchObject(refused('unsupported_type'));
});
