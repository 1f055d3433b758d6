/** D1 the same invoice again, D2 perhaps the same, S1 numbers in a row. */
import type { Claim } from '../../../document/claim.js';
import type { OtherInvoice } from '../../../document/finding.js';
import { recordKey } from '../../../document/record.js';
import type { NeighbourSlip } from '../../../ports/rules.js';
import { type Outcome, type Subject, yuan } from '../subject.js';
import { byWhom, type Standing, type StandingRule, totalOf } from './standing.js';

/** Named one by one in a message; the others are in `others`. */
const NAMED = 3;

/**
 * The invoice was claimed before it was handed in, or an earlier document holds it. Who was first stays clean: only what
 * comes later is told. The same bytes, and another original in the same batch, are no second invoice. Where the number of
 * one of two is not sure, that they are the same picture is worth a warning.
 */
export const DUPLICATE: StandingRule = {
  id: 'D1',
  ofPurchases: false,
  apply(standing) {
    const { subject, neighbours, claims, handedIn } = standing;
    const seen = handedIn === null ? [] : samePicture(neighbours.alike);
    if (recordKey(subject.slip) === null) {
      if (seen.length > 0) return seen;
      return subject.slip.fields.invoiceNumber === undefined
        ? []
        : [{ result: 'unknown', message: '发票号码（或代码）待确认，暂不能查重' }];
    }
    // A record is the invoice itself, however many documents hold it.
    if (handedIn === null) return [];
    const used = claims.find(({ lockedAt }) => lockedAt < handedIn.at);
    const earlier = neighbours.same.filter((each) => each.earlier);
    if (used !== undefined) return [claimedBefore(used, earlier)];
    const before = handedInBefore(earlier);
    if (before.result !== 'holds') return [before];
    if (seen.length > 0) return seen;
    const [after] = claims;
    return [after === undefined ? before : claimedSince(after, before)];
  },
};

function claimedBefore(claim: Claim, earlier: readonly NeighbourSlip[]): Outcome {
  const { reference, state, claimedBy, lockedAt } = claim;
  const how = state === 'closure' ? '已报销' : '正在报销';
  const message = `此票${how}：${byWhom(claimedBy, lockedAt)}用于报销单 ${reference}，本文件是之后才交来的`;
  return {
    result: 'broken',
    message,
    fields: ['invoiceNumber'],
    others: [otherOf(claim), ...earlier.map(({ other }) => other)],
  };
}

/** As it should be: the invoice was handed in, then claimed. */
function claimedSince(claim: Claim, before: Outcome): Outcome {
  const { reference, state, claimedBy, lockedAt } = claim;
  const how = state === 'closure' ? '已报销' : '正在报销';
  return {
    ...before,
    message: `${before.message}；此票${how}：${byWhom(claimedBy, lockedAt)}用于报销单 ${reference}`,
    others: [otherOf(claim), ...(before.others ?? [])],
  };
}

const otherOf = ({ id, reference, claimedBy, lockedAt }: Claim): OtherInvoice => ({
  what: 'claim',
  id,
  slipId: null,
  name: reference,
  person: claimedBy,
  at: lockedAt.toISOString(),
});

function handedInBefore(earlier: readonly NeighbourSlip[]): Outcome {
  const apart = earlier.filter(({ sameDocument }) => !sameDocument);
  const others = earlier.map(({ other }) => other);
  const told = (result: Outcome['result'], severity: 'E' | 'W' | 'I', message: string): Outcome => ({
    ...{ result, severity, message, others },
    fields: ['invoiceNumber'],
  });
  const foreign = apart.find((each) => !(each.sameBatch && each.samePerson) && !each.sameBytes);
  if (foreign !== undefined)
    return told('broken', 'E', `同一张发票${whenOf(foreign)}已交过：「${foreign.other.name}」，只能报销一次`);
  const copy = apart.find(({ sameBytes }) => sameBytes);
  if (copy !== undefined) {
    const message = `同一份原件${whenOf(copy)}已交过：「${copy.other.name}」，内容逐字节相同，不是另一张发票`;
    // Who hands his own file in twice made a slip; from somebody else's hands it is the usual way to be paid twice.
    return copy.samePerson
      ? told('broken', 'W', `${message}，不必重复提交`)
      : told('broken', 'E', `${message}，只能报销一次`);
  }
  const [sister] = apart;
  if (sister !== undefined)
    return told('holds', 'I', `同批提交的「${sister.other.name}」是同一张发票的另一份原件，已合并为一条记录`);
  if (earlier.length > 0) return told('holds', 'I', '同一文件内还有这张发票的另一份原件，已合并为一条记录');
  return { result: 'holds', message: '未发现重复' };
}

/** Pictures that are the same as the slip's, handed in before it. */
function samePicture(alike: readonly NeighbourSlip[]): Outcome[] {
  const earlier = alike.filter((each) => each.earlier && !each.sameDocument);
  const [first] = earlier;
  if (first === undefined) return [];
  const number = first.invoiceNumber === null ? '未读到号码' : `号码读作 ${first.invoiceNumber}`;
  const more = earlier.length > 1 ? `，等 ${earlier.length} 份` : '';
  return [
    {
      result: 'broken',
      severity: 'W',
      message: `图片与${whenOf(first)}交来的「${first.other.name}」（${number}）${more}相同，发票号码尚待确认：请核对是否同一张发票`,
      others: earlier.map(({ other }) => other),
    },
  ];
}

const whenOf = ({ other }: NeighbourSlip): string => {
  const who = byWhom(other.person, other.at);
  return who === '' ? '' : `于 ${who}`;
};

/** Invoices of which a seller rightly issues many alike, one after the other: tolls, taxis, parking, tickets. */
function isRunExpected({ slip, kind, family }: Subject): boolean {
  if (kind === 'toll_e' || kind === 'digital_rail' || kind === 'digital_air' || family === 'ticket')
    return true;
  return slip.lines.some(({ name }) => /通行费|停车/u.test(name));
}

export const NEAR_DUPLICATE: StandingRule = {
  id: 'D2',
  ofPurchases: true,
  apply({ subject, neighbours, rules }) {
    const total = totalOf(subject);
    const [first] = neighbours.near;
    if (isRunExpected(subject) || total === null || first === undefined) return [];
    const named = neighbours.near.slice(0, NAMED).map(describe).join('；');
    const more = neighbours.near.length > NAMED ? `，等 ${neighbours.near.length} 张` : '';
    const days = rules.pack.thresholds.nearDuplicateDays;
    return [
      {
        result: 'broken',
        message: `同一销售方 ${days} 天内另有价税合计同为 ${yuan(total.fen)} 的发票：${named}${more}；可能是拆开或重开的`,
        fields: ['sellerTaxId', 'issueDate', total.field],
        others: neighbours.near.map(({ other }) => other),
      },
    ];
  },
};

const describe = ({ invoiceNumber, issueDate, other }: NeighbourSlip): string =>
  `号码 ${invoiceNumber ?? '不明'}（${issueDate ?? '日期不明'}开具，${byWhom(other.person, other.at)}交来）`;

export const CONSECUTIVE: StandingRule = {
  id: 'S1',
  ofPurchases: true,
  apply(standing) {
    const { subject, rules } = standing;
    if (isRunExpected(subject)) return [];
    const { consecutiveGap, consecutiveCount } = rules.pack.thresholds;
    const row = rowAround(standing, BigInt(consecutiveGap));
    if (row === null || row.numbers.length < consecutiveCount) return [];
    const { numbers, members } = row;
    const sameDay = subject.family === 'digital' ? '同日' : '同一代码';
    return [
      {
        result: 'broken',
        message: `连号：同一销售方${sameDay}的发票有 ${numbers.length} 张号码相连（${numbers[0] ?? ''} 至 ${numbers.at(-1) ?? ''}）`,
        fields: ['invoiceNumber', 'sellerTaxId'],
        others: members.map(({ other }) => other),
      },
    ];
  },
};

/** The numbers in the row that the slip's own stands in, ascending, each at most `gap` from the next; `null` without one. */
function rowAround({ subject, neighbours }: Standing, gap: bigint) {
  const own = subject.slip.fields.invoiceNumber?.value ?? '';
  if (!/^(?:\d{8}|\d{20})$/.test(own)) return null;
  const others = neighbours.run.filter(({ invoiceNumber }) => invoiceNumber?.length === own.length);
  const known = new Set([own, ...others.map(({ invoiceNumber }) => invoiceNumber ?? '')]);
  // Of one length, so their order as text is their order as numbers.
  const numbers = [...known].filter((number) => /^\d+$/.test(number)).sort();
  const at = numbers.indexOf(own);
  const follows = (index: number) => BigInt(numbers[index] ?? '0') - BigInt(numbers[index - 1] ?? '0') <= gap;
  let [from, to] = [at, at];
  while (from > 0 && follows(from)) from -= 1;
  while (to + 1 < numbers.length && follows(to + 1)) to += 1;
  const row = numbers.slice(from, to + 1);
  return { numbers: row, members: others.filter(({ invoiceNumber }) => row.includes(invoiceNumber ?? '')) };
}
