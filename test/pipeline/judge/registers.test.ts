import { describe, expect, it } from 'vitest';
import { officialOf } from '../../../src/document/official.js';
import { PERSON, type RegistryAnswer } from '../../../src/document/registry.js';
import { digestOf, questionAbout } from '../../../src/document/registry-question.js';
import type { Slip } from '../../../src/document/slip.js';
import type { Outcome, Verdict } from '../../../src/document/verdict.js';
import { withAnswers } from '../../../src/pipeline/judge/registers.js';
import { DIGITAL, LEGACY, reread, slipOf } from '../ledger-fixture.js';

/** Issued on 15 October, so that silence has counted since the 18th. */
const SLIP = slipOf(DIGITAL);
const NOW = new Date('2026-11-22T02:00:00Z');

const verdict = (outcome: Outcome, change: Partial<Verdict> = {}): Verdict => ({
  outcome,
  state: 'unknown',
  confidence: 0.9,
  reasons: [],
  remedy: '底账的说法',
  ledgerId: null,
  candidates: [],
  checkedAt: NOW.toISOString(),
  official: officialOf(outcome, change.state ?? 'unknown'),
  ...change,
});

/** As told about this very slip, an hour ago. */
function answer(outcome: Outcome, change: Partial<RegistryAnswer> = {}, slip: Slip = SLIP): RegistryAnswer {
  const question = questionAbout(slip);
  return {
    provider: 'baidu',
    outcome,
    state: 'unknown',
    rawCode: '0001',
    rawText: '查验成功',
    fields: {},
    checkedAt: new Date('2026-11-22T01:00:00Z'),
    person: null,
    evidence: null,
    question: question === null ? null : digestOf(question),
    ...change,
  };
}
const judged = (told: Verdict, answers: readonly RegistryAnswer[], slip: Slip = SLIP, now = NOW) =>
  withAnswers(slip, told, answers, now);
const AGREES = {
  field: 'issueDate',
  ours: '2026-10-15',
  theirs: '2026-10-15',
  agree: true,
  accepted: true,
} as const;
const DIFFERS = {
  field: 'grossTotal',
  ours: '106.00',
  theirs: '107.00',
  agree: false,
  accepted: true,
} as const;

describe('where the ledger has nothing', () => {
  it('the register’s answer counts, with who gave it, when, and in which words', () => {
    const found = judged(verdict('not_found'), [answer('match', { state: 'normal' })]);
    expect(found).toMatchObject({
      outcome: 'match',
      state: 'normal',
      provider: 'baidu',
      rawCode: '0001',
      rawText: '查验成功',
      answeredAt: '2026-11-22T01:00:00.000Z',
      official: { code: '001', stateCode: '0' },
    });
    expect(found.remedy).toContain('查验服务（baidu）');
    expect(found.confidence).toBeGreaterThan(0.99);
    expect(found.otherAnswer).toBeUndefined();
  });

  it.each(['mismatch', 'not_found'] as const)('so does %s', (outcome) => {
    expect(judged(verdict('not_found'), [answer(outcome)])).toMatchObject({ outcome, provider: 'baidu' });
    expect(judged(verdict('unverified'), [answer(outcome)]).outcome).toBe('unverified');
  });

  it('so does what a person found at the official site', () => {
    const told = answer('match', { provider: PERSON, state: 'void', rawCode: null, rawText: null });
    const found = judged(verdict('not_yet'), [told]);
    expect(found).toMatchObject({ outcome: 'match', state: 'void', provider: PERSON });
    expect(found).not.toHaveProperty('rawCode');
    expect(found.remedy).toContain('人工查验记录');
    expect(found.remedy).toContain('电子发票不能作废');
  });

  it('nothing changes without an answer', () => {
    const told = verdict('not_found');
    expect(judged(told, [])).toBe(told);
  });

  it.each(['limited', 'error'] as const)(
    'that nobody could tell (%s) is said on its day, of what is missing',
    (outcome) => {
      expect(judged(verdict('not_found'), [answer(outcome)]).outcome).toBe(outcome);
      expect(judged(verdict('not_yet'), [answer(outcome)]).outcome).toBe('not_yet');
      const tomorrow = new Date('2026-11-22T16:00:00Z');
      expect(judged(verdict('not_found'), [answer(outcome)], SLIP, tomorrow).outcome).toBe('not_found');
      // What was told before is worth more.
      const earlier = answer('match', { state: 'normal', checkedAt: new Date('2026-11-21T01:00:00Z') });
      expect(judged(verdict('not_found'), [answer(outcome), earlier]).outcome).toBe('match');
    },
  );

  it('an answer from before silence counted means nothing once it does', () => {
    const early = { checkedAt: new Date('2026-10-16T01:00:00Z') };
    for (const outcome of ['not_found', 'not_yet'] as const) {
      const told = verdict('not_found');
      expect(judged(told, [answer(outcome, early)])).toBe(told);
      const then = judged(verdict('not_yet'), [answer(outcome, early)], SLIP, early.checkedAt);
      expect(then.outcome).toBe('not_yet');
    }
  });
});

describe('never a false confirmation', () => {
  const altered = reread(SLIP, { grossTotal: '1060.00' });

  it('of a paper whose values nobody asked about', () => {
    for (const change of [{}, { question: undefined }, { question: null }]) {
      const told = judged(verdict('not_found'), [answer('match', change, SLIP)], altered);
      expect(told.outcome).toBe('unverified');
      expect(told.remedy).toContain('没有按本票的票面值查验过');
    }
  });

  it('of a paper whose values differ from those that the register tells', () => {
    const told = judged(
      verdict('not_found'),
      [answer('match', { fields: { grossTotal: '106.00', issueDate: '20261015' } }, altered)],
      altered,
    );
    expect(told.outcome).toBe('mismatch');
    expect(told.reasons).toMatchObject([
      { field: 'grossTotal', ours: '1060.00', theirs: '106.00', agree: false },
      { field: 'issueDate', agree: true },
    ]);
    expect(told.remedy).toContain('查验服务（baidu）为“106.00”');
  });

  it('but of one whose every value the register tells itself', () => {
    const fields = { grossTotal: '106', issueDate: '2026-10-15' };
    const told = { fields, question: null, state: 'normal' as const };
    expect(judged(verdict('not_found'), [answer('match', told)]).outcome).toBe('match');
    const { issueDate } = fields;
    expect(judged(verdict('not_found'), [answer('match', { ...told, fields: { issueDate } })]).outcome).toBe(
      'unverified',
    );
  });

  it.each(['grossTotal', 'issueDate'] as const)('nor accusation where %s is not sure', (name) => {
    const unsure = reread(SLIP, { [name]: { accepted: false } });
    for (const outcome of ['match', 'mismatch', 'not_found'] as const) {
      const told = judged(verdict('not_found'), [answer(outcome, {}, SLIP)], unsure);
      expect(told.outcome).toBe('unverified');
      expect(told.remedy).toContain('请对照原件');
    }
    const doubted = reread(SLIP, { sellerName: { value: '别家测试有限公司', accepted: false } });
    const fields = { sellerName: '沪上样例餐饮管理有限公司' };
    expect(judged(verdict('not_found'), [answer('match', { fields })], doubted).outcome).toBe('unverified');
  });

  it('nor accusation of what was asked about other values', () => {
    const told = verdict('not_found');
    expect(judged(told, [answer('mismatch', {}, SLIP)], altered)).toBe(told);
    expect(judged(told, [answer('not_found', {}, altered)])).toBe(told);
  });

  it('takes a check code’s last digits, and a masked value as none', () => {
    const slip = slipOf(LEGACY);
    const fields = { checkCode: '220417', buyerName: '云溪***公司' };
    expect(judged(verdict('not_found'), [answer('match', { fields }, slip)], slip).outcome).toBe('match');
    const other = { checkCode: '220418' };
    expect(judged(verdict('not_found'), [answer('match', { fields: other }, slip)], slip).outcome).toBe(
      'mismatch',
    );
  });
});

describe('where the ledger has the invoice but cannot decide', () => {
  const gap = { field: 'checkCode', ours: '220417', theirs: null, agree: false, accepted: true } as const;
  const bare = verdict('unverified', { ledgerId: 'x', state: 'normal', reasons: [AGREES, gap] });

  it('a confirmation decides, and so does a difference', () => {
    expect(judged(bare, [answer('match', { state: 'normal' })])).toMatchObject({
      outcome: 'match',
      ledgerId: 'x',
    });
    expect(judged(bare, [answer('mismatch')])).toMatchObject({ outcome: 'mismatch', state: 'normal' });
    expect(judged(bare, [answer('not_found')])).toBe(bare);
  });

  it('the ledger’s warning stays', () => {
    const told = judged({ ...bare, state: 'void' }, [answer('match', { state: 'normal' })]);
    expect(told).toMatchObject({
      outcome: 'match',
      state: 'void',
      otherAnswer: { by: 'ledger', state: 'void' },
    });
    expect(told.remedy).toContain('作废');
  });

  it('nothing decides where a field differs from the ledger’s', () => {
    const doubt = verdict('unverified', { ledgerId: 'x', reasons: [{ ...DIFFERS, accepted: false }] });
    const told = judged(doubt, [answer('match')]);
    expect(told.outcome).toBe('unverified');
    expect(told.otherAnswer).toMatchObject({ by: 'baidu', outcome: 'match' });
  });
});

describe('beside the ledger’s match and mismatch', () => {
  const match = verdict('match', { ledgerId: 'x', state: 'normal', reasons: [AGREES] });
  const mismatch = verdict('mismatch', { ledgerId: 'x', state: 'normal', reasons: [DIFFERS] });

  it.each(['limited', 'error', 'unsupported', 'not_yet'] as const)('%s says nothing', (outcome) => {
    expect(judged(match, [answer(outcome)])).toBe(match);
  });

  it('agreement changes nothing', () => {
    expect(judged(match, [answer('match', { state: 'normal' })])).toBe(match);
    expect(
      judged({ ...match, state: 'is_red' }, [answer('match', { state: 'normal' })]).otherAnswer,
    ).toBeUndefined();
  });

  it.each([
    ['match', 'mismatch'],
    ['match', 'not_found'],
    ['mismatch', 'match'],
  ] as const)('the ledger’s %s stands against %s, and both are shown', (own, other) => {
    const told = judged(own === 'match' ? match : mismatch, [answer(other)]);
    expect(told.outcome).toBe(own);
    expect(told.provider).toBeUndefined();
    expect(told.otherAnswer).toEqual({
      by: 'baidu',
      outcome: other,
      state: 'unknown',
      rawCode: '0001',
      rawText: '查验成功',
      at: '2026-11-22T01:00:00.000Z',
    });
    expect(told.remedy).toContain('答复不同');
  });

  it('a state that the ledger lacks is the register’s', () => {
    const told = judged({ ...match, state: 'unknown' }, [answer('match', { state: 'red_part' })]);
    expect(told).toMatchObject({
      outcome: 'match',
      state: 'red_part',
      provider: 'baidu',
      official: { stateCode: '7' },
    });
    expect(told.otherAnswer).toBeUndefined();
  });

  it.each(['void', 'red_full', 'red_part', 'out_of_control', 'abnormal'] as const)(
    'a warning (%s) of either counts, and both are shown',
    (state) => {
      const told = judged(match, [answer('match', { state })]);
      expect(told).toMatchObject({ outcome: 'match', state, otherAnswer: { by: 'ledger', state: 'normal' } });
      const own = judged({ ...match, state }, [answer('match', { state: 'normal' })]);
      expect(own).toMatchObject({ state, otherAnswer: { by: 'baidu', state: 'normal' } });
      expect(own.provider).toBeUndefined();
    },
  );

  it('the state is of the invoice, whatever values were asked about', () => {
    const altered = reread(SLIP, { note: '另一张', taxTotal: '6.00', grossTotal: '106.01' });
    expect(judged(match, [answer('match', { state: 'void' }, altered)])).toMatchObject({
      outcome: 'match',
      state: 'void',
    });
  });
});

describe('in force', () => {
  const gone = (days: number) => ({
    state: 'normal' as const,
    checkedAt: new Date(NOW.getTime() - days * 86_400_000),
  });

  it('counts for a month, and then has to be asked again', () => {
    expect(judged(verdict('not_found'), [answer('match', gone(31))]).state).toBe('normal');
    const old = judged(verdict('not_found'), [answer('match', gone(32))]);
    expect(old).toMatchObject({ outcome: 'match', state: 'unknown' });
    expect(old.remedy).toContain('请重新查验');
  });

  it('a bad state counts for ever, unless a newer answer takes it back', () => {
    const voided = answer('match', { ...gone(300), state: 'void' });
    expect(judged(verdict('not_found'), [voided]).state).toBe('void');
    expect(judged(verdict('not_found'), [answer('match', gone(1)), voided]).state).toBe('normal');
  });

  it.each(['not_found', 'not_yet', 'mismatch'] as const)(
    'a bad state stays when another register answers %s',
    (outcome) => {
      const voided = answer('match', { ...gone(2), state: 'void', provider: 'nuonuo' });
      const newer = answer(outcome, { provider: 'baidu' });
      expect(judged(verdict('match', { state: 'normal' }), [newer, voided])).toMatchObject({
        outcome: 'match',
        state: 'void',
        provider: 'nuonuo',
        official: officialOf('match', 'void'),
      });
    },
  );
});
