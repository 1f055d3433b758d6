/** Two servers on one PostgreSQL that get the same call at the same instant. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type OpenDatabase, openDatabase } from '../../src/adapters/postgres/open.js';
import { createApiKey } from '../../src/desk/accounts/api-keys.js';
import { verifyAgainstLedger } from '../../src/pipeline/run-match.js';
import { newPostgresUrl } from '../support/database.js';
import { bearer, type Server, startServer } from './fixture.js';

const ORG = 'two-servers';
const ROUNDS = 10;

describe.skipIf(inject('postgres') === null)('the same call to two servers', () => {
  let server: Server;
  const databases: OpenDatabase[] = [];
  beforeAll(async () => {
    server = await startServer();
    const url = await newPostgresUrl();
    for (const _ of ['one', 'two'])
      databases.push(await openDatabase({ kind: 'postgres', url, connections: 4 }));
    await databases[0]?.store.accounts.createOrganisation('云栖样例有限公司', ORG);
  });
  afterAll(async () => {
    await server?.close();
    for (const database of databases) await database.close();
  });

  it('is done by exactly one; the other tells to wait, or gives its answer', async () => {
    const [first] = databases;
    if (first === undefined) throw new Error('no database');
    const { key } = await createApiKey(first.store.accounts, ORG, 'finance', 'ERP');
    const apps = await Promise.all(
      databases.map(({ store }) =>
        server.again({
          store,
          verify: (organisationId, slip) => verifyAgainstLedger(store, organisationId, slip, new Date()),
        }),
      ),
    );
    for (let round = 0; round < ROUNDS; round += 1) {
      const payload = { number: `2444200000012345${1000 + round}`, date: '2024-05-28', amount: '106.00' };
      const ask = () =>
        apps.map((app) =>
          app.inject({
            method: 'POST',
            url: '/api/v1/queries',
            payload,
            headers: { ...bearer(key), 'idempotency-key': `round-${round}` },
          }),
        );
      const both = await Promise.all(ask());
      const fresh = both.filter((one) => one.statusCode === 200 && !('idempotency-replayed' in one.headers));
      expect(fresh).toHaveLength(1);
      for (const other of both.filter((one) => !fresh.includes(one)))
        expect(other.json().code ?? other.body).toBe(
          other.statusCode === 409 ? 'idempotency_running' : fresh[0]?.body,
        );
      for (const late of await Promise.all(ask())) expect(late.body).toBe(fresh[0]?.body);
    }
    const who = { organisationId: ORG, role: 'finance', personId: null, apiKeyId: null, name: '' } as const;
    const { items } = await first.store.queries.list(who, {}, { limit: 200 });
    expect(items).toHaveLength(ROUNDS);
  });
});
