/** The first start over the real database and real sessions, broken off at each of its steps. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAuth } from '../../../src/adapters/auth/auth.js';
import type { OpenDatabase } from '../../../src/adapters/postgres/open.js';
import { createOwner } from '../../../src/desk/accounts/first-start.js';
import type { Auth } from '../../../src/ports/auth.js';
import { openTestPglite } from '../../support/database.js';

const OWNER = { email: 'Owner@Example.test', password: 'correct-horse-battery' };

let database: OpenDatabase;
let auth: Auth;
beforeEach(async () => {
  database = await openTestPglite();
  auth = await createAuth({
    drizzle: database.drizzle,
    authSchema: database.authSchema,
    secret: 'a secret for tests that is long enough',
    publicUrl: 'http://yanpiao.test',
    onFault: (_what, error) => {
      throw error;
    },
  });
});
afterEach(() => database.close());

async function signsIn(password: string): Promise<boolean> {
  const answer = await auth.handle(
    new Request('http://yanpiao.test/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: OWNER.email, password }),
    }),
  );
  return answer.ok;
}

const isOwner = async () => {
  const personId = await auth.findPerson(OWNER.email);
  const memberships = personId === null ? [] : await database.store.accounts.memberships(personId);
  return (
    memberships.length === 1 && memberships[0]?.organisationId === '1' && memberships[0].role === 'owner'
  );
};

describe('createOwner', () => {
  it('makes organisation 1 and its owner, once', async () => {
    const { accounts } = database.store;
    expect(await createOwner(accounts, auth, OWNER)).toEqual({ email: OWNER.email, madeUpPassword: null });
    expect(await isOwner()).toBe(true);
    expect(await signsIn(OWNER.password)).toBe(true);
    expect(await createOwner(accounts, auth, OWNER)).toBeNull();
    expect(await createOwner(accounts, auth, { email: 'another@example.test', password: null })).toBeNull();
    expect(await auth.findPerson('another@example.test')).toBeNull();
  });

  it('makes up a password where none is given', async () => {
    const made = await createOwner(database.store.accounts, auth, { email: OWNER.email, password: null });
    expect(made?.madeUpPassword).toMatch(/^[A-Za-z0-9_-]{16}$/);
    expect(await signsIn(made?.madeUpPassword ?? '')).toBe(true);
  });

  it.each(['createPerson', 'setPassword', 'createOrganisation', 'addMember'] as const)(
    'finishes at the next start what broke off at %s',
    async (step) => {
      const { accounts } = database.store;
      const broken = () => Promise.reject(new Error('killed'));
      const partly = {
        accounts: {
          members: (id: string) => accounts.members(id),
          createOrganisation:
            step === 'createOrganisation' ? broken : accounts.createOrganisation.bind(accounts),
          addMember: step === 'addMember' ? broken : accounts.addMember.bind(accounts),
        },
        auth: {
          ...auth,
          ...(step === 'createPerson' ? { createPerson: broken } : {}),
          ...(step === 'setPassword' ? { setPassword: broken } : {}),
        },
      };
      if (step === 'setPassword') {
        // A person without a password: what a kill inside createPerson leaves.
        await auth.createPerson({ email: OWNER.email, name: 'x', password: 'from the broken start' });
      }
      await expect(
        createOwner(partly.accounts, partly.auth, { ...OWNER, password: 'first try 1' }),
      ).rejects.toThrow('killed');
      expect(await createOwner(accounts, auth, OWNER)).not.toBeNull();
      expect(await isOwner()).toBe(true);
      expect(await signsIn(OWNER.password)).toBe(true);
    },
  );
});

describe('an owner renamed after a broken start', () => {
  it('is made all the same', async () => {
    const { accounts } = database.store;
    const broken = {
      members: (id: string) => accounts.members(id),
      createOrganisation: accounts.createOrganisation.bind(accounts),
      addMember: () => Promise.reject(new Error('killed')),
    };
    const before = { email: 'before@example.test', password: 'first try 1' };
    await expect(createOwner(broken, auth, before)).rejects.toThrow('killed');
    expect(await createOwner(accounts, auth, OWNER)).not.toBeNull();
    expect(await isOwner()).toBe(true);
    expect(await signsIn(OWNER.password)).toBe(true);
    expect(await accounts.members('1')).toMatchObject([{ email: 'owner@example.test', role: 'owner' }]);
    expect(await createOwner(accounts, auth, before)).toBeNull();
  });
});

describe('what the new organisation is furnished with', () => {
  it('is repeated at the next start when it broke off, and never once the owner is there', async () => {
    const { accounts } = database.store;
    const furnish = async () => {
      // The organisation is there by now: what is put into it needs it.
      if (!(await accounts.organisationExists('1'))) throw new Error('too early');
      furnished += 1;
    };
    let furnished = 0;
    const killed = () => Promise.reject(new Error('killed'));
    await expect(createOwner(accounts, auth, OWNER, killed)).rejects.toThrow('killed');
    expect(await isOwner()).toBe(false);
    expect(await createOwner(accounts, auth, OWNER, furnish)).not.toBeNull();
    expect(await createOwner(accounts, auth, OWNER, furnish)).toBeNull();
    expect(furnished).toBe(1);
    expect(await signsIn(OWNER.password)).toBe(true);
  });
});

describe('people', () => {
  it('are found whatever the case of their address, and made once', async () => {
    const id = await auth.createPerson({ email: 'A@b.Test', name: 'A', password: 'long enough 1' });
    expect(await auth.findPerson('a@B.test')).toBe(id);
    await expect(
      auth.createPerson({ email: 'a@b.test', name: 'A', password: 'long enough 2' }),
    ).rejects.toThrow();
  });

  it('lose their sessions when their password is set', async () => {
    await createOwner(database.store.accounts, auth, OWNER);
    const answer = await auth.handle(
      new Request('http://yanpiao.test/api/auth/sign-in/email', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(OWNER),
      }),
    );
    const cookie = answer.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const headers = new Headers({ cookie });
    const person = await auth.signedIn(headers);
    expect(person).toMatchObject({ email: 'owner@example.test' });
    await auth.setPassword(person?.personId ?? '', 'another password 1');
    expect(await auth.signedIn(headers)).toBeNull();
    expect(await signsIn(OWNER.password)).toBe(false);
    expect(await signsIn('another password 1')).toBe(true);
  });
});
