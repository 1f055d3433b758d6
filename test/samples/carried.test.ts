import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Carried, carried } from '../../samples/containers/carried.js';
import { imageTools } from '../../src/adapters/image/image.js';
import { mailReader } from '../../src/adapters/mail/mail.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { fileKind } from '../../src/document/file-kind.js';

const folder = new URL('../../samples/', import.meta.url);
const sample = (name: string) => readFileSync(new URL(`files/${name}`, folder));
const committed = (name: string) => readFileSync(new URL(`carried/${name}`, folder));
const list = JSON.parse(committed('carried.json').toString()) as Omit<Carried, 'bytes'>[];

/** Every file in a container, and in those in it. */
async function filesIn(bytes: Uint8Array): Promise<Uint8Array[]> {
  const kind = fileKind(bytes);
  if (kind !== 'zip' && kind !== 'mail') return [bytes];
  const inside =
    kind === 'mail'
      ? (await mailReader().open(bytes)).map((file) => file.bytes)
      : await Promise.all((await zipReader().open(bytes)).map((entry) => entry.read()));
  return (await Promise.all(inside.map(filesIn))).flat();
}

test.each(list)('$file holds the samples it says, byte for byte', async ({ file, holds }) => {
  const bytes = committed(file);
  if (fileKind(bytes) === 'tiff') {
    expect((await imageTools().probe(bytes)).pages).toBe(holds.length);
    return;
  }
  const files = (await filesIn(bytes)).map((inside) => Buffer.from(inside).toString('base64'));
  const wanted = holds.map((name) => sample(name).toString('base64'));
  expect(files.filter((inside) => wanted.includes(inside))).toEqual(wanted);
});

test('what is committed is what would be made', async () => {
  const made = await carried(sample);
  expect(made.map(({ file, holds, note }) => ({ file, holds, note }))).toEqual(list);
  // Pictures, of which the mail's logo is one, and what is packed depend on the machine.
  for (const { file, bytes } of made.filter(({ file }) => file.endsWith('.msg')))
    expect(committed(file).equals(bytes)).toBe(true);
});
