/** Makes ledger files to read: workbooks by exceljs, and by hand where a library would not write what exports contain. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { openLedgerFile } from '../../../src/adapters/ledger-files/read.js';
import { xmlReader } from '../../../src/adapters/xml/xml.js';
import { zipReader } from '../../../src/adapters/zip/zip.js';
import type { LedgerFormat } from '../../../src/document/ledger.js';
import type { LedgerRow, Mapping } from '../../../src/document/ledger-file.js';

export const BASE_HEADERS = [
  '序号',
  '发票代码',
  '发票号码',
  '数电发票号码',
  '销方识别号',
  '销方名称',
  '购方识别号',
  '购买方名称',
  '开票日期',
  '金额',
  '税额',
  '价税合计',
  '发票来源',
  '发票票种',
  '发票状态',
  '是否正数发票',
  '发票风险等级',
  '开票人',
  '备注',
] as const;

export const LINE_HEADERS = [
  ...BASE_HEADERS.slice(0, 9),
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
  ...BASE_HEADERS.slice(12),
] as const;

type Value = string | number | Date | null;
export type Named = Readonly<Record<string, Value>>;

/** Made-up parties; a 数电票 of 100.00 + 6.00. */
export const DIGITAL_ROW: Named = {
  序号: 1,
  数电发票号码: '26312000000012345678',
  销方识别号: '91310115MA1SAMPLE3',
  销方名称: '沪上样例餐饮管理有限公司',
  购方识别号: '91110108MA01TEST0X',
  购买方名称: '云溪测试科技（北京）有限公司',
  开票日期: '2026-10-15 18:22:02',
  金额: 100,
  税额: 6,
  价税合计: 106,
  发票来源: '电子发票服务平台',
  发票票种: '数电发票（普通发票）',
  发票状态: '正常',
  是否正数发票: '是',
  发票风险等级: '正常',
  开票人: '王样例',
  备注: null,
};

export const LEGACY_ROW: Named = {
  ...DIGITAL_ROW,
  数电发票号码: null,
  发票代码: '031002000111',
  发票号码: '00418273',
  开票日期: '2021-03-09 10:00:00',
  发票来源: '增值税发票管理系统',
  发票票种: '增值税电子普通发票',
};

export const line = (of: Named, name: string, amount: Value, tax: Value, rest: Named = {}): Named => ({
  ...of,
  货物或应税劳务名称: name,
  金额: amount,
  税率: '6%',
  税额: tax,
  ...rest,
});

const under = (headers: readonly string[], rows: readonly Named[]): Value[][] =>
  rows.map((row) => headers.map((header) => row[header] ?? null));

/** The bureau's workbook with its two sheets, as exceljs writes it: shared strings, styles, date cells. */
export async function bureauWorkbook(
  invoices: readonly Named[],
  lines: readonly Named[],
): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('信息汇总表').addRows([[...LINE_HEADERS], ...under(LINE_HEADERS, lines)]);
  book.addWorksheet('发票基础信息').addRows([[...BASE_HEADERS], ...under(BASE_HEADERS, invoices)]);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** A workbook of any tables, a sheet each. */
export async function workbookOf(sheets: Readonly<Record<string, readonly Value[][]>>): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  for (const [name, rows] of Object.entries(sheets))
    book.addWorksheet(name).addRows(rows.map((row) => [...row]));
  return new Uint8Array(await book.xlsx.writeBuffer());
}

interface Part {
  readonly name: string;
  readonly data: Buffer;
  /** What the directory claims, where it lies. */
  readonly claimed?: number;
}

/** A ZIP with deflated entries. */
export function zipOf(parts: readonly Part[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, claimed } of parts) {
    const packed = deflateRawSync(data, { level: 9 });
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt32LE(crc32(data), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(claimed ?? data.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    locals.push(Buffer.from('PK\x03\x04'), fields, Buffer.from(name), packed);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, tail, Buffer.from(name));
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(parts.length, 4);
  end.writeUInt16LE(parts.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\x05\x06'), end]);
}

const escaped = (text: string) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');

/** A cell as raw XML, or text that goes inline. */
export const cellXml = (value: string): string =>
  value.startsWith('<c') ? value : `<c t="inlineStr"><is><t>${escaped(value)}</t></is></c>`;

/** The XML of a sheet with no references on rows or cells and a `dimension` that knows of the first cell only. */
export const sheetXml = (rows: readonly (readonly string[])[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1"/><sheetData>${rows
    .map((row) => `<row>${row.map(cellXml).join('')}</row>`)
    .join('')}</sheetData></worksheet>`;

/** A workbook by hand: sheets before the workbook part, absolute targets, prefixed elements, no styles, no shared strings. */
export function handMade(
  sheets: Readonly<Record<string, string>>,
  extra: readonly Part[] = [],
  properties = '',
): Buffer {
  const names = Object.keys(sheets);
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const links = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packageLinks = 'http://schemas.openxmlformats.org/package/2006/relationships';
  const text = (name: string, xml: string): Part => ({ name, data: Buffer.from(xml) });
  const relations = [
    ...names.map(
      (_, i) => `<Relationship Id="s${i}" Type="${links}/worksheet" Target="/xl/worksheets/s${i}.xml"/>`,
    ),
    ...extra.map(
      ({ name }) =>
        `<Relationship Id="x" Type="${links}/sharedStrings" Target="${name.replace('xl/', '')}"/>`,
    ),
  ];
  return zipOf([
    ...names.map((name, i) => text(`xl/worksheets/s${i}.xml`, sheets[name] ?? '')),
    ...extra,
    text(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${packageLinks}">${relations.join('')}</Relationships>`,
    ),
    text(
      'xl/workbook.xml',
      `<x:workbook xmlns:x="${main}" xmlns:r="${links}">${properties}<x:sheets>${names.map((name, i) => `<x:sheet name="${name}" sheetId="${i + 1}" r:id="s${i}"/>`).join('')}</x:sheets></x:workbook>`,
    ),
  ]);
}

/** Reads bytes as a ledger file; everything it yields. */
export async function readBytes(bytes: Uint8Array | string, mapping?: Mapping): Promise<LedgerRow[]> {
  return (await openBytes(bytes, mapping)).rows;
}

/** The same, with what the file was taken for. */
export async function openBytes(
  bytes: Uint8Array | string,
  mapping?: Mapping,
): Promise<{ readonly format: LedgerFormat; readonly of: number | null; readonly rows: LedgerRow[] }> {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'));
  try {
    const path = join(folder, 'file');
    await writeFile(path, bytes);
    const file = await openLedgerFile(path, { zip: zipReader(), xml: xmlReader() }, { mapping });
    const rows: LedgerRow[] = [];
    try {
      for await (const row of file.rows) rows.push(row);
    } finally {
      file.close();
    }
    return { format: file.format, of: file.of, rows };
  } finally {
    await rm(folder, { recursive: true });
  }
}
