/** Keys of calls whose work commits on its own: who holds one, what was answered under it, when it is forgotten. */
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { callKey, IdempotencyConflict, type KeptAnswer } from '../../src/ports/idempotency.js';
import type { Store } from '../../src/ports/store.js';
import { newDocument, principal } from './samples.js';

const LEASE_MS = 60_000;
const answer: KeptAnswer = {
  status: 201,
  type: 'application/json; charset=utf-8',
  body: '{"a":"发票\\u0000"}',
};

export function idempotencyContract(context: () => { store: Store; org: string }): void {
  const keys = () => context().store.idempotency;
  const key = callKey('POST /claims', 'someone', 'k');
  const claim = (fingerprint = 'f', leaseMs = LEASE_MS) =>
    keys().claim(context().org, { key, fingerprint }, leaseMs);

  describe('keys of calls', () => {
    it('are held by one, and tell the others what it was answered', async () => {
      expect(await claim()).toBe('ours');
      expect(await claim()).toBe('running');
      await keys().settle(context().org, key, answer);
      expect(await claim()).toEqual(answer);
      const elsewhere = await context().store.accounts.createOrganisation('Other', `${context().org}-keys`);
      expect(await keys().claim(elsewhere, { key, fingerprint: 'g' }, LEASE_MS)).toBe('ours');
    });

    it('keep the first answer, whatever comes after', async () => {
      await claim();
      await keys().settle(context().org, key, answer);
      await keys().settle(context().org, key, { ...answer, body: 'another' });
      await keys().settle(context().org, key, null);
      expect(await claim()).toEqual(answer);
    });

    it('refuse another request, while the first runs and after', async () => {
      await claim();
      await expect(claim('g')).rejects.toBeInstanceOf(IdempotencyConflict);
      await keys().settle(context().org, key, answer);
      await expect(claim('g')).rejects.toBeInstanceOf(IdempotencyConflict);
    });

    it('are free again for any request once their holder lets go', async () => {
      await claim();
      await keys().settle(context().org, key, null);
      expect(await claim('g')).toBe('ours');
    });

    it('go to exactly one of many at the same instant', async () => {
      const all = await Promise.all(Array.from({ length: 8 }, () => claim()));
      expect(all.filter((one) => one === 'ours')).toHaveLength(1);
      expect(all.filter((one) => one === 'running')).toHaveLength(7);
    });

    it('whose holder died go to exactly one with the same request', async () => {
      await claim();
      await sleep(50);
      await expect(claim('g', 10)).rejects.toBeInstanceOf(IdempotencyConflict);
      const all = await Promise.all(Array.from({ length: 4 }, () => claim('f', 40)));
      expect(all.filter((one) => one === 'ours')).toHaveLength(1);
    });

    it('are forgotten after a while, those of watched folders not', async () => {
      const { store, org } = context();
      await claim();
      await keys().settle(org, key, answer);
      const watched = { key: 'watch:0123', fingerprint: 'f' };
      const file = newDocument();
      const first = await store.documents.accept(principal(org), [file], watched);
      await keys().sweep(new Date(Date.now() - LEASE_MS));
      expect(await claim()).toEqual(answer);
      expect(await keys().sweep(new Date(Date.now() + LEASE_MS))).toBeGreaterThanOrEqual(1);
      expect(await claim('g')).toBe('ours');
      const again = await store.documents.accept(principal(org), [file], watched);
      expect(again).toMatchObject({ batchId: first.batchId, repeated: true });
    });
  });
}
