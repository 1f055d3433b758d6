import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BatchAnswer } from '../../src/http/contract/index.js';
import { bearer, multipart, type Server, startServer } from './fixture.js';

let server: Server;
let key: string;
let address: string;
beforeAll(async () => {
  server = await startServer();
  key = await server.key('user');
  address = await server.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => server.close());

async function handIn(): Promise<{ batchId: string; documentId: string; workId: string }> {
  const form = multipart([{ name: 'a.pdf', bytes: randomBytes(64) }]);
  server.queue.announced.length = 0;
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/v1/documents',
    payload: form.payload,
    headers: { ...form.headers, ...bearer(key) },
  });
  const { batchId, documents } = answer.json();
  return { batchId, documentId: documents[0].id, workId: server.queue.announced[0]?.workId ?? '' };
}

const events = (batchId: string, signal?: AbortSignal) =>
  fetch(`${address}/api/v1/batches/${batchId}/events`, {
    headers: bearer(key),
    ...(signal ? { signal } : {}),
  });

const empty = {
  carrier: 'pdf',
  pages: 1,
  refusal: null,
  slips: [],
  members: [],
  pageFacts: [],
  ms: { total: 1, decode: 0, qr: 0, ocr: 0 },
  cpuSeconds: 0,
} as const;

describe('GET /batches/:id/events', () => {
  it('tells the whole batch at each change, then ends', async () => {
    const { batchId, documentId, workId } = await handIn();
    const answer = await events(batchId);
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const whole = answer.text();

    await server.store.work.start(workId);
    await server.store.documents.progress(documentId, { step: 'ocr', page: 1, pages: 2 });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const [match] = await server.store.work.finishRead(workId, empty);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await server.store.work.finishMatch(match?.workId ?? '', new Map(), 'done');

    const blocks = (await whole).split('\n\n').filter((block) => block.startsWith('event: '));
    const batches = blocks
      .filter((block) => block.startsWith('event: batch\n'))
      .map((block) => JSON.parse(block.split('\ndata: ')[1] ?? '') as BatchAnswer);
    const states = batches.map(({ documents }) => documents[0]?.state);
    expect(states[0]).toBe('queued');
    expect(states).toContain('reading');
    expect(states.at(-1)).toBe('done');
    expect(batches.some(({ documents }) => documents[0]?.progress?.step === 'ocr')).toBe(true);
    expect(batches.map(({ final }) => final)).toEqual([...batches.slice(1).map(() => false), true]);
    expect(new Set(batches.map((batch) => JSON.stringify(batch))).size).toBe(batches.length);
    expect(blocks.at(-1)).toBe('event: end\ndata: {}');
  });

  it('tells a batch that is final already, and ends at once', async () => {
    const { batchId, workId } = await handIn();
    await server.store.work.fail(workId, 'Error');
    const text = await (await events(batchId)).text();
    expect(text).toContain('"state":"failed"');
    expect(text.trimEnd().endsWith('event: end\ndata: {}')).toBe(true);
  });

  it('beats while nothing happens, and asks the database no more once the watcher has left', async () => {
    const { batchId } = await handIn();
    let asked = 0;
    const documents = server.store.documents;
    const app = await server.again({
      store: {
        ...server.store,
        documents: Object.assign(Object.create(documents) as typeof documents, {
          batch: (organisationId: string, id: string) => {
            asked += 1;
            return documents.batch(organisationId, id);
          },
        }),
      },
    });
    const other = await app.listen({ host: '127.0.0.1', port: 0 });
    const leaving = new AbortController();
    const answer = await fetch(`${other}/api/v1/batches/${batchId}/events`, {
      headers: bearer(key),
      signal: leaving.signal,
    });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (!text.includes(': still here')) text += (await reader?.read())?.value ?? '';
    leaving.abort();
    // A look under way may still end; from then on the count stands still.
    await expect
      .poll(
        async () => {
          const before = asked;
          await new Promise((resolve) => setTimeout(resolve, 300));
          return asked - before;
        },
        { timeout: 10_000 },
      )
      .toBe(0);
  });

  it('lets the server close while someone watches', async () => {
    const { batchId } = await handIn();
    const app = await server.again({});
    const other = await app.listen({ host: '127.0.0.1', port: 0 });
    const answer = await fetch(`${other}/api/v1/batches/${batchId}/events`, { headers: bearer(key) });
    const whole = answer.text();
    await app.close();
    expect(await whole).not.toContain('event: end');
  });
});
