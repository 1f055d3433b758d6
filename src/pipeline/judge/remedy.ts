/** What to do next, in one Chinese sentence a finance person can act on. Pure. */
import type { Candidate, InvoiceState, Reason } from '../../document/verdict.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { KINDS, type Kind } from '../../invoice/kinds.js';
import { canBeVoided } from './kinds.js';

/** Named in one sentence; the rest is in the reasons. */
const NAMED = 3;

const label = (field: FieldName): string => FIELDS[field].chinese;

function listed(fields: readonly FieldName[]): string {
  const names = fields.slice(0, NAMED).map(label).join('、');
  return fields.length > NAMED ? `${names}等 ${fields.length} 项` : names;
}

/** `票面为“A”、底账为“B”（第 5 位不同）`: where to look, not only that something differs. */
function differences(reasons: readonly Reason[], by = LEDGER): string {
  const parts = reasons.slice(0, NAMED).map(({ field, ours, theirs, apart }) => {
    const where = apart === undefined ? '' : `（${apart}）`;
    return `${label(field)}票面为“${ours ?? ''}”、${by}为“${theirs ?? ''}”${where}`;
  });
  return `${parts.join('，')}${reasons.length > NAMED ? `，共 ${reasons.length} 处` : ''}`;
}

/** Whose answer it is, where it is not a register's. */
const LEDGER = '底账';

/** What to do with an invoice that agrees but is in this state. */
function stateRemedy(state: InvoiceState, kind: Kind, by: string): string {
  const shown = `但${by}显示该票`;
  switch (state) {
    case 'normal':
      return '可以按本单位流程报销、入账';
    case 'void':
      return canBeVoided(kind)
        ? `${shown}已作废：不得报销、抵扣，请向开票方索取有效发票`
        : `${shown}已作废，而电子发票不能作废、只能红冲：不得报销、抵扣，请核对${by}的来源，并请开票方说明、提供有效发票`;
    case 'red_full':
      return `${shown}已全额红冲：不得报销、抵扣，请向开票方索取有效发票；已入账的凭红字发票冲减，已抵扣的转出进项税额`;
    case 'red_part':
      return `${shown}已部分红冲：请向开票方索取红字发票，按冲减后的金额处理，已抵扣的转出相应的进项税额`;
    case 'is_red':
      return `这是一张红字（负数）发票：请与被红冲的蓝字发票一并冲减，不得作为正数报销（${redLetter(kind)}）`;
    case 'out_of_control':
      return `${shown}为失控发票：暂不报销、抵扣，请联系主管税务机关`;
    case 'abnormal':
      return `${shown}为异常凭证：暂不报销，未抵扣的暂不抵扣、已抵扣的先转出进项税额，请联系开票方和主管税务机关核实`;
    case 'unknown':
      return `但${by}未载发票状态：使用前请核对是否已作废或红冲，可补充导入含发票状态的底账`;
  }
}

/** How a red letter comes about (DOMAIN 11). */
function redLetter(kind: Kind): string {
  if (KINDS[kind].family === 'digital')
    return '数电发票红冲：未用途确认且未入账的由开票方直接开具红字发票，否则一方发起《红字发票信息确认单》、对方在 72 小时内确认';
  if (/special|motor/.test(kind))
    return '红冲须先填开《开具红字增值税专用发票信息表》：已抵扣的由购买方填开，未抵扣的由销售方填开';
  return '红冲由销售方开具红字发票';
}

const STATE_NAME: Readonly<Partial<Record<InvoiceState, string>>> = {
  void: '已作废',
  red_full: '已全额红冲',
  red_part: '已部分红冲',
  is_red: '为红字（负数）发票',
  out_of_control: '为失控发票',
  abnormal: '为异常凭证',
};

const warning = (state: InvoiceState, by = LEDGER): string => {
  const name = STATE_NAME[state];
  return name === undefined ? '' : `；另外${by}显示该票${name}`;
};

export const remedyOfMatch = (state: InvoiceState, kind: Kind, by = LEDGER): string =>
  `票面与${by}一致，${stateRemedy(state, kind, by)}`;

/** The issuer's error is mended by a red letter and a new invoice, ours by a look at the original: both are said. */
export const remedyOfMismatch = (
  differing: readonly Reason[],
  state: InvoiceState,
  kind: Kind,
  by = LEDGER,
): string =>
  `${differing.length > 0 ? differences(differing, by) : `${by}答复：不一致`}：请持原件与开票方核实，核实前不要报销、入账；原件有误的，请开票方红冲后重新开具（${redLetter(kind)}）${warning(state, by)}`;

export const remedyOfDoubt = (doubted: readonly Reason[], state: InvoiceState, by = LEDGER): string =>
  `${differences(doubted, by)}，但票面读数不够可靠：请对照原件复核${listed(doubted.map(({ field }) => field))}${warning(state, by)}`;

export const remedyOfBasis = (fields: readonly FieldName[], state: InvoiceState): string =>
  `${listed(fields)}与底账另一口径的金额相同（含税、不含税之别）：请对照原件，按票面口径（合计金额不含税，价税合计含税）更正后再查验${warning(state)}`;

export const remedyOfUnread = (fields: readonly FieldName[], state: InvoiceState): string =>
  `底账中有此票，但${listed(fields)}未读到或读数不够可靠：请对照原件补正后再查验${warning(state)}`;

export const remedyOfGap = (fields: readonly FieldName[], state: InvoiceState): string =>
  `底账中有此票且已读字段相符，但底账未载${listed(fields)}：请补充导入含${listed(fields)}的底账，或到官方平台查验后由人确认${warning(state)}`;

export const remedyOfKind = (ours: Kind, theirs: Kind, state: InvoiceState): string =>
  `底账中有此号码，但票种不同（票面识别为${KINDS[ours].chinese}，底账为${KINDS[theirs].chinese}）：请对照原件复核票种${warning(state)}`;

export const remedyOfRival = (candidate: Candidate, apart: string | null): string =>
  `号码可能读错了：其余字段与底账中号码为 ${candidate.invoiceNumber} 的发票更相符${apart === null ? '' : `（${apart}）`}，请对照原件复核发票号码`;

export const remedyOfKey = (fields: readonly FieldName[], candidates: number): string => {
  const suggestion = candidates > 0 ? `，底账中有 ${candidates} 张相近的发票可供核对` : '';
  return `${listed(fields)}未读到或读数不够可靠，无法在底账中确认此票${suggestion}：请对照原件补正后再查验`;
};

export const remedyOfFuture = (issueDate: string): string =>
  `开票日期 ${issueDate} 晚于今天：请对照原件复核开票日期`;

export const remedyOfNotYet = (settled: string): string =>
  `开票未满 48 小时，底账可能尚未收录：请明天再查（系统也会自动再查），到 ${settled} 仍查不到才按查无此票处理`;

export const remedyOfNotFound = (candidates: number): string =>
  candidates > 0
    ? `底账中没有此票，但有 ${candidates} 张相近的发票：请先核对号码是否有误，无误则请开票方核实，核实前不要报销、入账`
    : '底账中没有此票：请确认已导入开票当期的底账，再请开票方核实，核实前不要报销、入账';

/** The register knows the number, but nobody asked it about the values on this paper. */
export const remedyOfOtherValues = (by: string, state: InvoiceState): string =>
  `${by}中有此号码，但没有按本票的票面值查验过：请重新查验${warning(state, by)}`;

export const remedyOfNotFoundBy = (by: string): string =>
  `底账中没有此票，${by}也查无此票：请核对发票号码、开票日期是否有误，无误则请开票方核实，核实前不要报销、入账`;

export const remedyOfNotYetBy = (by: string): string =>
  `${by}答复：当日开具的发票可于次日查验，请明天再查（系统也会自动再查）`;

export const remedyOfLimited = (by: string): string =>
  `${by}今日对该票的查验次数已用完：次日零时后自动再查，也可以到官方平台查验后由人登记结果`;

export const remedyOfError = (by: string): string =>
  `${by}没有给出答复：稍后自动再查，也可以到官方平台查验后由人登记结果`;

/** Two sides say different things of the invoice, and one of them has to be mended. */
export const remedyOfContradiction = (by: string, said: string): string =>
  `；注意：${by}的答复不同（${said}），请核实后再处理`;

/** A register's word of long ago that an invoice is in force. */
export const remedyOfStale = (by: string, day: string): string =>
  `；${by}于 ${day} 答复发票状态正常，已超过一个月，使用前请重新查验`;

export const remedyOfUnsupported = (kind: Kind): string =>
  `${KINDS[kind].chinese}不在发票底账的范围内，无法自动查验：请按本单位规定人工核对`;
