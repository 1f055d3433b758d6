/** What reading a ledger file yields, and how a file that is no ledger is refused. */
import type { LedgerInvoice, SkippedRow } from './ledger.js';

/** One row that can go into the ledger; `where` as the person sees it: sheet name and row number. */
export interface LedgerFileRow {
  readonly where: string;
  readonly invoice: LedgerInvoice;
}

/** What a ledger file yields, in the order of the file. A skipped row never ends the reading. */
export type LedgerRow = LedgerFileRow | SkippedRow;

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
    '请上传电子税务局“全量发票查询导出结果”xlsx（含“发票基础信息”表），或带有“发票号码、开票日期”等表头的 CSV',
    'Upload the tax bureau’s export (xlsx with the sheet 发票基础信息), or a CSV with a header row',
  ),
  old_or_encrypted: text(
    '旧版 xls 格式或加密的工作簿无法读取',
    'The workbook is an old .xls or is encrypted',
    '请用 Excel 或 WPS 打开，去除密码并另存为 .xlsx 后再导入',
    'Open it in Excel or WPS, remove the password, save it as .xlsx and import again',
  ),
  damaged_file: text(
    '工作簿已损坏或不完整',
    'The workbook is damaged or incomplete',
    '请重新导出后再导入',
    'Export it again and import that',
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
