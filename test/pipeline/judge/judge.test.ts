import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/document/ledger.js';
import type { Slip } from '../../../src/document/slip.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import { judgeMatch } from '../../../src/pipeline/judge/judge.js';
import { matchSlip } from '../../../src/pipeline/match/match.js';
import { DIGITAL, field, LEGACY, ledgerOf, reread, SPECIAL, slipOf } from '../ledger-fixture.js';

const NOW = new Date('2026-11-22T02:00:00Z');

async function verdictOn(slip: Slip, entries: readonly LedgerEntry[], now = NOW) {
  return judgeMatch(slip, await matchSlip(slip, ledgerOf(...entries)), now);
}

const UNSURE = { accepted: false, confidence: 0.8, source: 'ocr:paddle' } as const;
const USED_CAR: LedgerEntry = {
  ...LEGACY,
  id: 'used',
  kind: 'used_vehicle_paper',
  invoiceCode: '031002000117',
  checkCode: null,
};
const RAIL: LedgerEntry = { ...DIGITAL, id: 'rail', kind: 'digital_rail' };

/** An entry and its slip for each way a kind is verified. */
const PAIRS: readonly [string, LedgerEntry, Slip][] = [
  ['数电票', DIGITAL, slipOf(DIGITAL)],
  ['电子普票', LEGACY, slipOf(LEGACY)],
  ['专票', SPECIAL, slipOf(SPECIAL)],
  ['二手车', USED_CAR, reread(slipOf(USED_CAR), { carTotal: field('106.00'), grossTotal: null })],
  ['铁路', RAIL, reread(slipOf(RAIL), { fare: field('106.00'), grossTotal: null })],
];

describe('match', () => {
  it.each(PAIRS)('%s: every input accepted and agreeing', async (_, entry, slip) => {
    const verdict = await verdictOn(slip, [entry]);
    expect(verdict).toMatchObject({ outcome: 'match', state: 'normal', ledgerId: entry.id, candidates: [] });
    expect(verdict.confidence).toBeGreaterThan(0.999);
    expect(verdict.confidence).toBeLessThan(1);
    expect(verdict.reasons.every(({ agree, accepted }) => agree && accepted)).toBe(true);
    expect(verdict.checkedAt).toBe('2026-11-22T02:00:00.000Z');
  });

  it('takes the last six digits of a check code', async () => {
    expect((await verdictOn(reread(slipOf(LEGACY), { checkCode: '220417' }), [LEGACY])).outcome).toBe(
      'match',
    );
  });

  it('reads a paper of unknown kind by the entry it is', async () => {
    expect((await verdictOn({ ...slipOf(DIGITAL), kind: 'other' }, [DIGITAL])).outcome).toBe('match');
  });

  it('does not hold a guessed kind against what a person typed', async () => {
    const special = { ...DIGITAL, kind: 'digital_special' as const };
    const typed = reread(slipOf(DIGITAL), { invoiceNumber: { source: 'person' } });
    expect((await verdictOn(typed, [special])).outcome).toBe('match');
    expect((await verdictOn(slipOf(DIGITAL), [special])).outcome).toBe('unverified');
  });

  it.each([
    ['void', /作废/],
    ['red_full', /全额红冲/],
    ['red_part', /部分红冲/],
    ['is_red', /红字/],
    ['out_of_control', /失控/],
    ['abnormal', /异常凭证/],
    ['unknown', /未载发票状态/],
  ] as const)('warns of state %s', async (state, words) => {
    const verdict = await verdictOn(slipOf(DIGITAL), [{ ...DIGITAL, state }]);
    expect(verdict).toMatchObject({ outcome: 'match', state });
    expect(verdict.remedy).toMatch(words);
  });
});

describe('what to do', () => {
  const remedyIn = async (entry: LedgerEntry, state: LedgerEntry['state']) =>
    (await verdictOn(slipOf(entry), [{ ...entry, state }])).remedy;

  it.each([
    [SPECIAL, false],
    [{ ...DIGITAL, kind: 'digital_special_paper' }, false],
    [LEGACY, true],
    [DIGITAL, true],
    [RAIL, true],
  ] as [LedgerEntry, boolean][])('%#: an electronic invoice cannot be void', async (entry, electronic) => {
    const slip =
      entry === RAIL ? reread(slipOf(RAIL), { fare: field('106.00'), grossTotal: null }) : slipOf(entry);
    const { remedy } = await verdictOn(slip, [{ ...entry, state: 'void' }]);
    expect(remedy).toContain('已作废');
    expect(remedy.includes('电子发票不能作废')).toBe(electronic);
  });

  it('a red letter is asked for as the kind has it', async () => {
    expect(await remedyIn(DIGITAL, 'is_red')).toMatch(/红字发票信息确认单.*72 小时/);
    expect(await remedyIn(SPECIAL, 'is_red')).toContain('开具红字增值税专用发票信息表');
    expect(await remedyIn(LEGACY, 'is_red')).toContain('由销售方开具红字发票');
    const wrong = await verdictOn(reread(slipOf(DIGITAL), { grossTotal: '106.01' }), [DIGITAL]);
    expect(wrong.remedy).toMatch(/开票方核实.*红冲后重新开具.*72 小时/);
  });

  it('a reversed invoice already booked is taken back', async () => {
    expect(await remedyIn(DIGITAL, 'red_full')).toMatch(/冲减.*转出进项税额/);
    expect(await remedyIn(DIGITAL, 'red_part')).toMatch(/冲减后的金额/);
    expect(await remedyIn(DIGITAL, 'out_of_control')).toContain('主管税务机关');
    expect(await remedyIn(DIGITAL, 'abnormal')).toMatch(/已抵扣的先转出进项税额.*主管税务机关/);
  });

  it('says where a difference lies', async () => {
    const { remedy, reasons } = await verdictOn(reread(slipOf(DIGITAL), { grossTotal: '106.01' }), [DIGITAL]);
    const apart = reasons.find((reason) => reason.field === 'grossTotal')?.apart ?? expect.fail();
    expect(apart).toContain('0.01');
    expect(remedy).toContain(apart);
  });

  it('carries the platform’s code, whatever the outcome', async () => {
    const codeOf = async (slip: Slip, entries: readonly LedgerEntry[], now = NOW) =>
      (await verdictOn(slip, entries, now)).official?.code;
    expect(await codeOf(slipOf(DIGITAL), [DIGITAL])).toBe('001');
    expect(await codeOf(reread(slipOf(DIGITAL), { grossTotal: '106.01' }), [DIGITAL])).toBe('006');
    expect(await codeOf(slipOf(DIGITAL), [])).toBe('009');
    expect(await codeOf(slipOf(DIGITAL), [], new Date('2026-10-15T02:00:00Z'))).toBe('rqerr');
    expect(await codeOf(reread(slipOf(DIGITAL), { grossTotal: null }), [DIGITAL])).toBeNull();
    expect(await codeOf({ ...slipOf(DIGITAL), kind: 'taxi_paper' }, [])).toBeNull();
  });
});

/** One digit, one cent, one day, one party, one letter changed. */
const NEAR_MISSES: readonly [FieldName, string][] = [
  ['issueDate', '2026-10-16'],
  ['netTotal', '100.01'],
  ['taxTotal', '5.99'],
  ['grossTotal', '106.01'],
  ['grossTotal', '-106.00'],
  ['buyerName', '云溪测试科技（上海）有限公司'],
  ['buyerTaxId', '91110108MA01TEST1X'],
  ['sellerName', '沪上样例餐饮管理有限责任公司'],
  ['sellerTaxId', '91310115MA1SAMPLE8'],
];

describe('near misses', () => {
  it.each(NEAR_MISSES)('%s %s: accepted it is a mismatch that names the field', async (name, value) => {
    const verdict = await verdictOn(reread(slipOf(DIGITAL), { [name]: value }), [DIGITAL]);
    expect(verdict.outcome).toBe('mismatch');
    expect(verdict.reasons.filter(({ agree }) => !agree).map((reason) => reason.field)).toEqual([name]);
    expect(verdict.remedy).toContain('底账为');
    expect(verdict.confidence).toBeGreaterThan(0.99);
  });

  it.each(NEAR_MISSES)('%s %s: not accepted it accuses nobody', async (name, value) => {
    const verdict = await verdictOn(reread(slipOf(DIGITAL), { [name]: { ...UNSURE, value } }), [DIGITAL]);
    expect(verdict.outcome).toBe('unverified');
    expect(verdict.reasons.find((reason) => reason.field === name)).toMatchObject({
      agree: false,
      accepted: false,
    });
  });

  it('never matches a slip with any digit of its number changed', async () => {
    const { invoiceNumber } = DIGITAL;
    for (let at = 0; at < invoiceNumber.length; at += 1) {
      for (const digit of '0123456789') {
        const number = invoiceNumber.slice(0, at) + digit + invoiceNumber.slice(at + 1);
        const { outcome } = await verdictOn(reread(slipOf(DIGITAL), { invoiceNumber: number }), [DIGITAL]);
        if (number === invoiceNumber) expect(outcome).toBe('match');
        else expect(['not_found', 'unverified']).toContain(outcome);
      }
    }
  });

  it('never matches another invoice of the same seller with the same amount', async () => {
    const other = { ...DIGITAL, id: 'other', invoiceNumber: '26312000000012345679' };
    expect((await verdictOn(slipOf(DIGITAL), [other])).outcome).not.toBe('match');
  });

  it('never matches the right number under a wrong code', async () => {
    const { outcome, candidates } = await verdictOn(reread(slipOf(LEGACY), { invoiceCode: '031002000211' }), [
      LEGACY,
    ]);
    expect(outcome).toBe('not_found');
    expect(candidates[0]?.ledgerId).toBe('legacy');
  });

  it('never matches legacy paper whose check code differs or is one the ledger lacks', async () => {
    expect((await verdictOn(reread(slipOf(LEGACY), { checkCode: '220418' }), [LEGACY])).outcome).toBe(
      'mismatch',
    );
    const bare = await verdictOn(slipOf(LEGACY), [{ ...LEGACY, checkCode: null }]);
    expect(bare.outcome).toBe('unverified');
    expect(bare.remedy).toContain('底账未载校验码');
    expect(bare.reasons.find((reason) => reason.field === 'checkCode')).toMatchObject({
      theirs: null,
      agree: false,
    });
  });
});

describe('unverified', () => {
  const inputs: readonly [string, LedgerEntry, Slip, FieldName][] = PAIRS.flatMap(([name, entry, slip]) =>
    (['invoiceCode', 'invoiceNumber', 'issueDate', 'checkCode', 'carTotal', 'fare'] as const)
      .filter((input) => slip.fields[input] !== undefined)
      .map((input): [string, LedgerEntry, Slip, FieldName] => [name, entry, slip, input]),
  );

  it.each([
    ...inputs,
    ['数电票', DIGITAL, slipOf(DIGITAL), 'grossTotal'],
    ['专票', SPECIAL, slipOf(SPECIAL), 'netTotal'],
  ] as [string, LedgerEntry, Slip, FieldName][])(
    '%s %#: a required input that is not accepted or not read',
    async (_, entry, slip, input) => {
      const unsure = await verdictOn(reread(slip, { [input]: { accepted: false } }), [entry]);
      expect(unsure.outcome).toBe('unverified');
      expect((await verdictOn(reread(slip, { [input]: null }), [entry])).outcome).toBe('unverified');
      expect((await verdictOn(reread(slip, { [input]: '' }), [entry])).outcome).toBe('unverified');
    },
  );

  it('never accuses under a number that is not accepted, whatever else differs', async () => {
    const slip = reread(slipOf(DIGITAL), {
      invoiceNumber: { accepted: false },
      grossTotal: '999.00',
      buyerName: '别家测试有限公司',
    });
    expect((await verdictOn(slip, [DIGITAL])).outcome).toBe('unverified');
  });

  it('sends a number that recognition most likely misread to review, not to the issuer', async () => {
    const misread = reread(slipOf(DIGITAL), {
      invoiceNumber: { value: '26312000000012345676', source: 'ocr:paddle' },
    });
    const verdict = await verdictOn(misread, [DIGITAL]);
    expect(verdict.outcome).toBe('unverified');
    expect(verdict.remedy).toContain('26312000000012345678');
    expect(verdict.remedy).toContain('第 20 位');
    const neighbour = {
      ...DIGITAL,
      id: 'neighbour',
      invoiceNumber: '26312000000012345676',
      issueDate: '2026-08-01',
      grossTotal: 5000n,
      netTotal: 4717n,
      taxTotal: 283n,
      buyerName: '另一家测试有限公司',
      buyerTaxId: '91310000TESTTEST11',
    };
    expect((await verdictOn(misread, [DIGITAL, neighbour])).outcome).toBe('unverified');
    const printed = reread(misread, { invoiceNumber: { source: 'text' } });
    expect((await verdictOn(printed, [DIGITAL])).outcome).toBe('not_found');
    expect((await verdictOn(printed, [DIGITAL, neighbour])).outcome).toBe('mismatch');
  });

  it('never matches a number rejoined from an unsure half', async () => {
    const split = reread(slipOf(DIGITAL), { invoiceCode: field('263120000000'), invoiceNumber: '12345678' });
    expect((await verdictOn(split, [DIGITAL])).outcome).toBe('match');
    const unsure = reread(split, { invoiceCode: UNSURE });
    expect((await verdictOn(unsure, [DIGITAL])).outcome).toBe('unverified');
    expect((await verdictOn(unsure, [])).outcome).toBe('unverified');
  });
});

describe('not found', () => {
  it('with everything of the key and the date accepted', async () => {
    const verdict = await verdictOn(slipOf(DIGITAL), []);
    expect(verdict).toMatchObject({ outcome: 'not_found', state: 'unknown', ledgerId: null, reasons: [] });
    expect(verdict.confidence).toBeCloseTo(0.999 ** 2, 6);
    expect((await verdictOn(slipOf(LEGACY), [])).outcome).toBe('not_found');
  });

  it.each([
    [DIGITAL, 'invoiceNumber'],
    [DIGITAL, 'issueDate'],
    [LEGACY, 'invoiceNumber'],
    [LEGACY, 'invoiceCode'],
    [LEGACY, 'issueDate'],
  ] as const)('is never said when %o has its %s unsure, missing or impossible', async (entry, name) => {
    for (const change of [{ accepted: false }, { value: '' }, null] as const) {
      expect((await verdictOn(reread(slipOf(entry), { [name]: change }), [])).outcome).toBe('unverified');
    }
    expect((await verdictOn(reread(slipOf(entry), { [name]: '123' }), [])).outcome).toBe('unverified');
  });

  it('needs no amount', async () => {
    expect((await verdictOn(reread(slipOf(DIGITAL), { grossTotal: null }), [])).outcome).toBe('not_found');
  });
});

describe('not yet', () => {
  it.each([
    ['2026-10-15', '2026-10-15T02:00:00Z', 'not_yet'],
    ['2026-10-15', '2026-10-17T15:59:59Z', 'not_yet'],
    ['2026-10-15', '2026-10-17T16:00:00Z', 'not_found'],
    // Month and year ends, a leap day.
    ['2026-10-31', '2026-11-02T15:59:59Z', 'not_yet'],
    ['2026-10-31', '2026-11-02T16:00:00Z', 'not_found'],
    ['2025-12-31', '2026-01-02T15:59:59Z', 'not_yet'],
    ['2025-12-31', '2026-01-02T16:00:00Z', 'not_found'],
    ['2024-02-28', '2024-03-01T15:59:59Z', 'not_yet'],
    ['2024-02-28', '2024-03-01T16:00:00Z', 'not_found'],
    // It is already the 16th in Shanghai at 16:00 UTC of the 15th; a little before it our clock may be slow.
    ['2026-10-16', '2026-10-15T16:00:00Z', 'not_yet'],
    ['2026-10-16', '2026-10-15T15:50:00Z', 'not_yet'],
    ['2026-10-16', '2026-10-15T15:00:00Z', 'unverified'],
    ['2027-10-15', '2026-10-15T02:00:00Z', 'unverified'],
    ['2026-02-30', '2026-10-15T02:00:00Z', 'unverified'],
  ])('issued on %s, asked at %s: %s', async (issueDate, now, outcome) => {
    const verdict = await verdictOn(reread(slipOf(DIGITAL), { issueDate }), [], new Date(now));
    expect(verdict.outcome).toBe(outcome);
  });

  it('tells the day from which silence counts', async () => {
    const verdict = await verdictOn(slipOf(DIGITAL), [], new Date('2026-10-15T02:00:00Z'));
    expect(verdict.remedy).toContain('明天再查');
    expect(verdict.remedy).toContain('2026-10-18');
  });
});

describe('unsupported', () => {
  it.each(['taxi_paper', 'quota_paper', 'train_paper', 'fiscal_ebill', 'other'] as const)(
    '%s',
    async (kind) => {
      const verdict = await verdictOn({ ...slipOf(DIGITAL), kind }, []);
      expect(verdict).toMatchObject({ outcome: 'unsupported', reasons: [], candidates: [], ledgerId: null });
      expect(verdict.remedy).toContain('不在发票底账的范围内');
    },
  );
});
