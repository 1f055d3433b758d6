/** A second server where one is running already: refused with what to do, and the first one goes on. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Program, type Running, run, startProgram, temporaryFolder } from '../support/program.js';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let first: Program;
beforeAll(async () => {
  folder = await temporaryFolder();
  first = await startProgram(folder.path, { YANPIAO_DEMO: 'off' });
});
afterAll(async () => {
  await first.stop();
  await folder.remove();
});

const ended = (second: Running) =>
  new Promise<number | null>((done) => second.process.once('exit', (code) => done(code)));

it('is refused on the same data folder', async () => {
  const second = run('src/main.js', { YANPIAO_DATA: folder.path, PORT: '0' });
  expect(await ended(second)).toBe(3);
  expect(second.output()).toContain('YANPIAO_DATA');
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});

it('is refused on the same port', async () => {
  const other = await temporaryFolder();
  const second = run('src/main.js', { YANPIAO_DATA: other.path, PORT: new URL(first.url).port });
  expect(await ended(second)).toBe(2);
  expect(second.output()).toContain('PORT');
  await other.remove();
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
});
