/** Verdicts that changed, over HTTP: the mark in the list, the list of changes, and that somebody has looked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { newDocument, only, principal, reading, slip, verdict } from '../contract/samples.js';
import { bearer, type Server, startServer } from './fixture.js';

let server: Server;
let key: string;
beforeAll(async () => {
  server = await startServer();
  key = await server.key('reviewer');
}, 120_000);
afterAll(() => server.close());

const ask = (method: 'GET' | 'POST', url: string, token = key) =>
  server.app.inject({ method, url: `/api/v1${url}`, headers: bearer(token) });

const DUE = new Date('2020-01-01T00:00:00Z');

/** A document of organisation 1 whose verdict was 次日再查 and is 一致 now. */
async function changedDocument(): Promise<string> {
  const { documents, work } = server.store;
  const accepted = await documents.accept(principal('1'), [newDocument('差旅.pdf')]);
  const read = [slip('1', { invoiceNumber: '26312000000000000055' })];
  const match = only(await work.finishRead(only(accepted.announcements).workId, reading(read)));
  await work.finishMatch(match.workId, new Map([['1', verdict('not_yet')]]), 'done', DUE);
  const again = only(await work.openDueRechecks(DUE, 10));
  await work.finishMatch(again.workId, new Map([['1', verdict('match')]]), 'done');
  return accepted.documents[0]?.id ?? '';
}

it('marks a document until somebody has looked', async () => {
  const id = await changedDocument();
  const rows = async () => (await ask('GET', '/documents')).json().items;
  expect(await rows()).toMatchObject([{ id, changed: true }]);
  const change = {
    documentId: id,
    slipId: '1',
    file: '差旅.pdf',
    invoiceNumber: '26312000000000000055',
    before: { outcome: 'not_yet', state: 'normal' },
    after: { outcome: 'match', state: 'normal' },
    seenAt: null,
  };
  const document = (await ask('GET', `/documents/${id}`)).json();
  expect(document).toMatchObject({ changed: true, recheck: { at: null, times: 1 }, changes: [change] });
  expect((await ask('GET', '/verdict-changes?unseen=true')).json()).toMatchObject({
    items: [change],
    next: null,
  });
  const other = await server.key('owner', '2');
  expect((await ask('GET', '/verdict-changes', other)).json().items).toEqual([]);
  expect((await ask('POST', `/documents/${id}/seen`, other)).statusCode).toBe(404);
  // An auditor looks on: the mark stays for those whom it is for.
  const auditor = await server.key('auditor');
  expect((await ask('POST', `/documents/${id}/seen`, auditor)).statusCode).toBe(403);
  expect(await rows()).toMatchObject([{ id, changed: true }]);
  expect((await ask('POST', `/documents/${id}/seen`)).statusCode).toBe(204);
  expect(await rows()).toMatchObject([{ id, changed: false }]);
  expect((await ask('GET', '/verdict-changes?unseen=true')).json().items).toEqual([]);
  const [seen] = (await ask('GET', `/verdict-changes?documentId=${id}`)).json().items;
  expect(Date.parse(seen.seenAt)).not.toBeNaN();
});

it('tells what is wrong with a question', async () => {
  expect((await ask('GET', '/verdict-changes?cursor=x')).json().code).toBe('invalid_request');
  expect((await ask('GET', '/verdict-changes?unseen=maybe')).statusCode).toBe(400);
  expect((await ask('POST', '/documents/crooked/seen')).statusCode).toBe(404);
  expect((await ask('GET', '/verdict-changes', 'yp_nobody')).statusCode).toBe(401);
});
