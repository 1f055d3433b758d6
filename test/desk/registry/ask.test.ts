import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { OpenDatabase } from '../../../src/adapters/postgres/open.js';
import { askRegisters, isOpen, type RegistryTools } from '../../../src/desk/registry/ask.js';
import { recordAnswer } from '../../../src/desk/registry/record-answer.js';
import type { RegistryAnswer, RegistryQuestion } from '../../../src/document/registry.js';
import { questionAbout } from '../../../src/document/registry-question.js';
import type { Outcome, Reason } from '../../../src/document/verdict.js';
import type { RegistryProvider } from '../../../src/ports/registry.js';
import { principal, slip, verdict } from '../../contract/samples.js';
import { openTestPglite } from '../../support/database.js';

describe('what the ledger leaves open', () => {
  const reason = (ours: string | null, theirs: string | null): Reason => ({
    ...{ field: 'grossTotal', ours, theirs, agree: ours === theirs, accepted: true },
  });
  const open = (outcome: Outcome, reasons: readonly Reason[] = [], provider?: string) =>
    isOpen(
      { ...verdict(outcome), reasons, ...(provider === undefined ? {} : { provider }) },
      '2026-03-15',
      '2026-03-16',
    );

  it('is what it does not know, or cannot compare; never what it has decided or what only we read wrong', () => {
    expect((['not_found', 'error', 'limited'] as const).map((outcome) => open(outcome))).toEqual([
      ...[true, true, true],
    ]);
    expect((['match', 'mismatch', 'unsupported'] as const).map((outcome) => open(outcome))).toEqual([
      ...[false, false, false],
    ]);
    expect(open('unverified', [reason('1.00', null)])).toBe(true);
    expect(open('unverified', [reason('1.00', null), reason('1.00', '2.00')])).toBe(false);
    expect(open('unverified', [reason('1.00', null)], 'one')).toBe(false);
  });

  it('is an invoice of today only from tomorrow', () => {
    expect(isOpen(verdict('not_yet'), '2026-03-15', '2026-03-15')).toBe(false);
    expect(isOpen(verdict('not_yet'), '2026-03-15', '2026-03-16')).toBe(true);
    expect(isOpen(verdict('not_yet'), null, '2026-03-16')).toBe(false);
  });
});

describe('asking', () => {
  let database: OpenDatabase;
  let org = '';
  let organisations = 0;
  let asked: string[] = [];
  let now = new Date('2026-03-20T10:00:00+08:00');
  beforeAll(async () => {
    database = await openTestPglite();
  });
  afterAll(() => database?.close());
  beforeEach(async () => {
    organisations += 1;
    org = await database.store.accounts.createOrganisation('甲', `ask-${organisations}`);
    asked = [];
    now = new Date('2026-03-20T10:00:00+08:00');
  });

  const KEY = 'N:26312000000012345678';
  const QUESTION: RegistryQuestion = { kind: 'digital_general', fields: { grossTotal: '113.00' } };
  const register = (
    name: string,
    outcome: Outcome,
    perInvoiceAndDay: number | null = null,
  ): RegistryProvider => ({
    name,
    kinds: ['digital_general'],
    quota: { perInvoiceAndDay, perDay: null },
    check: async () => {
      asked.push(name);
      return answerOf(name, outcome);
    },
  });
  const answerOf = (provider: string, outcome: Outcome): RegistryAnswer => ({
    ...{ provider, outcome, state: 'unknown', rawCode: null, rawText: null, fields: {} },
    ...{ checkedAt: now, person: null, evidence: null },
  });
  const tools = (...registers: readonly RegistryProvider[]): RegistryTools => ({
    ...{ registry: database.store.registry, registers, now: () => now },
  });
  const ask = async (given: RegistryTools, question = QUESTION, again = false) =>
    (await askRegisters(given, org, KEY, question, { again })).map(({ outcome }) => outcome);

  it('goes from one register to the next until one of them settles it', async () => {
    const given = tools(
      register('a', 'error'),
      register('b', 'not_found'),
      register('c', 'match'),
      register('d', 'match'),
    );
    expect(await ask(given)).toEqual(['error', 'not_found', 'match']);
    expect(asked).toEqual(['a', 'b', 'c']);
  });

  it('passes over registers that do not know the kind', async () => {
    expect(await ask(tools(register('a', 'match')), { kind: 'digital_rail', fields: {} })).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('asks nobody while answers count, and again when they do not, or are to other values', async () => {
    const given = tools(register('a', 'not_found'), register('b', 'error'));
    expect(await ask(given)).toEqual(['not_found', 'error']);
    expect(await ask(given)).toEqual([]);
    expect(await ask(given, { ...QUESTION, fields: { grossTotal: '113.01' } })).toHaveLength(2);
    // Ten minutes later an error counts no more; what was not found does for half a day.
    now = new Date(now.getTime() + 10 * 60_000);
    expect(await ask(given)).toEqual(['error']);
    now = new Date(now.getTime() + 12 * 3_600_000);
    expect(await ask(given)).toEqual(['not_found', 'error']);
    expect(await ask(given, QUESTION, true)).toHaveLength(2);
  });

  it('asks nobody while what a person found counts', async () => {
    const found = { outcome: 'match', state: 'normal', note: '', evidence: 'ab' } as const;
    const values = { invoiceNumber: KEY.slice(2), issueDate: '2026-03-15', grossTotal: '113.00' };
    const paper = slip('1', values);
    const invoice = { key: KEY, slip: paper };
    await recordAnswer(database.store.registry, principal(org), invoice, found, now);
    const given = tools(register('a', 'match'));
    const question = questionAbout(paper) ?? expect.fail();
    expect(await ask(given, question)).toEqual([]);
    // Of another paper under the same number he said nothing.
    const other = questionAbout(slip('1', { ...values, grossTotal: '9.00' })) ?? expect.fail();
    expect(await ask(given, other)).toEqual(['match']);
    now = new Date(now.getTime() + 86_400_000);
    expect(await ask(given, question)).toEqual(['match']);
  });

  it('keeps the quota of an invoice and day, whose midnight is that of Shanghai', async () => {
    const given = tools(register('a', 'not_found', 2));
    now = new Date('2026-03-20T23:58:00+08:00');
    expect(await ask(given, QUESTION, true)).toEqual(['not_found']);
    expect(await ask(given, QUESTION, true)).toEqual(['not_found']);
    expect(await ask(given, QUESTION, true)).toEqual(['limited']);
    // What was refused here was no question: it uses nothing up.
    expect(await ask(given, QUESTION, true)).toEqual(['limited']);
    expect(asked).toHaveLength(2);
    now = new Date('2026-03-21T00:00:00+08:00');
    expect(await ask(given, QUESTION, true)).toEqual(['not_found']);
  });
});
