/** What reading a ledger file yields, and how a file that is no ledger is refused. */
import type { LedgerFormat, LedgerInvoice, SkippedRow } from './ledger.js';

/** One row that can go into the ledger; `where` as the person sees it: sheet name and row number. */
export interface LedgerFileRow {
  readonly where: string;
  readonly invoice: LedgerInvoice;
}

/** What a ledger file yields, in the order of the file. A skipped row never ends the reading. */
export type LedgerRow = LedgerFileRow | SkippedRow;

/** An opened ledger file. */
export interface LedgerFile {
  readonly format: LedgerFormat;
  /** About how many rows there are, for the eye only: files are wrong about themselves. */
  readonly of: number | null;
  /**
   * To be gone through once. Throws LedgerFileError when the file turns out to be damaged or past its budgets; what was
   * yielded until then stands.
   */
  readonly rows: AsyncIterable<LedgerRow>;
  /** Harmless when it is closed already. */
  close(): void;
}

/** Fields that a column of a table may hold: by these names a mapping speaks of them, and a header may bear them. */
export const MAPPED_FIELDS = [
  'digitalNumber',
  'invoiceCode',
  'invoiceNumber',
  'sellerTaxId',
  'sellerName',
  'buyerTaxId',
  'buyerName',
  'issueDate',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'checkCode',
  'kind',
  'state',
  'voided',
  'positive',
  'risk',
  'drawer',
  'note',
  'ticked',
  'tickedOn',
  'deductibleTax',
  'purpose',
  'redLocked',
  'lines.name',
  'lines.spec',
  'lines.unit',
  'lines.quantity',
  'lines.unitPrice',
  'lines.amount',
  'lines.taxRate',
  'lines.taxAmount',
] as const;
export type MappedField = (typeof MAPPED_FIELDS)[number];

/** Header text → our field; an empty name leaves the column out. */
export type Mapping = Readonly<Record<string, MappedField | ''>>;

interface ErrorText {
  readonly zh: string;
  readonly en: string;
  readonly remedyZh: string;
  readonly remedyEn: string;
}

const text = (zh: string, en: string, remedyZh: string, remedyEn: string): ErrorText => ({
  zh,
  en,
  remedyZh,
  remedyEn,
});

/** Every reason to refuse a whole ledger file: message and remedy in both languages. */
export const LEDGER_FILE_ERRORS = {
  not_a_ledger: text(
    '文件中找不到发票底账的表头',
    'No ledger header was found in the file',
    '请上传电子税务局“全量发票查询导出结果”或勾选导出、开票软件导出、税控 XML、JSON，或带有“发票号码、开票日期”等表头的表格（表头不同时请附字段对照）',
    'Upload an export of the tax bureau or of an invoicing program, exchange XML, JSON, or a table with a header row (with a mapping where its headers are others)',
  ),
  encrypted_file: text(
    '工作簿有密码',
    'The workbook is behind a password',
    '请用 Excel 或 WPS 打开，去除密码后再导入',
    'Open it in Excel or WPS, remove the password and import again',
  ),
  mapping_unfit: text(
    '字段对照与文件的表头不符',
    'The mapping does not fit the headers of the file',
    '请核对对照中的表头文字；至少须有发票号码与开票日期',
    'Check the header texts of the mapping; a number and a date are the least it needs',
  ),
  no_questions: text(
    '文件中找不到要查验的发票',
    'No invoices to ask about were found in the file',
    '请写明表头，至少有“发票号码”或“二维码”一列，其他列如“发票代码、开票日期、金额、校验码”',
    'Give the table a header row with at least 发票号码 or 二维码; others: 发票代码, 开票日期, 金额, 校验码',
  ),
  too_many_questions: text(
    '查验清单超过 10000 行',
    'More than 10 000 rows to ask about',
    '请拆分为多个文件后分别提交',
    'Split the file and hand in the parts',
  ),
  damaged_file: text(
    '文件已损坏或不完整',
    'The file is damaged or incomplete',
    '请重新导出后再导入',
    'Export it again and import that',
  ),
  holds_nul: text(
    '表格文字中有空字符（NUL），不是完好的文本',
    'There are NUL characters in the text of the table',
    '请从原系统重新导出；或用 Excel、WPS 打开后另存为“CSV UTF-8”或 xlsx，再导入',
    'Export it again, or open it in Excel or WPS, save it as CSV UTF-8 or xlsx and import that',
  ),
  unknown_encoding: text(
    '无法识别 CSV 的文字编码',
    'The text encoding of the CSV is not known',
    '请另存为 UTF-8 或 GBK 编码的 CSV 后再导入',
    'Save it as CSV in UTF-8 or GBK and import again',
  ),
  empty_file: text(
    '文件是空的',
    'The file is empty',
    '请重新导出后再导入',
    'Export it again and import that',
  ),
  too_large: text(
    '文件解开后超过导入限额',
    'The file is larger than an import may be',
    '请按月份分段导出后分别导入',
    'Export shorter periods and import them one by one',
  ),
  not_found: text('找不到文件', 'The file does not exist', '请检查路径', 'Check the path'),
  not_readable: text('无法读取文件', 'The file cannot be opened', '请检查文件权限', 'Check its permissions'),
} as const satisfies Record<string, ErrorText>;

export type LedgerFileErrorCode = keyof typeof LEDGER_FILE_ERRORS;

/**
 * The file as a whole cannot be imported: its own fault, never retried. `message` is English for logs and holds nothing
 * of the file's content; `told` and `remedy` are for people, Chinese.
 */
export class LedgerFileError extends Error {
  readonly code: LedgerFileErrorCode;
  readonly told: string;
  readonly remedy: string;
  constructor(code: LedgerFileErrorCode, detail?: string, options?: ErrorOptions) {
    const entry = LEDGER_FILE_ERRORS[code];
    super(detail === undefined ? entry.en : `${entry.en} (${detail})`, options);
    this.name = 'LedgerFileError';
    this.code = code;
    this.told = detail === undefined ? entry.zh : `${entry.zh}（${detail}）`;
    this.remedy = entry.remedyZh;
  }
}
