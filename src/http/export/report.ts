/**
 * The report file: what was checked of documents, what the checks found and whom it concerns, in a form that can be
 * handed to the tax bureau or an auditor. Sheets: 说明, 发票, 检查结果, 涉及票据, 比对明细, 原件.
 */
import { CHECKS, isCheckId } from '../../document/checks.js';
import type { Finding, OtherInvoice } from '../../document/finding.js';
import type { OrganisationRules } from '../../document/rule-pack.js';
import { valueSaid } from '../../document/slip.js';
import { OUTCOME_WORDS, STATE_WORDS } from '../../document/verdict-words.js';
import { timeInShanghai } from '../../invoice/dates.js';
import { DATE_FIELDS, FIELDS, TOTAL_FIELDS } from '../../invoice/fields.js';
import { KINDS } from '../../invoice/kinds.js';
import { parseMoney } from '../../invoice/money.js';
import type { HandedIn } from '../../ports/rules.js';
import type { DocumentRecord, JudgedSlip } from '../../ports/store.js';
import type { Cell, SheetOut } from '../../ports/workbook.js';

export interface ReportedDocument {
  readonly document: DocumentRecord;
  readonly handedIn: HandedIn | null;
}

/** Who made the report of which organisation, when, and under which rules. */
export interface ReportHead {
  readonly organisation: string;
  readonly madeBy: string;
  readonly madeAt: Date;
  readonly version: string;
  readonly rules: OrganisationRules;
}

type Column = SheetOut['columns'][number];
const column = (header: string, width: number, money = false): Column =>
  money ? { header, width, money } : { header, width };

/** The report of these documents, in their order. */
export function reportSheets(head: ReportHead, documents: readonly ReportedDocument[]): SheetOut[] {
  return [
    about(head, documents.length),
    {
      name: '发票',
      columns: SLIP_COLUMNS,
      rows: rowsOf(documents, (each, slip) => [slipRow(each, slip)]),
    },
    {
      name: '检查结果',
      columns: FINDING_COLUMNS,
      rows: rowsOf(documents, (each, slip) =>
        slip.findings.map((finding) => findingRow(each, slip, finding)),
      ),
    },
    {
      name: '涉及票据',
      columns: OTHER_COLUMNS,
      rows: rowsOf(documents, (each, slip) =>
        slip.findings.flatMap((finding) =>
          (finding.others ?? []).map((other) => otherRow(each, slip, finding, other)),
        ),
      ),
    },
    { name: '比对明细', columns: REASON_COLUMNS, rows: rowsOf(documents, reasonRows) },
    { name: '原件', columns: ORIGINAL_COLUMNS, rows: documents.map(originalRow) },
  ];
}

function* rowsOf(
  documents: readonly ReportedDocument[],
  rows: (document: ReportedDocument, slip: JudgedSlip) => readonly (readonly Cell[])[],
): Generator<readonly Cell[]> {
  for (const document of documents) {
    for (const slip of document.document.slips) yield* rows(document, slip);
  }
}

function about({ organisation, madeBy, madeAt, version, rules }: ReportHead, documents: number): SheetOut {
  const rows: readonly (readonly Cell[])[] = [
    ['单位', organisation],
    ['制表人', madeBy],
    ['制表时间（北京时间）', timeInShanghai(madeAt)],
    ['文件数', documents],
    ['规则', `${rules.pack.name}（第 ${rules.edition} 版）`],
    ['软件', `验票 Yanpiao ${version}`],
    ['原件', '“原件”表列出各原件的 SHA-256，可据以核对所附原件未经改动'],
    ['说明', '检查结果是线索，不是结论；标有“待确认”的，所依据的字段尚未确认，可能是识别有误'],
  ];
  return { name: '说明', columns: [column('项目', 24), column('内容', 80)], rows };
}

const WHERE: readonly Column[] = [column('文件', 30), column('票', 6), column('发票号码', 24)];
const where = ({ document }: ReportedDocument, slip: JudgedSlip): readonly Cell[] => [
  document.file,
  slip.id,
  valueSaid(slip, ['invoiceNumber']),
];

const SLIP_COLUMNS: readonly Column[] = [
  ...WHERE,
  ...[column('发票代码', 16), column('票种', 26), column('开票日期', 12)],
  ...[column('购买方', 30), column('购买方税号', 22), column('销售方', 30), column('销售方税号', 22)],
  ...[column('合计金额', 14, true), column('合计税额', 14, true), column('价税合计', 14, true)],
  ...[column('查验结论', 12), column('发票状态', 12), column('平台代码', 10), column('平台说明', 30)],
  ...[column('查验时间', 20), column('查验来源', 16), column('处理建议', 50)],
];

function slipRow(each: ReportedDocument, slip: JudgedSlip): readonly Cell[] {
  const { verdict } = slip;
  return [
    ...where(each, slip),
    valueSaid(slip, ['invoiceCode']),
    KINDS[slip.kind].chinese,
    valueSaid(slip, DATE_FIELDS),
    ...(['buyerName', 'buyerTaxId', 'sellerName', 'sellerTaxId'] as const).map((name) =>
      valueSaid(slip, [name]),
    ),
    ...(['netTotal', 'taxTotal'] as const).map((name) => moneyOf(valueSaid(slip, [name]))),
    moneyOf(valueSaid(slip, TOTAL_FIELDS)),
    verdict === null ? '未查验' : OUTCOME_WORDS[verdict.outcome],
    verdict === null ? null : STATE_WORDS[verdict.state],
    verdict?.official?.code ?? null,
    verdict?.official?.text ?? null,
    verdict === null ? null : timeInShanghai(new Date(verdict.checkedAt)),
    verdict === null ? null : (verdict.provider ?? '本单位底账'),
    verdict?.remedy ?? null,
  ];
}

const FINDING_COLUMNS: readonly Column[] = [
  ...WHERE,
  ...[column('检查', 8), column('名称', 26), column('结果', 8), column('级别', 8), column('说明', 80)],
  ...[column('禁止报销', 10), column('待确认', 8), column('位置', 24)],
];

const findingRow = (each: ReportedDocument, slip: JudgedSlip, finding: Finding): readonly Cell[] => [
  ...where(each, slip),
  finding.id,
  nameOf(finding),
  RESULTS[finding.result],
  SEVERITIES[finding.severity],
  finding.message,
  finding.blocks === true ? '是' : null,
  finding.unsure === true ? '是' : null,
  (finding.places ?? []).map(({ page, box }) => `第 ${page} 页 [${box.join(' ')}]`).join('；') || null,
];

const OTHER_COLUMNS: readonly Column[] = [
  ...WHERE,
  ...[column('检查', 8), column('种类', 10), column('名称', 40), column('经手人', 16), column('时间', 20)],
  column('编号', 40),
];

const otherRow = (
  each: ReportedDocument,
  slip: JudgedSlip,
  finding: Finding,
  { what, name, person, at, id, slipId }: OtherInvoice,
): readonly Cell[] => [
  ...where(each, slip),
  finding.id,
  SORTS[what],
  name,
  person,
  at === null ? null : timeInShanghai(new Date(at)),
  slipId === null ? id : `${id}/${slipId}`,
];

const REASON_COLUMNS: readonly Column[] = [
  ...WHERE,
  ...[column('字段', 20), column('票面', 36), column('底账', 36), column('一致', 8), column('相差', 24)],
  column('票面读数已确认', 14),
];

const reasonRows = (each: ReportedDocument, slip: JudgedSlip): readonly (readonly Cell[])[] =>
  (slip.verdict?.reasons ?? []).map(({ field, ours, theirs, agree, apart, accepted }) => [
    ...where(each, slip),
    FIELDS[field].chinese,
    ours,
    theirs,
    agree ? '是' : '否',
    apart ?? null,
    accepted ? '是' : '否',
  ]);

const ORIGINAL_COLUMNS: readonly Column[] = [
  ...[column('文件', 40), column('SHA-256', 66), column('字节', 14), column('格式', 8)],
  ...[column('提交人', 16), column('提交时间', 20), column('票数', 8), column('文件编号', 38)],
];

function originalRow({ document, handedIn }: ReportedDocument): readonly Cell[] {
  const { file, sha256, size, carrier, createdAt, slips, id } = document;
  const at = timeInShanghai(handedIn?.at ?? createdAt);
  return [file, sha256, size, carrier, handedIn?.person ?? null, at, slips.length, id];
}

/** As a number where it is one that a number holds exactly; `***` stays text. */
function moneyOf(value: string | null): Cell {
  const fen = parseMoney(value ?? '');
  return fen === null || !Number.isSafeInteger(Number(fen)) ? value : Number(fen) / 100;
}

const nameOf = ({ id }: Finding): string => (isCheckId(id) ? CHECKS[id].chinese : '');

const RESULTS = { holds: '通过', broken: '不通过', unknown: '无法判断' } as const;
const SEVERITIES = { E: '错误', W: '警告', I: '提示' } as const;
const SORTS = { document: '文件', ledger: '底账', claim: '报销单' } as const;
