/** V2: whether the ledger, or a register, knows the invoice, says the same of it, and has it in good standing. */
import type { InvoiceState, Outcome as LedgerOutcome } from '../../../document/verdict.js';
import type { Outcome } from '../subject.js';
import type { StandingRule } from './standing.js';

/** States in which an invoice cannot be used. A red letter in part leaves the rest of it. */
const UNUSABLE: Readonly<
  Partial<Record<InvoiceState, { readonly name: string; readonly severity: 'E' | 'W' }>>
> = {
  void: { name: '已作废', severity: 'E' },
  red_full: { name: '已全额红冲', severity: 'E' },
  red_part: { name: '已部分红冲', severity: 'W' },
  is_red: { name: '本身是红字发票', severity: 'W' },
  out_of_control: { name: '失控发票', severity: 'E' },
  abnormal: { name: '异常凭证', severity: 'E' },
};

const OPEN: Readonly<Partial<Record<LedgerOutcome, string>>> = {
  not_yet: '刚开具，底账次日才有，待再查',
  unverified: '尚未查验：读数或底账不足以下结论',
  limited: '尚未查验：查验次数已到上限',
  error: '尚未查验：查验未能完成',
};

export const VERIFIED: StandingRule = {
  id: 'V2',
  ofPurchases: false,
  apply({ verdict }): readonly Outcome[] {
    // Kinds that no register knows cannot be verified, and nobody is to blame.
    if (verdict === null || verdict.outcome === 'unsupported') return [];
    const { outcome, state, provider, ledgerId } = verdict;
    const who = provider === undefined ? '底账' : provider === 'person' ? '人工查验' : `查验平台 ${provider}`;
    const others =
      ledgerId === null
        ? []
        : [{ what: 'ledger' as const, id: ledgerId, slipId: null, name: '底账', person: null, at: null }];
    const unusable = UNUSABLE[state];
    if (unusable !== undefined) {
      // An entry that may be another invoice's says nothing about this one.
      if (outcome === 'match' || outcome === 'mismatch')
        return [
          {
            result: 'broken',
            severity: unusable.severity,
            message: `${who}显示该票${unusable.name}`,
            others,
          },
        ];
      return [{ result: 'unknown', message: `${who}中同号发票${unusable.name}，但票面尚未核实`, others }];
    }
    if (outcome === 'match') {
      const known = state === 'normal' ? '状态正常' : '未载状态';
      return [{ result: 'holds', message: `${who}一致，${known}` }];
    }
    if (outcome === 'mismatch') return [{ result: 'broken', message: `票面与${who}不一致`, others }];
    if (outcome === 'not_found') return [{ result: 'broken', message: `${who}查无此票` }];
    return [{ result: 'unknown', message: OPEN[outcome] ?? '尚未查验' }];
  },
};
