/** Amounts of two tax bases are told apart, and the waterfall of a verdict adds up. */
import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../src/document/ledger.js';
import type { Slip } from '../../../src/document/slip.js';
import { judgeMatch } from '../../../src/pipeline/judge/judge.js';
import { matchSlip } from '../../../src/pipeline/match/match.js';
import { DIGITAL, field, ledgerOf, reread, SPECIAL, slipOf } from '../ledger-fixture.js';

const NOW = new Date('2026-11-22T02:00:00Z');

async function verdictOn(slip: Slip, entry: LedgerEntry) {
  const match = await matchSlip(slip, ledgerOf(entry));
  return { match, verdict: judgeMatch(slip, match, NOW) };
}

describe('amounts on another tax basis', () => {
  it('neither agree nor accuse, and are told as such', async () => {
    const slip = reread(slipOf(SPECIAL), { netTotal: '106.00', taxTotal: null, grossTotal: null });
    const { match, verdict } = await verdictOn(slip, SPECIAL);
    const net = match.hit?.fields.find((one) => one.field === 'netTotal');
    expect(net).toMatchObject({ otherBasis: true, bits: 0 });
    expect(net?.level).not.toBe('equal');
    expect(verdict.outcome).toBe('unverified');
    expect(verdict.remedy).toContain('口径');
    expect(verdict.reasons.find((one) => one.field === 'netTotal')?.apart).toBe(
      '等于底账的价税合计，口径不同（本栏不含税）',
    );
  });

  it('do not shield another amount that differs', async () => {
    const slip = reread(slipOf(SPECIAL), { netTotal: '106.00', grossTotal: '112.36' });
    expect((await verdictOn(slip, SPECIAL)).verdict.outcome).toBe('mismatch');
  });

  it('are known where the third follows from two', async () => {
    const { verdict } = await verdictOn(slipOf(DIGITAL), { ...DIGITAL, grossTotal: null });
    expect(verdict.outcome).toBe('match');
    expect(verdict.reasons.find((one) => one.field === 'grossTotal')).toMatchObject({
      theirs: '106.00',
      agree: true,
    });
  });

  it('are not held against each other where the ledger knows but one', async () => {
    const { verdict } = await verdictOn(slipOf(DIGITAL), { ...DIGITAL, grossTotal: null, taxTotal: null });
    expect(verdict.outcome).toBe('unverified');
    expect(verdict.reasons.find((one) => one.field === 'grossTotal')).toMatchObject({
      theirs: null,
      apart: '底账只有合计金额（不含税） 100.00 元，口径不同，不作比较',
    });
  });
});

describe('the waterfall', () => {
  it('begins at the prior and adds up to the odds of the hit', async () => {
    const slip = reread(slipOf(DIGITAL), {
      issueDate: '2026-10-16',
      buyerName: field('云溪测试', { accepted: false }),
    });
    const { match, verdict } = await verdictOn(slip, DIGITAL);
    const sum = verdict.reasons.reduce((bits, reason) => bits + (reason.bits ?? 0), verdict.priorBits ?? 0);
    expect(sum).toBeCloseTo(match.hit?.bits ?? 0, 9);
    expect(verdict.priorBits).toBeLessThan(-5);
    expect(verdict.reasons.find((one) => one.field === 'issueDate')).toMatchObject({
      level: 'confusable',
      apart: '第 10 位不同（6↔5），晚 1 天',
    });
  });

  it('says nothing of a company that the whole ledger names', async () => {
    const ledger = ledgerOf(DIGITAL);
    const common = {
      ...ledger,
      shares: async () => ({ entries: 20_000, buyerTaxId: 1, sellerTaxId: 0.0001 }),
    };
    const { hit } = await matchSlip(slipOf(DIGITAL), common);
    const bits = (name: string) => hit?.fields.find((one) => one.field === name)?.bits ?? 0;
    expect(Math.abs(bits('buyerTaxId') + bits('buyerName'))).toBeLessThan(0.1);
    expect(bits('sellerTaxId') + bits('sellerName')).toBeGreaterThan(8);
  });
});
