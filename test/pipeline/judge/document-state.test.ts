import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/document/finding.js';
import type { Slip } from '../../../src/document/slip.js';
import { documentStateAfter, judgeMatch } from '../../../src/pipeline/judge/judge.js';
import { matchSlip } from '../../../src/pipeline/match/match.js';
import { DIGITAL, ledgerOf, reread, slipOf } from '../ledger-fixture.js';

async function judged(slip: Slip, known = true) {
  const match = await matchSlip(slip, known ? ledgerOf(DIGITAL) : ledgerOf());
  return { ...slip, verdict: judgeMatch(slip, match, new Date('2026-11-22T02:00:00Z')) };
}

describe('documentStateAfter', () => {
  it('is done when every slip has its answer', async () => {
    const match = await judged(slipOf(DIGITAL));
    const mismatch = await judged(reread(slipOf(DIGITAL), { buyerName: '别家测试有限公司' }));
    const missing = await judged(slipOf(DIGITAL), false);
    expect(documentStateAfter([match, mismatch, missing])).toBe('done');
  });

  it('asks a person when one slip is unverified, or nobody judged it', async () => {
    const match = await judged(slipOf(DIGITAL));
    const unsure = await judged(reread(slipOf(DIGITAL), { grossTotal: { accepted: false } }));
    expect(documentStateAfter([match, unsure])).toBe('review');
    expect(documentStateAfter([{ ...slipOf(DIGITAL), verdict: null }])).toBe('review');
  });

  it('asks a person when a check of severity E is broken, not for a warning', async () => {
    const finding: Finding = { id: 'A2', result: 'broken', severity: 'E', message: '100.00 + 6.00 ≠ 107.00' };
    expect(documentStateAfter([await judged({ ...slipOf(DIGITAL), findings: [finding] })])).toBe('review');
    const warning: Finding = { ...finding, severity: 'W' };
    expect(documentStateAfter([await judged({ ...slipOf(DIGITAL), findings: [warning] })])).toBe('done');
    const answered: Finding = { ...finding, id: 'V2', message: '底账显示该票已作废' };
    expect(documentStateAfter([await judged({ ...slipOf(DIGITAL), findings: [answered] })])).toBe('done');
  });

  it('asks a person when an input of the kind is not accepted, although the verdict did not need it', async () => {
    const slip = await judged(reread(slipOf(DIGITAL), { grossTotal: { accepted: false } }), false);
    expect(slip.verdict.outcome).toBe('not_found');
    expect(documentStateAfter([slip])).toBe('review');
  });

  it('is done for a taxi receipt, which no ledger knows', async () => {
    expect(documentStateAfter([await judged({ ...slipOf(DIGITAL), kind: 'taxi_paper' }, false)])).toBe(
      'done',
    );
  });

  it('asks a person when no invoice was found at all: it may be we who failed to see it', () => {
    expect(documentStateAfter([])).toBe('review');
  });
});
