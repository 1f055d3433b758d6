/**
 * Ledger files of every format that an import takes, of invoices that don't exist: what samples/ledger holds. The rows
 * are those of the demo ledger, so that the same invoice looks the same whichever way it comes.
 */
import { type BookType, utils, write } from '@e965/xlsx';
import ExcelJS from 'exceljs';
import type { LedgerFormat } from '../src/document/ledger.js';
import { formatMoney } from '../src/invoice/money.js';
import { demoLedger } from './demo-ledger.js';
import { gbkBytes } from './draw/einvoice-xml.js';
import { KIND_TEXTS, type LedgerRow, withFixedTimes } from './ledger.js';
import type { SampleInvoice, SampleLine } from './truth/invoice.js';

export interface LedgerSample {
  readonly file: string;
  readonly format: LedgerFormat;
  /** File beside it that the import is given as its mapping. */
  readonly mapping?: string;
  readonly bytes: Uint8Array;
  /** What is in it, in its order. */
  readonly invoices: readonly LedgerRow[];
  /** Codes of the rows that are to be left out. */
  readonly skipped: readonly string[];
}

type Cell = string | number | null;

const yuan = (fen: bigint | null): number => Number(formatMoney(fen ?? 0n));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;

/** The 勾选 export: two rows above the header, stars in it, a total below. */
async function deductionExport(rows: readonly LedgerRow[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = new Date('2025-01-01T00:00:00Z');
  book.modified = book.created;
  const sheet = book.addWorksheet('抵扣勾选');
  sheet.addRow(['抵扣类勾选发票清单（样例）']);
  sheet.addRow(['税款所属期：202501', '', '导出时间：2025-02-01']);
  sheet.addRow([
    ...['序号', '是否勾选*', '数电票号码', '发票代码', '发票号码', '开票日期*', '金额*', '票面税额*'],
    ...['有效抵扣税额*', '购买方识别号*', '销售方纳税人名称', '销售方纳税人识别号', '发票来源', '票种*'],
    ...['发票状态', '红字锁定标志', '转内销证明编号', '业务类型', '勾选时间', '发票风险等级', '风险状态'],
  ]);
  rows.forEach(({ invoice, state, risk }, index) => {
    const ticked = index % 3 !== 2;
    sheet.addRow([
      ...[index + 1, ticked ? '是' : '否', invoice.code === null ? invoice.number : '', invoice.code ?? ''],
      ...[invoice.code === null ? '' : invoice.number, invoice.date, yuan(invoice.net), yuan(invoice.tax)],
      ...[ticked ? yuan(invoice.tax) : '', invoice.buyer.taxId, invoice.seller.name, invoice.seller.taxId],
      ...[invoice.code === null ? '电子发票服务平台' : '增值税发票管理系统', KIND_TEXTS[invoice.kind]],
      ...[state, '否', '', '', ticked ? '2025-02-01 09:30:00' : '', risk, ''],
    ]);
  });
  sheet.addRow(['合计', '', '', '', '', '', yuan(sum(rows.map(({ invoice }) => invoice.net)))]);
  return withFixedTimes(new Uint8Array(await book.xlsx.writeBuffer()));
}

const sum = (parts: readonly bigint[]): bigint => parts.reduce((total, part) => total + part, 0n);

const DESKTOP_HEADERS = [
  ...[
    '发票代码',
    '发票号码',
    '购方企业名称',
    '购方税号',
    '银行账号',
    '地址电话',
    '开票日期',
    '商品编码版本号',
  ],
  ...['单据号', '商品名称', '规格', '单位', '数量', '单价', '金额', '税率', '税额', '税收分类编码'],
];

/** A desktop program's export: sections by kind, the invoice's own fields on its first line only, 小计 below each, 份数 at the end. */
function desktopRows(rows: readonly LedgerRow[]): Cell[][] {
  const kinds = [...new Set(rows.map(({ invoice }) => invoice.kind))];
  const sections = kinds.flatMap((kind) => [
    [`发票类别：${KIND_TEXTS[kind]}`],
    ...rows.filter(({ invoice }) => invoice.kind === kind).flatMap(({ invoice }) => desktopInvoice(invoice)),
  ]);
  const all = rows.map(({ invoice }) => invoice);
  const footer = [`份数：${rows.length}`, '', '', '', '', '', '', '', '', '', '', '', '', ''];
  return [
    ['发票数据导出（样例）'],
    DESKTOP_HEADERS,
    ...sections,
    [...footer, yuan(sum(all.map(({ net }) => net))), '', yuan(sum(all.map(({ tax }) => tax ?? 0n)))],
  ];
}

function desktopInvoice(invoice: SampleInvoice): Cell[][] {
  const { buyer, code, number, date, lines, net, tax } = invoice;
  const own = [
    code,
    number,
    buyer.name,
    buyer.taxId,
    `${buyer.bank} ${buyer.account}`,
    buyer.addressPhone,
    date,
  ];
  const blank = own.map((): Cell => null);
  const line = (one: SampleLine): Cell[] => [
    ...['46.0', `D${number}`, one.name, one.spec, one.unit, one.quantity, one.unitPrice],
    ...[yuan(one.amount), one.rate, one.tax === null ? '***' : yuan(one.tax), ''],
  ];
  return [
    ...lines.map((one, at) => [...(at === 0 ? own : blank), ...line(one)]),
    [...blank, null, null, '小计', null, null, null, null, yuan(net), null, yuan(tax), null],
  ];
}

function xls(rows: readonly Cell[][]): Uint8Array {
  const book = utils.book_new();
  utils.book_append_sheet(book, utils.aoa_to_sheet(rows as Cell[][]), '发票数据');
  const biff8: BookType = 'biff8';
  return new Uint8Array(write(book, { type: 'buffer', bookType: biff8 }) as Buffer);
}

/** What many systems call .xls: a table of HTML in GBK. */
function htmlTable(rows: readonly Cell[][]): Uint8Array {
  const safe = (cell: Cell) =>
    String(cell ?? '')
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;');
  const body = rows.map((row) => `<tr>${row.map((cell) => `<td>${safe(cell)}</td>`).join('')}</tr>`);
  const style = "<style>td{mso-number-format:'\\@';}</style>";
  return gbkBytes(
    `<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">${style}</head><body><table border=1>\n${body.join('\n')}\n</table></body></html>\n`,
  );
}

/** What a tax-control device answered: issued invoices, and one request that is no invoice yet. */
function taxControl(rows: readonly LedgerRow[]): Uint8Array {
  const leaf = (name: string, text: string) =>
    `<${name}>${text.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</${name}>`;
  const one = ({ invoice }: LedgerRow, issued: boolean) =>
    [
      '<RESPONSE_COMMON_FPKJ class="RESPONSE_COMMON_FPKJ"><COMMON_FPKJ_FPT class="COMMON_FPKJ_FPT">',
      leaf('FPQQLSH', `Q${invoice.number}`),
      leaf('KPLX', invoice.gross < 0n ? '1' : '0'),
      ...(issued
        ? [
            leaf('FP_DM', invoice.code ?? ''),
            leaf('FP_HM', invoice.number),
            leaf('KPRQ', compact(invoice.date)),
          ]
        : []),
      leaf('FPLXMC', KIND_TEXTS[invoice.kind]),
      leaf('XSF_NSRSBH', invoice.seller.taxId),
      leaf('XSF_MC', invoice.seller.name),
      leaf('GMF_NSRSBH', invoice.buyer.taxId),
      leaf('GMF_MC', invoice.buyer.name),
      leaf('KPR', invoice.drawer),
      leaf('JSHJ', formatMoney(invoice.gross)),
      leaf('HJJE', formatMoney(invoice.net)),
      leaf('HJSE', formatMoney(invoice.tax ?? 0n)),
      leaf('BZ', invoice.note.join(' ')),
      '</COMMON_FPKJ_FPT><COMMON_FPKJ_XMXXS class="COMMON_FPKJ_XMXX">',
      ...invoice.lines.map((line) =>
        [
          '<COMMON_FPKJ_XMXX>',
          leaf('FPHXZ', '0'),
          leaf('XMMC', line.name),
          leaf('GGXH', line.spec),
          leaf('DW', line.unit),
          leaf('XMSL', line.quantity),
          leaf('XMDJ', line.unitPrice),
          leaf('XMJE', formatMoney(line.amount)),
          leaf('SL', line.rate),
          leaf('SE', formatMoney(line.tax ?? 0n)),
          '</COMMON_FPKJ_XMXX>',
        ].join(''),
      ),
      '</COMMON_FPKJ_XMXXS></RESPONSE_COMMON_FPKJ>',
    ].join('\n');
  const all = rows.map((row, at) => one(row, at < rows.length - 1));
  return gbkBytes(
    `<?xml version="1.0" encoding="gbk"?>\n<business id="FPKJ" comment="发票开具">\n${all.join('\n')}\n</business>\n`,
  );
}

const compact = (date: string): string => date.replaceAll('-', '');

/** An ERP's own table: headers that only a mapping explains. */
function erpTable(rows: readonly LedgerRow[]): Uint8Array {
  const head = [
    'Beleg',
    '票据编码',
    '票据流水',
    'Datum',
    '供应商',
    '供应商税号',
    '净额',
    '税',
    'Brutto',
    '种类',
    '有效',
  ];
  const cell = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = rows.map(({ invoice, state }) =>
    [
      `R-${invoice.id}`,
      invoice.code ?? '',
      invoice.number,
      invoice.date.replaceAll('-', '/'),
      invoice.seller.name,
      invoice.seller.taxId,
      formatMoney(invoice.net),
      formatMoney(invoice.tax ?? 0n),
      formatMoney(invoice.gross),
      KIND_TEXTS[invoice.kind],
      state,
    ]
      .map(cell)
      .join(';'),
  );
  return gbkBytes(`${head.join(';')}\n${lines.join('\n')}\n`);
}

const ERP_MAPPING = {
  Beleg: '',
  票据编码: 'invoiceCode',
  票据流水: 'invoiceNumber',
  Datum: 'issueDate',
  供应商: 'sellerName',
  供应商税号: 'sellerTaxId',
  净额: 'netTotal',
  税: 'taxTotal',
  Brutto: 'grossTotal',
  种类: 'kind',
  有效: 'state',
};

/** As `GET /ledger/invoices` tells them. */
function ownForm({ invoice, state }: LedgerRow): object {
  const states = { 正常: 'normal', 已作废: 'void', '已红冲-全额': 'red_full', '已红冲-部分': 'red_part' };
  return {
    kind: invoice.kind,
    invoiceCode: invoice.code,
    invoiceNumber: invoice.number,
    issueDate: invoice.date,
    buyerName: invoice.buyer.name,
    buyerTaxId: invoice.buyer.taxId || null,
    sellerName: invoice.seller.name,
    sellerTaxId: invoice.seller.taxId,
    netTotal: formatMoney(invoice.net),
    taxTotal: formatMoney(invoice.tax ?? 0n),
    grossTotal: formatMoney(invoice.gross),
    state: states[state],
    drawer: invoice.drawer,
    lines: invoice.lines.map((line) => ({
      name: line.name,
      amount: formatMoney(line.amount),
      taxRate: line.rate,
      taxAmount: line.tax === null ? '***' : formatMoney(line.tax),
    })),
  };
}

/** Rows of the demo ledger that each format can tell: red ones have no place in some. */
function chosen(seed: number): { digital: LedgerRow[]; legacy: LedgerRow[]; mixed: LedgerRow[] } {
  const blue = demoLedger(seed).filter(({ invoice }) => invoice.gross > 0n);
  const digital = blue.filter(({ invoice }) => invoice.code === null).slice(0, 5);
  const legacy = blue
    .filter(({ invoice, state }) => invoice.code !== null && state === '正常' && invoice.buyer.taxId !== '')
    .slice(0, 4);
  return { digital, legacy, mixed: [...digital.slice(0, 3), ...legacy.slice(0, 2)] };
}

/** Every file, the same for the same seed. */
export async function ledgerFiles(seed: number): Promise<readonly LedgerSample[]> {
  const { digital, legacy, mixed } = chosen(seed);
  const byKind = [...new Set(legacy.map(({ invoice }) => invoice.kind))].flatMap((kind) =>
    legacy.filter(({ invoice }) => invoice.kind === kind),
  );
  const wrong = json({ ...ownForm(digital[0] as LedgerRow), invoiceNumber: 1.2345678901234567e19 });
  const rest = { skipped: [] };
  return [
    {
      file: 'deduction.xlsx',
      format: 'deduction_export',
      bytes: await deductionExport(mixed),
      invoices: mixed,
      ...rest,
    },
    {
      file: 'desktop.xls',
      format: 'lines_export',
      bytes: xls(desktopRows(legacy)),
      invoices: byKind,
      ...rest,
    },
    {
      file: 'desktop-html.xls',
      format: 'lines_export',
      bytes: htmlTable(desktopRows(legacy)),
      invoices: byKind,
      ...rest,
    },
    {
      file: 'tax-control.xml',
      format: 'tax_control_xml',
      bytes: taxControl(legacy),
      invoices: legacy.slice(0, -1),
      skipped: ['no_number'],
    },
    {
      file: 'erp.csv',
      format: 'mapped_table',
      mapping: 'erp.mapping.json',
      bytes: erpTable(mixed),
      invoices: mixed,
      ...rest,
    },
    {
      file: 'invoices.json',
      format: 'json',
      bytes: utf8(json(digital.map(ownForm))),
      invoices: digital,
      ...rest,
    },
    {
      file: 'invoices.ndjson',
      format: 'ndjson',
      bytes: utf8(
        `${[...mixed.map((row) => JSON.stringify(ownForm(row))), wrong.replace(/\n */g, '')].join('\n')}\n`,
      ),
      invoices: mixed,
      skipped: ['id_damaged'],
    },
  ];
}

/** Files beside them. */
export const LEDGER_MAPPINGS: Readonly<Record<string, Uint8Array>> = {
  'erp.mapping.json': utf8(json(ERP_MAPPING)),
};
