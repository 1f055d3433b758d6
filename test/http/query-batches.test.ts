import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openQuestions } from '../../src/adapters/ledger-files/questions.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { runQuestions } from '../../src/desk/query/run-questions.js';
import { verifyAgainstLedger } from '../../src/pipeline/run-match.js';
import { bearer, multipart, type Server } from './fixture.js';
import { DIGITAL, startServerWithLedger } from './ledger-fixture.js';

let server: Server;
let finance: Record<string, string>;
beforeAll(async () => {
  ({ server, finance } = await startServerWithLedger());
});
afterAll(() => server.close());

const get = (url: string, headers = finance) => server.app.inject({ url: `/api/v1${url}`, headers });
const upload = (url: string, name: string, bytes: string) => {
  const form = multipart([{ name, bytes }]);
  return server.app.inject({
    method: 'POST',
    url: `/api/v1${url}`,
    payload: form.payload,
    headers: { ...form.headers, ...finance },
  });
};

describe('files of questions', () => {
  const TABLE = [
    '部门,发票号码,发票代码,开票日期,金额',
    `财务,${DIGITAL},,2024-05-28,106.00`,
    '行政,2.4442E+19,,2024-05-28,1',
    '=研发,01234567,4400214130,2022-03-01,100',
    `财务,${DIGITAL},,2024-05-28,160.00`,
  ].join('\n');

  /** What the line does with it. */
  const run = async () => {
    const announced = server.queue.announced.at(-1);
    const work = await server.store.work.get(announced?.workId ?? '');
    if (work === null) throw new Error('no work');
    await runQuestions(
      {
        store: server.store,
        blobs: server.blobs,
        open: (path) => openQuestions(path, { zip: zipReader(), xml: xmlReader() }),
        verifier: (view) => (organisationId, asked) =>
          verifyAgainstLedger(view, organisationId, asked, new Date()),
        now: () => new Date(),
        perInvoice: 0,
      },
      work,
    );
  };

  it('are answered row by row, in their order', async () => {
    const handedIn = await upload('/query-batches', '清单.csv', TABLE);
    expect(handedIn.statusCode).toBe(202);
    const { batchId } = handedIn.json();
    expect((await get(`/query-batches/${batchId}`)).json()).toMatchObject({ state: 'queued', rows: null });
    expect((await get(`/query-batches/${batchId}/result.csv`)).statusCode).toBe(409);
    await run();
    expect((await get(`/query-batches/${batchId}`)).json()).toMatchObject({
      ...{ state: 'done', rows: 4, answered: 3 },
      outcomes: { match: 2, mismatch: 1, bad_row: 1 },
    });
    const csv = (await get(`/query-batches/${batchId}/result.csv`)).body.split('\r\n');
    expect(csv[0]).toContain('金额,查验结果,');
    expect(csv[1]).toContain(`财务,${DIGITAL}\t,,2024-05-28,106.00,一致,正常,001,`);
    expect(csv[2]).toMatch(/^行政,2\.4442E\+19,.*无法查验.*id_damaged/);
    expect(csv[3]).toMatch(/^'=研发,01234567,4400214130\t,.*,一致,/);
    expect(csv[4]).toContain('不一致');
    const xlsx = await get(`/query-batches/${batchId}/result.xlsx`);
    expect(xlsx.headers['content-disposition']).toContain(encodeURIComponent('清单-查验结果.xlsx'));
    const path = join(server.folder, 'result.xlsx');
    await writeFile(path, xlsx.rawPayload);
    const back = await openQuestions(path, { zip: zipReader(), xml: xmlReader() });
    const rows = [];
    for await (const row of back.rows()) rows.push(row.cells.slice(0, 6));
    back.close();
    expect(rows[0]).toEqual(['财务', DIGITAL, null, '2024-05-28', '106.00', '一致']);
    expect(rows).toHaveLength(4);
    const stranger = bearer(await server.key('owner', '2'));
    expect((await get(`/query-batches/${batchId}`, stranger)).statusCode).toBe(404);
    const user = bearer(await server.key('user'));
    expect((await get(`/query-batches/${batchId}`, user)).statusCode).toBe(404);
    expect((await get('/query-batches', user)).json().items).toEqual([]);
    expect((await get('/query-batches')).json().items).toHaveLength(1);
  });

  it('fail for good with what to do where nothing can be asked', async () => {
    const { batchId } = (await upload('/query-batches', 'a.csv', '部门,备注\n财务,无')).json();
    await run();
    const { state, message } = (await get(`/query-batches/${batchId}`)).json();
    expect([state, message]).toEqual(['failed', expect.stringContaining('表头')]);
  });
});
