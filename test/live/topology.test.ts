/**
 * The topology of docker-compose.yml, from Debian's packages: one API, two line workers and a sweeper as processes of
 * their own on a real PostgreSQL and Redis, sharing one folder of originals.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { newPostgresUrl } from '../support/database.js';
import {
  Client,
  type Program,
  type Running,
  root,
  run,
  startProgram,
  temporaryFolder,
} from '../support/program.js';

const FINAL = ['done', 'review', 'refused', 'failed'];
const demo = (name: string) => join(root, 'samples/demo', name);

describe.skipIf(inject('postgres') === null || inject('redis') === null)(
  'API, two line workers, sweeper',
  () => {
    let api: Program;
    let workers: Running[];
    let sweeper: Running;
    let folder: Awaited<ReturnType<typeof temporaryFolder>>;
    let env: Record<string, string>;

    beforeAll(async () => {
      folder = await temporaryFolder();
      env = {
        YANPIAO_DATA: folder.path,
        DATABASE_URL: await newPostgresUrl(),
        REDIS_URL: `${inject('redis')}/8`,
        YANPIAO_DEMO: 'on',
        YANPIAO_READERS: '1',
      };
      api = await startProgram(folder.path, { ...env, YANPIAO_TASKS: 'api' });
      workers = [run('workers/line.js', env), run('workers/line.js', env)];
      sweeper = run('workers/sweep.js', env);
    });
    afterAll(async () => {
      await Promise.all([...workers, sweeper].map((one) => one.stop()));
      await api.stop();
      await folder.remove();
    });

    it('reads and matches what is handed in to the API', async () => {
      const client = await Client.signIn(api.url);
      const { status, body } = await client.upload([
        demo('demo-match.pdf'),
        demo('demo-mismatch-snap.png'),
        demo('demo-not-found.jpg'),
      ]);
      expect(status).toBe(202);
      const documents = [];
      for (const { id } of body.documents) documents.push(await client.document(id, FINAL, 120));
      expect(documents.map((document) => document.slips[0]?.verdict?.outcome)).toEqual([
        'match',
        'mismatch',
        'not_found',
      ]);
    }, 180_000);

    it('goes on with the other worker when one is killed', async () => {
      const client = await Client.signIn(api.url);
      const files = ['vat-special-paper-scan.jpg', 'vat-general-paper-scan.pdf', 'digital-special-180.png'];
      const { body } = await client.upload(files.map((name) => join(root, 'samples/files', name)));
      const [first, second] = workers;
      if (first === undefined || second === undefined) throw new Error('no workers');
      await client.document(body.documents[0].id, ['reading', ...FINAL]);
      await first.kill();
      workers = [second];
      for (const { id } of body.documents) {
        const document = await client.document(id, FINAL, 120);
        expect(document.state).toMatch(/^(done|review)$/);
        expect(document.slips).toHaveLength(1);
      }
    }, 180_000);
  },
);
