import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DatabaseFault } from '../../src/adapters/postgres/errors.js';
import { HttpProblem, languageOf, problemBody, problemOf } from '../../src/http/errors.js';
import { errorsDocument, PROBLEM_CODES, PROBLEMS } from '../../src/http/problems.js';
import { BlobTooLarge, StorageFull } from '../../src/ports/blobs.js';
import { IdempotencyConflict } from '../../src/ports/idempotency.js';
import { BadCursor } from '../../src/ports/page.js';

const document = join(import.meta.dirname, '../../docs/errors.md');

describe('the catalogue of problems', () => {
  it('is docs/errors.md', async () => {
    await expect(errorsDocument()).toMatchFileSnapshot(document);
  });

  it('and docs/errors.md name the same codes', async () => {
    const headings = [...(await readFile(document, 'utf8')).matchAll(/^## (\S+)$/gm)].map(([, code]) => code);
    expect(headings).toEqual([...PROBLEM_CODES]);
  });

  it('says everything in both languages', () => {
    for (const code of PROBLEM_CODES) {
      const { title, detail, remedy } = PROBLEMS[code];
      for (const { zh, en } of [title, detail, remedy]) {
        expect(zh, code).toMatch(/\p{Script=Han}/u);
        expect(en, code).toMatch(/^[\x20-\x7e]+$/);
      }
    }
  });
});

describe('problemOf', () => {
  it.each([
    [new BlobTooLarge(1), 'too_large'],
    [new StorageFull(null), 'storage_full'],
    [new IdempotencyConflict(), 'idempotency_conflict'],
    [new BadCursor(), 'invalid_request'],
    [
      Object.assign(new Error('x'), { code: 'FST_ERR_CTP_INVALID_MEDIA_TYPE', statusCode: 415 }),
      'unsupported_media_type',
    ],
    [
      Object.assign(new Error('x'), { code: 'FST_ERR_CTP_INVALID_JSON_BODY', statusCode: 400 }),
      'invalid_request',
    ],
    [new Error('outer', { cause: Object.assign(new Error('inner'), { code: '53100' }) }), 'storage_full'],
    [new DatabaseFault('ECONNREFUSED', null, null), 'not_ready'],
    [new DatabaseFault('57P01', null, null), 'not_ready'],
    [new DatabaseFault('23505', 'key', 'table'), 'internal'],
    [new DatabaseFault('53100', null, null), 'storage_full'],
    [Object.assign(new Error('x'), { statusCode: 418 }), 'invalid_request'],
    [new TypeError('boom'), 'internal'],
    ['a string', 'internal'],
  ] as const)('%s → %s', (error, code) => {
    expect(problemOf(error).code).toBe(code);
  });

  it('never tells a cause of ours', () => {
    const body = problemBody(problemOf(new Error('password=hunter2')), 'en', 'r1');
    expect(JSON.stringify(body)).not.toContain('hunter2');
    expect(body).toMatchObject({
      type: '/api/errors#internal',
      status: 500,
      code: 'internal',
      requestId: 'r1',
    });
  });

  it('keeps what a route adds', () => {
    const more = { detail: { zh: '某处', en: 'somewhere' }, errors: [{ path: 'body/x', message: 'no' }] };
    expect(problemBody(new HttpProblem('invalid_request', more), 'zh', 'r')).toMatchObject({
      detail: '某处',
      errors: [{ path: 'body/x', message: 'no' }],
    });
  });
});

describe('languageOf', () => {
  it.each([
    [undefined, 'zh'],
    ['', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-US,en;q=0.9', 'en'],
    ['en-US,en;q=0.9,zh;q=0.95', 'en'],
    ['en;q=0.3, zh-TW;q=0.4', 'zh'],
    ['fr', 'zh'],
    ['*;q=0.1,en;q=x', 'zh'],
  ] as const)('%s → %s', (header, language) => {
    expect(languageOf(header)).toBe(language);
  });
});
