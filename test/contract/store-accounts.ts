/** The accounts' part of the store's contract. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import type { Store } from '../../src/ports/store.js';
import { unknownId } from './samples.js';

export function accountsContract(context: () => { store: Store; org: string; database: OpenDatabase }): void {
  const accounts = () => context().store.accounts;

  /** A person, as better-auth would write one. */
  async function person(): Promise<string> {
    const { drizzle, authSchema } = context().database;
    const id = randomUUID();
    await drizzle.insert(authSchema.user).values({ id, name: '测试员', email: `${id}@example.test` });
    return id;
  }

  describe('accounts', () => {
    it('makes organisations, with a given id once', async () => {
      const id = await accounts().createOrganisation('甲公司');
      expect(await accounts().organisationExists(id)).toBe(true);
      expect(await accounts().organisationName(id)).toBe('甲公司');
      expect(await accounts().createOrganisation('乙公司', id)).toBe(id);
      expect(await accounts().organisationName(id)).toBe('甲公司');
      expect(await accounts().organisationExists('none')).toBe(false);
      expect(await accounts().organisationName('none')).toBeNull();
    });

    it('keeps memberships, one role each', async () => {
      const { org } = context();
      const who = await person();
      await accounts().addMember(org, who, 'user');
      await accounts().addMember(org, who, 'owner');
      const other = await accounts().createOrganisation('乙公司');
      await sleep(2); // what came first is known to the millisecond
      await accounts().addMember(other, who, 'auditor');
      expect(await accounts().memberships(who)).toEqual([
        { organisationId: org, organisation: await accounts().organisationName(org), role: 'owner' },
        { organisationId: other, organisation: '乙公司', role: 'auditor' },
      ]);
      expect(await accounts().memberships(await person())).toEqual([]);
      await expect(accounts().addMember('none', who, 'user')).rejects.toMatchObject({ code: '23503' });
    });

    it('tells who belongs to an organisation', async () => {
      const { org } = context();
      expect(await accounts().members(org)).toEqual([]);
      const [owner, other] = [await person(), await person()];
      await accounts().addMember(org, owner, 'owner');
      await sleep(2); // who came first is known to the millisecond
      await accounts().addMember(org, other, 'user');
      await accounts().addMember(await accounts().createOrganisation('乙公司'), await person(), 'owner');
      expect(await accounts().members(org)).toEqual([
        { personId: owner, email: `${owner}@example.test`, role: 'owner' },
        { personId: other, email: `${other}@example.test`, role: 'user' },
      ]);
      expect(await accounts().members('none')).toEqual([]);
    });

    it('knows an API key by its digest until it is revoked', async () => {
      const { org } = context();
      const digest = randomUUID();
      const id = await accounts().addApiKey(org, 'finance', 'ERP', 'yp_abc', digest);
      expect((await accounts().listApiKeys(org))[0]).toMatchObject({ id, lastUsedAt: null, revokedAt: null });
      expect(await accounts().byApiKey(digest)).toEqual({
        organisationId: org,
        role: 'finance',
        personId: null,
        apiKeyId: id,
        name: 'ERP',
      });
      expect(await accounts().byApiKey('unknown')).toBeNull();
      expect((await accounts().listApiKeys(org))[0]?.lastUsedAt).toBeInstanceOf(Date);
      expect(await accounts().listApiKeys('none')).toEqual([]);
      expect(await accounts().revokeApiKey('none', id)).toBe(false);
      expect(await accounts().revokeApiKey(org, unknownId())).toBe(false);
      expect(await accounts().revokeApiKey(org, 'nothing')).toBe(false);
      expect(await accounts().revokeApiKey(org, id)).toBe(true);
      expect(await accounts().revokeApiKey(org, id)).toBe(false);
      expect(await accounts().byApiKey(digest)).toBeNull();
    });

    it('tells faults without the values they are about', async () => {
      const digest = 'secret-digest-of-a-key';
      await accounts().addApiKey(context().org, 'user', 'one', 'yp', digest);
      const again = accounts().addApiKey(context().org, 'user', 'two', 'yp', digest);
      const fault = await again.catch((error: unknown) => error);
      expect(fault).toMatchObject({ name: 'DatabaseFault', code: '23505' });
      expect(String(fault) + JSON.stringify(fault)).not.toContain(digest);
      await accounts().revokeApiKey(
        context().org,
        (await accounts().listApiKeys(context().org))[0]?.id ?? '',
      );
    });
  });
}
