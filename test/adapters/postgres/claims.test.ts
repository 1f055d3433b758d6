/** Two processes on one PostgreSQL that want the same invoice. */
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { PostgresClaims } from '../../../src/adapters/postgres/claims.js';
import { type OpenDatabase, openDatabase } from '../../../src/adapters/postgres/open.js';
import { ClaimConflict } from '../../../src/ports/rules.js';
import { principal } from '../../contract/samples.js';
import { newPostgresUrl } from '../../support/database.js';

const ORG = 'claims';
const who = (name: string) => ({ ...principal(ORG), name });
const key = (round: number, last = 0) => `C:0310026001${String(round).padStart(2, '0')}:1234567${last}`;

describe.skipIf(inject('postgres') === null)('claims from two connections', () => {
  let one: OpenDatabase;
  let two: OpenDatabase;
  beforeAll(async () => {
    const url = await newPostgresUrl();
    one = await openDatabase({ kind: 'postgres', url, connections: 2 });
    two = await openDatabase({ kind: 'postgres', url, connections: 2 });
    await one.store.accounts.createOrganisation('甲公司', ORG);
  });
  afterAll(async () => {
    await one?.close();
    await two?.close();
  });

  it('go to exactly one, however often both ask at the same instant', async () => {
    for (let round = 0; round < 30; round += 1) {
      const tries = await Promise.allSettled([
        one.store.claims.lock(who('甲'), `A-${round}`, [key(round)]),
        two.store.claims.lock(who('乙'), `B-${round}`, [key(round)]),
      ]);
      const lost = tries.filter((each) => each.status === 'rejected');
      expect(lost.map(({ reason }) => reason)).toEqual([expect.any(ClaimConflict)]);
      expect(await one.store.claims.holding(ORG, [key(round)])).toHaveLength(1);
    }
  });

  it('wait for whoever is at it: he commits, and the other is told of him', async () => {
    let second: Promise<unknown> = Promise.resolve();
    await one.drizzle.transaction(async (tx) => {
      await new PostgresClaims(tx).lock(who('甲'), 'A', [key(40)]);
      second = two.store.claims.lock(who('乙'), 'B', [key(40)]).catch((error: unknown) => error);
      const ended = await Promise.race([second.then(() => true), aMoment()]);
      expect(ended).toBe(false);
    });
    expect(await second).toMatchObject({ held: [{ claimedBy: '甲', reference: 'A' }] });
  });

  it('go to the other when the first gives up', async () => {
    let second: Promise<unknown> = Promise.resolve();
    const first = one.drizzle.transaction(async (tx) => {
      await new PostgresClaims(tx).lock(who('甲'), 'A', [key(41)]);
      second = two.store.claims.lock(who('乙'), 'B', [key(41)]);
      await aMoment();
      throw new Error('given up');
    });
    await expect(first).rejects.toThrow('given up');
    expect(await second).toMatchObject([{ claimedBy: '乙', state: 'lock' }]);
  });

  it('of batches in opposite order, with cancelling in between, never end in a deadlock', async () => {
    for (let round = 50; round < 60; round += 1) {
      const keys = Array.from({ length: 8 }, (_, last) => key(round, last));
      const tries = await Promise.allSettled([
        one.store.claims.lock(who('甲'), `A-${round}`, keys),
        two.store.claims.lock(who('乙'), `B-${round}`, [...keys].reverse()),
        two.store.claims.end(who('甲'), `A-${round}`, 'cancel'),
        one.store.claims.lock(who('甲'), `A-${round}`, [...keys].reverse()),
      ]);
      for (const each of tries)
        if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(ClaimConflict);
      const held = await one.store.claims.holding(ORG, keys);
      expect(new Set(held.map(({ reference }) => reference)).size).toBeLessThanOrEqual(1);
      expect([0, keys.length]).toContain(held.length);
    }
  });
});

/** Long enough for whoever is not kept waiting; false at its end. */
const aMoment = () => new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 300));
