/**
 * A document survives SIGKILL of the program before and after every commit of its way, in both modes: after a restart
 * it finishes, and what is stored is what one undisturbed run stores.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { sparePort } from '../../bench/services/process.js';
import { newPostgresUrl } from '../support/database.js';
import {
  Client,
  eventually,
  isHealthy,
  OWNER,
  type Program,
  root,
  run,
  startProgram,
  temporaryFolder,
} from '../support/program.js';
import { counted, sabotage } from '../support/sabotage.js';

/** The way of a document through the store, each commit with the moment before and after it. */
const POINTS = [
  'before:start',
  'after:start',
  'before:finishRead',
  'after:finishRead',
  'before:finishMatch',
  'after:finishMatch',
  'after:finishCollapse',
];
const SAMPLE = join(root, 'samples/demo/demo-match.pdf');

/** One document, one slip, one verdict, one result a stage, one record, three pieces of work, none left open. */
const ONCE = { documents: 1, slips: 1, verdicts: 1, results: 2, records: 1, work: 3, open: 0 };

describe('killed at every step, embedded', () => {
  it('finishes after a restart, once in effect', async () => {
    const folder = await temporaryFolder();
    try {
      const port = await sparePort();
      const env = {
        YANPIAO_DATA: folder.path,
        PORT: String(port),
        YANPIAO_URL: `http://127.0.0.1:${port}`,
        YANPIAO_OWNER: OWNER.email,
        YANPIAO_OWNER_PASSWORD: OWNER.password,
      };
      // The upload is committed and the program dies before it could announce it or answer.
      const dying = sabotage('after:accept', env);
      await eventually('the saboteur', 180, async () =>
        (await isHealthy(env.YANPIAO_URL)) ? true : undefined,
      );
      const uploading = Client.signIn(env.YANPIAO_URL).then((client) => client.upload([SAMPLE]));
      await expect(uploading).rejects.toThrow();
      await dying;

      for (const point of POINTS) await sabotage(point, env);

      const program = await startProgram(folder.path);
      try {
        const client = await Client.signIn(program.url);
        const { body: list } = await client.get('/api/v1/documents');
        expect(list.items).toHaveLength(1);
        const document = await client.document(list.items[0].id, ['done', 'review', 'failed', 'refused']);
        expect(document.state).toBe('done');
        expect(document.slips).toHaveLength(1);
        expect(document.slips[0].verdict.outcome).toBe('match');
      } finally {
        await program.stop();
      }
      expect(await counted({ kind: 'pglite', folder: join(folder.path, 'database') })).toEqual(ONCE);
    } finally {
      await folder.remove();
    }
  }, 600_000);
});

describe.skipIf(inject('postgres') === null || inject('redis') === null)(
  'killed at every step, distributed',
  () => {
    let program: Program;
    let env: Record<string, string>;
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let url: string;

    beforeAll(async () => {
      folder = await temporaryFolder();
      url = await newPostgresUrl();
      env = {
        YANPIAO_DATA: folder.path,
        DATABASE_URL: url,
        REDIS_URL: `${inject('redis')}/7`,
        YANPIAO_DEMO: 'on',
      };
      program = await startProgram(folder.path, { ...env, YANPIAO_TASKS: 'api,sweep' });
    });
    afterAll(async () => {
      await program.stop();
      await folder.remove();
    });

    it('finishes with another worker, once in effect', async () => {
      const client = await Client.signIn(program.url);
      const { body, status } = await client.upload([SAMPLE]);
      expect(status).toBe(202);
      const { id } = body.documents[0];

      for (const point of POINTS) await sabotage(point, env, ['line']);

      const worker = run('workers/line.js', env);
      try {
        const document = await client.document(id, ['done', 'review', 'failed', 'refused']);
        expect(document.state).toBe('done');
        expect(document.slips).toHaveLength(1);
      } finally {
        await worker.stop();
      }
      expect(await counted({ kind: 'postgres', url })).toEqual(ONCE);
    }, 600_000);
  },
);
