/** Claims, and what registers and people said of invoices. */
import { describe, expect, it } from 'vitest';
import type { RegistryAnswer } from '../../src/document/registry.js';
import type { Principal } from '../../src/ports/accounts.js';
import { BadCursor } from '../../src/ports/page.js';
import { ClaimConflict } from '../../src/ports/rules.js';
import type { Store } from '../../src/ports/store.js';
import { newDocument, only, principal, reading, slip, unknownId } from './samples.js';

const key = (last: number) => `N:263120000000000001${String(last).padStart(2, '0')}`;

export function claimsContract(context: () => { store: Store; org: string }): void {
  const claims = () => context().store.claims;
  const org = () => context().org;
  const who = (name = '张三'): Principal => ({ ...principal(org()), name });
  const heldBy = async (...keys: string[]) =>
    (await claims().holding(org(), keys)).map(({ recordKey, reference }) => [recordKey, reference]);

  describe('claims', () => {
    it('lock all invoices or none, and say who has them', async () => {
      const made = await claims().lock(who(), 'BX-1', [key(2), key(1)]);
      expect(made.map(({ recordKey, state }) => [recordKey, state])).toEqual([
        [key(1), 'lock'],
        [key(2), 'lock'],
      ]);
      const refused = await claims()
        .lock(who('李四'), 'BX-2', [key(3), key(2)])
        .catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(ClaimConflict);
      expect((refused as ClaimConflict).held).toMatchObject([
        { recordKey: key(2), reference: 'BX-1', claimedBy: '张三', state: 'lock' },
      ]);
      expect(await heldBy(key(1), key(2), key(3))).toEqual([
        [key(1), 'BX-1'],
        [key(2), 'BX-1'],
      ]);
    });

    it('stay as they are when repeated, also at once, and grow by what is new', async () => {
      const first = await claims().lock(who(), 'BX-1', [key(1), key(2)]);
      const again = await Promise.all([
        claims().lock(who(), 'BX-1', [key(2), key(1), key(1)]),
        claims().lock(who(), 'BX-1', [key(1), key(2)]),
      ]);
      expect(again).toEqual([first, first]);
      await claims().lock(who(), 'BX-1', [key(1), key(3)]);
      expect((await claims().list(org(), { reference: 'BX-1' }, { limit: 9 })).items).toHaveLength(3);
    });

    it('are not shared by two people who write the same reference', async () => {
      await claims().lock(who('张三'), 'BX-1', [key(1)]);
      await expect(claims().lock(who('李四'), 'BX-1', [key(1)])).rejects.toBeInstanceOf(ClaimConflict);
    });

    it('are won by exactly one of many who ask at once', async () => {
      const tries = await Promise.allSettled(
        Array.from({ length: 6 }, (_, index) => claims().lock(who(`P${index}`), `BX-${index}`, [key(1)])),
      );
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      for (const one of tries)
        if (one.status === 'rejected') expect(one.reason).toBeInstanceOf(ClaimConflict);
      expect(await heldBy(key(1))).toHaveLength(1);
    });

    it('of the same batch in opposite order end without a deadlock', async () => {
      const keys = Array.from({ length: 20 }, (_, index) => key(index));
      const tries = await Promise.allSettled([
        claims().lock(who('甲'), 'BX-1', keys),
        claims().lock(who('乙'), 'BX-2', [...keys].reverse()),
        claims().lock(who('丙'), 'BX-3', [...keys.slice(10), ...keys.slice(0, 10)]),
      ]);
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(new Set((await heldBy(...keys)).map(([, reference]) => reference)).size).toBe(1);
      expect(await heldBy(...keys)).toHaveLength(20);
    });

    it('are free again when cancelled, and used for good when closed', async () => {
      await claims().lock(who(), 'BX-1', [key(1), key(2)]);
      const cancelled = await claims().end(who(), 'BX-1', 'cancel');
      expect(cancelled.map(({ state, endedAt }) => [state, endedAt instanceof Date])).toEqual([
        ['cancel', true],
        ['cancel', true],
      ]);
      await claims().lock(who('李四'), 'BX-2', [key(1)]);
      expect(await claims().end(who(), 'BX-2', 'closure')).toMatchObject([{ state: 'closure' }]);
      // Repeated it changes nothing, and what is paid cannot be withdrawn.
      expect(await claims().end(who(), 'BX-2', 'closure')).toHaveLength(1);
      expect(await claims().end(who(), 'BX-2', 'cancel')).toEqual([]);
      await expect(claims().lock(who(), 'BX-3', [key(1)])).rejects.toBeInstanceOf(ClaimConflict);
      expect((await claims().history(org(), key(1))).map(({ state }) => state)).toEqual([
        'closure',
        'cancel',
      ]);
      expect(await claims().end(who(), 'none', 'cancel')).toEqual([]);
    });

    it('of others stay where only one’s own are ended', async () => {
      await claims().lock(who('张三'), 'BX-1', [key(1)]);
      expect(await claims().end(who('李四'), 'BX-1', 'cancel', { ownOnly: true })).toEqual([]);
      expect(await heldBy(key(1))).toHaveLength(1);
      expect(await claims().end(who('张三'), 'BX-1', 'cancel', { ownOnly: true })).toHaveLength(1);
    });

    it('are listed newest first, by reference and state, and of one organisation', async () => {
      await claims().lock(who(), 'BX-1', [key(1), key(2)]);
      await claims().end(who(), 'BX-1', 'cancel');
      await claims().lock(who(), 'BX-2', [key(1), key(2), key(3)]);
      const list = (filter: Parameters<Store['claims']['list']>[1], cursor?: string) =>
        claims().list(org(), filter, { limit: 2, ...(cursor === undefined ? {} : { cursor }) });
      const first = await list({ state: 'lock' });
      const second = await list({ state: 'lock' }, first.next ?? '');
      expect([...first.items, ...second.items].map(({ recordKey }) => recordKey)).toEqual([
        ...[key(3), key(2), key(1)],
      ]);
      expect(second.next).toBeNull();
      expect((await list({ reference: 'BX-1' })).items).toHaveLength(2);
      expect((await list({ recordKey: key(2) })).items.map(({ reference }) => reference)).toEqual([
        ...['BX-2', 'BX-1'],
      ]);
      await expect(list({}, 'x')).rejects.toBeInstanceOf(BadCursor);
      const other = await context().store.accounts.createOrganisation('Other', `${org()}-claims`);
      expect((await claims().list(other, {}, { limit: 9 })).items).toEqual([]);
      await claims().lock(principal(other), 'BX-1', [key(1)]);
      expect(await claims().lock(who(), 'none', [])).toEqual([]);
    });
  });

  describe('answers of registers', () => {
    const registry = () => context().store.registry;
    const answer = (minute: number, change: Partial<RegistryAnswer> = {}): RegistryAnswer => ({
      ...{ provider: 'one', outcome: 'match', state: 'normal', rawCode: '001', rawText: '一致\u0000' },
      ...{ fields: { grossTotal: '113.00' }, checkedAt: new Date(Date.UTC(2026, 2, 15, 0, minute)) },
      ...{ person: null, evidence: null, question: 'digest' },
      ...change,
    });

    it('are kept and told newest first', async () => {
      await registry().keep(org(), key(1), answer(1));
      await registry().keep(org(), key(1), answer(3, { outcome: 'not_found', state: 'unknown' }));
      await registry().keep(org(), key(1), answer(2, { provider: 'person', person: '张三', evidence: 'ab' }));
      const history = await registry().history(org(), key(1));
      expect(history.map(({ checkedAt }) => checkedAt.getUTCMinutes())).toEqual([3, 2, 1]);
      expect(history[2]).toEqual({ ...answer(1), rawText: '一致' });
      expect(await registry().latest(org(), key(1))).toMatchObject({ outcome: 'not_found' });
      expect(await registry().latest(org(), key(2))).toBeNull();
      expect(await registry().history('nobody', key(1))).toEqual([]);
    });

    it('are counted by provider, invoice and time; what was not asked does not count', async () => {
      for (const [minute, invoice] of [
        [1, 1],
        [5, 1],
        [6, 2],
      ] as const)
        await registry().keep(org(), key(invoice), answer(minute));
      await registry().keep(org(), key(1), answer(7, { provider: 'two' }));
      for (const rawCode of ['quota', 'circuit_open', 'no_turn'])
        await registry().keep(org(), key(1), answer(8, { outcome: 'limited', rawCode }));
      await registry().keep(org(), key(1), answer(9, { rawCode: null }));
      const since = new Date(Date.UTC(2026, 2, 15, 0, 5));
      expect(await registry().asked(org(), 'one', key(1), since)).toEqual({ invoice: 2, all: 3 });
      expect(await registry().asked(org(), 'three', key(1), since)).toEqual({ invoice: 0, all: 0 });
    });
  });

  describe('asking registers', () => {
    const work = () => context().store.work;
    /** A document with one invoice, matched. */
    async function matched(last: number): Promise<string> {
      const { documents } = context().store;
      const accepted = await documents.accept(principal(org()), [newDocument()]);
      const slips = [slip('1', { invoiceNumber: key(last).slice(2) })];
      const match = only(await work().finishRead(only(accepted.announcements).workId, reading(slips)));
      await work().finishMatch(match.workId, new Map(), 'done');
      return accepted.documents[0]?.id ?? '';
    }

    it('is opened once, leaves the document alone, and has it matched again', async () => {
      const [id, other] = [await matched(1), await matched(1)];
      const opened = only(await work().openRegistry(org(), id));
      expect(opened.kind).toBe('registry');
      expect(await work().openRegistry(org(), id)).toEqual([]);
      await work().start(opened.workId);
      expect((await context().store.documents.get(org(), id))?.state).toBe('done');
      const following = await work().finishRegistry(opened.workId, [key(1), key(1), key(9)]);
      const subjects = await Promise.all(following.map(({ workId }) => work().get(workId)));
      expect(subjects.map((item) => item?.kind)).toEqual(['match', 'match']);
      expect(new Set(subjects.map((item) => item?.subjectId))).toEqual(new Set([id, other]));
      expect(await work().finishRegistry(opened.workId, [key(1)])).toEqual([]);
      // One that waits already will see the answer too.
      expect(await work().openAnswered(org(), [key(1)])).toEqual([]);
    });

    it('that fails leaves the document as it is', async () => {
      const id = await matched(2);
      const opened = only(await work().openRegistry(org(), id));
      await work().fail(opened.workId, 'TypeError');
      expect((await context().store.documents.get(org(), id))?.state).toBe('done');
      expect(await work().reopen(org(), opened.workId)).toHaveLength(1);
    });

    it('is of documents of the organisation only', async () => {
      const id = await matched(3);
      const other = await context().store.accounts.createOrganisation('Other', `${org()}-registry`);
      expect(await work().openRegistry(other, id)).toEqual([]);
      expect(await work().openRegistry(org(), unknownId())).toEqual([]);
      expect(await work().openAnswered(other, [key(3)])).toEqual([]);
    });
  });
}
