/**
 * The demo ledger: a workbook as the tax bureau exports it (全量发票查询导出结果, DOMAIN 10.1), of invoices that don't
 * exist.
 */
import ExcelJS from 'exceljs';
import { formatMoney } from '../src/invoice/money.js';
import type { SampleInvoice, SampleLine, VatKind } from './truth/invoice.js';

/** An invoice and what the bureau says of it. */
export interface LedgerRow {
  readonly invoice: SampleInvoice;
  readonly state: '正常' | '已作废' | '已红冲-全额' | '已红冲-部分';
  readonly risk: '正常' | '疑点发票';
}

const PARTIES = [
  '序号',
  '发票代码',
  '发票号码',
  '数电发票号码',
  '销方识别号',
  '销方名称',
  '购方识别号',
  '购买方名称',
  '开票日期',
];
const SUMS = ['金额', '税额', '价税合计'];
const END = ['发票来源', '发票票种', '发票状态', '是否正数发票', '发票风险等级', '开票人', '备注'];
const LINE = [
  '税收分类编码',
  '特定业务类型',
  '货物或应税劳务名称',
  '规格型号',
  '单位',
  '数量',
  '单价',
  '金额',
  '税率',
  '税额',
  '价税合计',
];

/** 发票票种 as the bureau words it. */
export const KIND_TEXTS: Readonly<Record<VatKind, string>> = {
  vat_special_paper: '增值税专用发票',
  vat_general_paper: '增值税普通发票',
  vat_special_e: '增值税电子专用发票',
  vat_general_e: '增值税电子普通发票',
  digital_special: '数电发票（增值税专用发票）',
  digital_general: '数电发票（普通发票）',
  toll_e: '增值税电子普通发票（通行费）',
  vat_general_roll: '增值税普通发票（卷式）',
  digital_special_paper: '数电纸质发票（增值税专用发票）',
  digital_general_paper: '数电纸质发票（普通发票）',
};

/** Sums are numbers in the bureau's file, ids are text. */
const figure = (fen: bigint | null): number => Number(formatMoney(fen ?? 0n));

type Cell = string | number;

function partyCells({ invoice }: LedgerRow, index: number): Cell[] {
  const digital = invoice.code === null;
  // The bureau knows the second; the form shows only the day.
  const second = String((index * 37) % 60).padStart(2, '0');
  return [
    index + 1,
    invoice.code ?? '',
    digital ? '' : invoice.number,
    digital ? invoice.number : '',
    invoice.seller.taxId,
    invoice.seller.name,
    invoice.buyer.taxId,
    invoice.buyer.name,
    `${invoice.date} ${String(9 + (index % 9)).padStart(2, '0')}:${second}:${second}`,
  ];
}

function endCells({ invoice, state, risk }: LedgerRow): Cell[] {
  return [
    invoice.code === null ? '电子发票服务平台' : '增值税发票管理系统',
    KIND_TEXTS[invoice.kind],
    state,
    invoice.gross < 0n ? '否' : '是',
    risk,
    invoice.drawer,
    invoice.note.join(' '),
  ];
}

function lineCells(line: SampleLine): Cell[] {
  return [
    '',
    '',
    line.name,
    line.spec,
    line.unit,
    line.quantity,
    line.unitPrice,
    figure(line.amount),
    line.rate,
    figure(line.tax),
    figure(line.amount + (line.tax ?? 0n)),
  ];
}

/** The workbook's bytes, the same for the same rows. */
export async function ledgerWorkbook(rows: readonly LedgerRow[]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.created = new Date('2025-01-01T00:00:00Z');
  book.modified = book.created;
  const basic = book.addWorksheet('发票基础信息');
  const detail = book.addWorksheet('信息汇总表');
  basic.addRow([...PARTIES, ...SUMS, ...END]);
  detail.addRow([...PARTIES, ...LINE, ...END]);
  rows.forEach((row, index) => {
    const { net, tax, gross, lines } = row.invoice;
    basic.addRow([...partyCells(row, index), figure(net), figure(tax), figure(gross), ...endCells(row)]);
    for (const line of lines)
      detail.addRow([...partyCells(row, index), ...lineCells(line), ...endCells(row)]);
  });
  return withFixedTimes(new Uint8Array(await book.xlsx.writeBuffer()));
}

/** 1 January 1980, 00:00, in MS-DOS's reckoning: the earliest a ZIP can say. */
const DOS_DATE = 0x0021;

/** A ZIP whose members all bear the same time: exceljs writes the present one. */
export function withFixedTimes(zip: Uint8Array): Uint8Array {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength);
  const end = zip.byteLength - 22;
  if (view.getUint32(end, true) !== 0x06054b50) throw new Error('the workbook is no plain ZIP');
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left--) {
    const local = view.getUint32(at + 42, true);
    view.setUint32(at + 12, DOS_DATE << 16, true);
    view.setUint32(local + 10, DOS_DATE << 16, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return zip;
}
