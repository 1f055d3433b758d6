import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bearer, type Server, startServer } from './fixture.js';

let server: Server;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yanpiao-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
  await writeFile(join(folder, 'assets/app-1.js'), 'export {}');
  await writeFile(
    join(folder, 'demo.json'),
    JSON.stringify({
      samples: [{ file: 'one.pdf', titleZh: '一', titleEn: 'One', outcome: 'match' }],
    }),
  );
  await writeFile(join(folder, 'one.pdf'), '%PDF-1.7');
  server = await startServer({ webDir: folder, samplesDir: folder });
}, 120_000);
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

describe('for those who run it', () => {
  it('is alive', async () => {
    const answer = await server.app.inject('/healthz');
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok', version: '0.0.0' }]);
  });

  it('is ready while database and queue answer', async () => {
    expect((await server.app.inject('/readyz')).statusCode).toBe(200);
    server.queue.away = true;
    const answer = await server.app.inject('/readyz');
    server.queue.away = false;
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'not_ready']);
  });

  it('counts', async () => {
    const text = (await server.app.inject('/metrics')).body;
    expect(text).toMatch(/^yanpiao_documents\{state="queued"\} 0$/m);
    expect(text).toMatch(/^yanpiao_jobs\{kind="read",state="waiting"\} 0$/m);
    expect(text).toMatch(/^yanpiao_http_seconds_count\{method="GET",route="\/healthz",status="200"\} \d+$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  });
});

describe('the page', () => {
  it.each([
    ['/', {}, 'text/html', 'no-cache'],
    ['/documents/some-link', { accept: 'text/html,*/*' }, 'text/html', 'no-cache'],
    ['/assets/app-1.js', {}, 'javascript', 'public, max-age=31536000, immutable'],
  ] as const)('%s', async (url, headers, type, cache) => {
    const answer = await server.app.inject({ url, headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toContain(type);
    expect(answer.headers['cache-control']).toBe(cache);
    expect(answer.headers['content-security-policy']).toContain("script-src 'self';");
  });

  it.each(['/assets/missing.js', '/../package.json', '/..%2f..%2fetc/passwd'])(
    '%s is not there',
    async (url) => {
      expect((await server.app.inject({ url, headers: { accept: '*/*' } })).statusCode).toBe(404);
    },
  );

  it('never stands in for the interface', async () => {
    expect(
      (await server.app.inject({ url: '/api/v1/nowhere', headers: { accept: 'text/html' } })).statusCode,
    ).toBe(404);
  });
});

describe('samples', () => {
  it('are listed and handed out by name', async () => {
    const headers = bearer(await server.key('user'));
    expect((await server.app.inject({ url: '/api/v1/samples', headers })).json().items).toEqual([
      {
        name: 'one.pdf',
        titleZh: '一',
        titleEn: 'One',
        outcome: 'match',
        mediaType: 'application/pdf',
        size: 8,
      },
    ]);
    const file = await server.app.inject({ url: '/api/v1/samples/one.pdf', headers });
    expect([file.statusCode, file.body, file.headers['content-type']]).toEqual([
      200,
      '%PDF-1.7',
      'application/pdf',
    ]);
    for (const name of ['demo.json', 'index.html', '..%2fpackage.json']) {
      expect((await server.app.inject({ url: `/api/v1/samples/${name}`, headers })).statusCode).toBe(404);
    }
  });
});

describe('the description', () => {
  it('is OpenAPI 3.1 with every shape it names', async () => {
    const document = (await server.app.inject('/api/docs/json')).json();
    expect(document.openapi).toBe('3.1.0');
    const named = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(new Set(named)).toEqual(new Set(Object.keys(document.components.schemas)));
    const upload = document.paths['/api/v1/documents'].post;
    expect(Object.keys(upload.requestBody.content)).toEqual(['multipart/form-data']);
    expect(Object.keys(upload.responses)).toEqual(['202', '4XX', '5XX']);
    expect(Object.keys(document.paths['/api/v1/documents/{id}'].get.responses['4XX'].content)).toEqual([
      'application/problem+json',
    ]);
  });

  it('is readable, without inline script', async () => {
    const page = await server.app.inject('/api/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/<script>/);
    expect(page.headers['content-security-policy']).toContain("script-src 'self';");
    expect(page.headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
  });

  it('tells of every problem', async () => {
    expect((await server.app.inject('/api/errors')).body).toContain('## too_large');
  });
});
