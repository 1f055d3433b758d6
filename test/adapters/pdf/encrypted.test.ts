/**
 * Encrypted and linearised PDFs. The files were made by pdf-lib and qpdf 11.3: `--encrypt USER master 40|128|256` with
 * `--use-aes=y` for AES-128, USER empty (`-owner`) or `secret` (`-user`); `--linearize --object-streams=generate`.
 */
import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { library } from '../../../src/adapters/pdf/library.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { openSession } from '../../../src/adapters/pdf/session.js';
import type { FileBytes } from '../../../src/document/file-bytes.js';

const onDisk = (name: string) => {
  const path = fileURLToPath(new URL(`./files/${name}.pdf`, import.meta.url));
  return { path, size: statSync(path).size };
};
/** The file as bytes, and by the ranges that are asked for. */
const bothWays = (name: string): FileBytes[] => [readFileSync(onDisk(name).path), onDisk(name)];
const reader = pdfReader({ wholeUpTo: 0 });

async function textOf(file: FileBytes, number: number): Promise<string[]> {
  const document = await reader.open(file);
  try {
    return (await document.page(number)).lines.map((line) => line.text);
  } finally {
    await document.close();
  }
}

test.each(['rc4-40', 'rc4-128', 'aes-128', 'aes-256'])(
  '%s: what only forbids changes is read, what asks for a password is refused',
  async (kind) => {
    for (const file of bothWays(`${kind}-owner`)) expect(await textOf(file, 1)).toEqual(['Page 1']);
    for (const file of bothWays(`${kind}-user`))
      await expect(reader.open(file)).rejects.toMatchObject({ refusal: { code: 'encrypted_pdf' } });
  },
);

test('linearised files with object streams are read by ranges, encrypted ones too', async () => {
  for (const file of bothWays('linearised'))
    expect([await textOf(file, 3), await textOf(file, 1)]).toEqual([['Page 3'], ['Page 1']]);
  for (const file of bothWays('linearised-locked')) expect(await textOf(file, 1)).toEqual(['Page 1']);
});

test('of a linearised file no more is taken than its first page needs', async () => {
  const file = onDisk('linearised');
  const session = await openSession(file, 0, await library());
  const page = await session.held(session.document.getPage(1));
  await session.held(page.getTextContent());
  expect(session.fetched()).toBeLessThan(file.size * 0.75);
  await session.close();
});
