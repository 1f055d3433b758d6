/** Two people hand in at the same moment: every document is read once, and none of either is lost. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, type Program, root, startProgram, temporaryFolder } from '../support/program.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let program: Program;
beforeAll(async () => {
  folder = await temporaryFolder();
  program = await startProgram(join(folder.path, 'data'));
});
afterAll(async () => {
  await program.stop();
  await folder.remove();
});

/** The same picture in other bytes: a comment behind JPEG's first marker. */
async function pictureOf(name: string): Promise<string> {
  const jpeg = await readFile(join(root, 'samples/files/vat-special-e-grey.jpg'));
  const comment = Buffer.from([0xff, 0xfe, 0, 2 + name.length, ...Buffer.from(name, 'ascii')]);
  const path = join(folder.path, `${name}.jpg`);
  await writeFile(path, Buffer.concat([jpeg.subarray(0, 2), comment, jpeg.subarray(2)]));
  return path;
}

it('two uploads of two pictures at once: each document done with exactly one slip', async () => {
  const client = await Client.signIn(program.url);
  const [mine, theirs] = await Promise.all(
    ['a', 'b'].map((who) => Promise.all([1, 2].map((number) => pictureOf(`${who}${number}`)))),
  );
  const accepted = await Promise.all([client.upload(mine ?? []), client.upload(theirs ?? [])]);
  expect(accepted.map(({ status }) => status)).toEqual([202, 202]);
  const ids: string[] = accepted.flatMap(({ body }) => body.documents.map(({ id }: { id: string }) => id));
  expect(new Set(ids).size).toBe(4);
  for (const id of ids) {
    const document = await client.document(id, ['done', 'review', 'refused', 'failed'], 150);
    expect(document.state).toMatch(/^(done|review)$/);
    expect(document.slips).toHaveLength(1);
  }
}, 180_000);
