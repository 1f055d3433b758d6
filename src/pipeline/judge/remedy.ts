/** What to do next, in one Chinese sentence a finance person can act on. Pure. */
import type { Candidate, InvoiceState, Reason } from '../../document/verdict.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { KINDS, type Kind } from '../../invoice/kinds.js';

/** Named in one sentence; the rest is in the reasons. */
const NAMED = 3;

const label = (field: FieldName): string => FIELDS[field].chinese;

function listed(fields: readonly FieldName[]): string {
  const names = fields.slice(0, NAMED).map(label).join('、');
  return fields.length > NAMED ? `${names}等 ${fields.length} 项` : names;
}

function differences(reasons: readonly Reason[]): string {
  const parts = reasons
    .slice(0, NAMED)
    .map(({ field, ours, theirs }) => `${label(field)}票面为“${ours ?? ''}”、底账为“${theirs ?? ''}”`);
  return `${parts.join('，')}${reasons.length > NAMED ? `，共 ${reasons.length} 处` : ''}`;
}

const STATE_REMEDY: Readonly<Record<InvoiceState, string>> = {
  normal: '票面与底账一致，可以按本单位流程报销、入账',
  void: '票面与底账一致，但底账显示该票已作废：不得报销、抵扣，请向开票方索取有效发票',
  red_full: '票面与底账一致，但底账显示该票已全额红冲：不得报销、抵扣，请向开票方索取有效发票',
  red_part: '票面与底账一致，但底账显示该票已部分红冲：请向开票方索取红字发票，按冲减后的金额处理',
  is_red: '票面与底账一致，这是一张红字（负数）发票：请与被红冲的蓝字发票一并冲减，不得作为正数报销',
  out_of_control: '票面与底账一致，但底账显示该票为失控发票：暂不报销、抵扣，请联系主管税务机关',
  abnormal: '票面与底账一致，但底账显示该票为异常凭证：暂不报销、抵扣，请联系开票方和主管税务机关核实',
  unknown: '票面与底账一致，但底账未载发票状态：使用前请核对是否已作废或红冲',
};

const STATE_NAME: Readonly<Partial<Record<InvoiceState, string>>> = {
  void: '已作废',
  red_full: '已全额红冲',
  red_part: '已部分红冲',
  out_of_control: '失控发票',
  abnormal: '异常凭证',
};

const warning = (state: InvoiceState): string => {
  const name = STATE_NAME[state];
  return name === undefined ? '' : `；另外底账显示该票${name}`;
};

export const remedyOfMatch = (state: InvoiceState): string => STATE_REMEDY[state];

export const remedyOfMismatch = (differing: readonly Reason[], state: InvoiceState): string =>
  `${differences(differing)}：请持原件与开票方核实，核实前不要报销、入账${warning(state)}`;

export const remedyOfDoubt = (doubted: readonly Reason[], state: InvoiceState): string =>
  `${differences(doubted)}，但票面读数不够可靠：请对照原件复核${listed(doubted.map(({ field }) => field))}${warning(state)}`;

export const remedyOfBasis = (fields: readonly FieldName[], state: InvoiceState): string =>
  `${listed(fields)}与底账另一口径的金额相同（含税、不含税之别）：请对照原件，按票面口径（合计金额不含税，价税合计含税）更正后再查验${warning(state)}`;

export const remedyOfUnread = (fields: readonly FieldName[], state: InvoiceState): string =>
  `底账中有此票，但${listed(fields)}未读到或读数不够可靠：请对照原件补正后再查验${warning(state)}`;

export const remedyOfGap = (fields: readonly FieldName[], state: InvoiceState): string =>
  `底账中有此票且已读字段相符，但底账未载${listed(fields)}：请补充导入含${listed(fields)}的底账，或到官方平台查验后由人确认${warning(state)}`;

export const remedyOfKind = (ours: Kind, theirs: Kind, state: InvoiceState): string =>
  `底账中有此号码，但票种不同（票面识别为${KINDS[ours].chinese}，底账为${KINDS[theirs].chinese}）：请对照原件复核票种${warning(state)}`;

export const remedyOfRival = (candidate: Candidate): string =>
  `号码可能读错了：其余字段与底账中号码为 ${candidate.invoiceNumber} 的发票更相符，请对照原件复核发票号码`;

export const remedyOfKey = (fields: readonly FieldName[], candidates: number): string => {
  const suggestion = candidates > 0 ? `，底账中有 ${candidates} 张相近的发票可供核对` : '';
  return `${listed(fields)}未读到或读数不够可靠，无法在底账中确认此票${suggestion}：请对照原件补正后再查验`;
};

export const remedyOfFuture = (issueDate: string): string =>
  `开票日期 ${issueDate} 晚于今天：请对照原件复核开票日期`;

export const remedyOfNotYet = (settled: string): string =>
  `开票未满 48 小时，底账可能尚未收录：请明天再查，到 ${settled} 仍查不到才按查无此票处理`;

export const remedyOfNotFound = (candidates: number): string =>
  candidates > 0
    ? `底账中没有此票，但有 ${candidates} 张相近的发票：请先核对号码是否有误，无误则请开票方核实，核实前不要报销、入账`
    : '底账中没有此票：请确认已导入开票当期的底账，再请开票方核实，核实前不要报销、入账';

export const remedyOfUnsupported = (kind: Kind): string =>
  `${KINDS[kind].chinese}不在发票底账的范围内，无法自动查验：请按本单位规定人工核对`;
