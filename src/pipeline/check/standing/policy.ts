/** Y1 cross-year, C1 sensitive classes and vague names, P1 hints of policy. */
import { goodsName } from '../../../document/goods-name.js';
import { parseDate } from '../../../invoice/dates.js';
import { type Fen, parseMoney } from '../../../invoice/money.js';
import { sameName, squash } from '../../../invoice/text.js';
import { type Outcome, type Subject, textOf, yuan } from '../subject.js';
import { dateField, dayOf, type Standing, type StandingRule, totalOf } from './standing.js';

/** The year of booking is the one in which it was handed in; until the deadline last year's may still be booked. */
export const SAME_YEAR: StandingRule = {
  id: 'Y1',
  ofPurchases: true,
  apply({ subject, rules, handedIn }) {
    const field = dateField(subject);
    const date = field === null ? null : parseDate(textOf(subject, field) ?? '');
    if (field === null || date === null) return [];
    const booked = handedIn === null ? subject.today : dayOf(handedIn.at);
    const [issuedIn, bookedIn] = [Number(date.slice(0, 4)), Number(booked.slice(0, 4))];
    // A date in the future is Y2's.
    if (issuedIn > bookedIn) return [];
    if (issuedIn === bookedIn) return [{ result: 'holds', message: `开票与入账同在 ${issuedIn} 年` }];
    const deadline = `${issuedIn + 1}-${rules.pack.thresholds.crossYearDeadline}`;
    const said = `跨年：开具于 ${date}，提交于 ${booked}`;
    if (booked <= deadline)
      return [
        { result: 'broken', severity: 'I', message: `${said}，须在 ${deadline} 前入账`, fields: [field] },
      ];
    return [{ result: 'broken', message: `${said}，已过 ${deadline} 的期限`, fields: [field] }];
  },
};

export const SENSITIVE: StandingRule = {
  id: 'C1',
  ofPurchases: true,
  apply({ subject, rules: { pack } }) {
    const goods = subject.slip.lines.map(({ name }, index) => ({ ...goodsName(name), row: index + 1 }));
    if (goods.length === 0) return [];
    const classes = pack.sensitive.flatMap(({ name, words, severity }): Outcome[] => {
      const rows = goods.filter((each) => words.some((word) => isOf(each, squash(word))));
      if (rows.length === 0) return [];
      return [{ result: 'broken', severity, message: `${rowsOf(rows)}属于敏感类目「${name}」` }];
    });
    const vague = goods.filter(({ name }) => isVague(name, pack.vagueNames));
    const told: Outcome[] =
      vague.length === 0
        ? []
        : [{ result: 'broken', severity: 'I', message: `${rowsOf(vague)}品名笼统，请附明细` }];
    const all = [...classes, ...told, ...taxedCards(subject)];
    return all.length > 0 ? all : [{ result: 'holds', message: '品名不属于敏感类目' }];
  },
};

/** A prepaid card is money in another form: who sells or charges one owes no tax yet (国家税务总局公告 2016 年第 53 号). */
function taxedCards({ slip }: Subject): Outcome[] {
  const wrong = slip.lines.flatMap(({ name, taxRate = '' }, index) =>
    goodsName(name).category === '预付卡销售' && taxRate !== '' && taxRate !== '不征税' ? [index + 1] : [],
  );
  if (wrong.length === 0) return [];
  return [{ result: 'broken', message: `第 ${wrong.join('、')} 行为预付卡销售，税率应为“不征税”` }];
}

interface Goods {
  readonly category: string | null;
  readonly name: string;
  readonly row: number;
}

/** A single character, such as 酒, only as a whole class: it stands in too many names (酒店, 酒精). */
const isOf = ({ category, name }: Goods, word: string): boolean =>
  category === word || (word.length > 1 && ((category ?? '').includes(word) || name.includes(word)));

/** 办公用品, 办公用品一批, 一批. */
function isVague(name: string, vagueNames: readonly string[]): boolean {
  const vague = vagueNames.map((each) => squash(each));
  const bare = name.replace(/(?:一批|若干|等)$/u, '');
  return bare === '' ? name !== '' : vague.includes(name) || vague.includes(bare);
}

/** Rows told by their number. */
const MOST_ROWS = 5;

function rowsOf(goods: readonly Goods[]): string {
  const numbers = goods.slice(0, MOST_ROWS).map(({ row }) => row);
  const more = goods.length > MOST_ROWS ? ` 等 ${goods.length} ` : ' ';
  const [first] = goods;
  const shown = first?.category == null ? first?.name : `*${first.category}*${first.name}`;
  return `第 ${numbers.join('、')}${more}行（${shown ?? ''}）`;
}

/** Sums that are whole thousands are rare on real purchases, and common on invented ones. */
const ROUND: Fen = 100_000n;

export const POLICY: StandingRule = {
  id: 'P1',
  ofPurchases: true,
  apply: (standing) => [
    ...roundSum(standing.subject),
    ...underLimit(standing),
    ...beforeTrip(standing.subject),
    ...otherTraveller(standing),
  ],
};

const told = (message: string, fields: Outcome['fields']): Outcome => ({ result: 'broken', message, fields });

function roundSum(subject: Subject): Outcome[] {
  const total = totalOf(subject);
  if (subject.family === 'ticket' || total === null || total.fen < ROUND || total.fen % ROUND !== 0n)
    return [];
  return [told(`金额 ${yuan(total.fen)} 为整千元`, [total.field])];
}

function underLimit({ subject, rules: { pack } }: Standing): Outcome[] {
  const total = totalOf(subject);
  if (total === null) return [];
  const { approvalLimits, underLimitPercent } = pack.thresholds;
  // In hundredths of a per cent: thresholds may have a fraction.
  const below = BigInt(Math.round(underLimitPercent * 100));
  return approvalLimits.flatMap((limit) => {
    const fen = parseMoney(limit);
    if (fen === null || total.fen >= fen || total.fen * 10_000n < fen * (10_000n - below)) return [];
    return [told(`金额 ${yuan(total.fen)} 略低于审批限额 ${yuan(fen)}`, [total.field])];
  });
}

function beforeTrip(subject: Subject): Outcome[] {
  const issued = subject.issueDate;
  const trips = [
    textOf(subject, 'travelDate'),
    textOf(subject, 'tripDate'),
    ...subject.slip.lines.map(({ date }) => date ?? null),
  ].flatMap((text) => parseDate(text ?? '') ?? []);
  const last = trips.sort().at(-1);
  if (issued === null || last === undefined || issued >= last) return [];
  return [told(`开票日期 ${issued} 早于行程日期 ${last}`, ['issueDate'])];
}

/** Only whoever claims it is known to have travelled; who hands in may be anybody's colleague. */
function otherTraveller({ subject, claims }: Standing): Outcome[] {
  const traveller = textOf(subject, 'passengerName') ?? textOf(subject, 'travellerName');
  const [claim] = claims;
  if (traveller === null || claim === undefined || sameName(traveller, claim.claimedBy)) return [];
  return [told(`出行人与报销人不同（报销单 ${claim.reference}）`, ['passengerName', 'travellerName'])];
}
