/**
 * An invoice as an OFD (DOMAIN 8.1), with the print of its PDF: each run of text is an object, the QR a picture, and the
 * tags name the objects that hold the header fields. Invoices with a code also carry `original_invoice.xml` and are
 * signed, as the tax-control system does it.
 */
import QRCode from 'qrcode';
import sharp from 'sharp';
import { pdfReader } from '../../src/adapters/pdf/pdf.js';
import { boxOf } from '../../src/document/geometry.js';
import type { TextLine } from '../../src/document/sheet.js';
import { formatMoney } from '../../src/invoice/money.js';
import { squash } from '../../src/invoice/text.js';
import { bytesOf, ofdSignature, SIGNATURES } from '../sign/ofd.js';
import type { SampleInvoice, SampleLine } from '../truth/invoice.js';
import { zip } from '../zip.js';
import { longDate } from './layout.js';

const MM = 25.4 / 72;
/** Of the face's ascent and descent together, which is what a line's box is high. */
const ASCENT = 0.88;
const QR_SIDE = 20;

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const mm = (value: number) => String(Math.round(value * 10_000) / 10_000);

/** A run of print with the id of its object. */
interface PrintedRun {
  readonly id: number;
  readonly text: string;
  readonly xml: string;
}

interface PrintedPage {
  readonly id: number;
  readonly width: number;
  readonly height: number;
  readonly runs: readonly PrintedRun[];
}

/** `pdf`: the same invoice drawn, whose print this OFD repeats. */
export async function ofdOf(invoice: SampleInvoice, pdf: Uint8Array): Promise<Uint8Array> {
  const pages = await printedPages(pdf);
  const legacy = invoice.code !== null;
  const parts: [string, string | Uint8Array][] = [
    ['OFD.xml', rootXml(invoice)],
    ['Doc_0/Document.xml', documentXml(pages, legacy)],
    ['Doc_0/PublicRes.xml', PUBLIC_RES],
    ['Doc_0/DocumentRes.xml', DOCUMENT_RES],
    ['Doc_0/Res/qr.png', await qrPicture(invoice.qr)],
    ...pages.map((page, index): [string, string] => [
      `Doc_0/Pages/Page_${index}/Content.xml`,
      pageXml(page, index === 0 ? invoice : null),
    ]),
    ['Doc_0/Tags/CustomTags.xml', CUSTOM_TAGS],
    ['Doc_0/Tags/CustomTag.xml', tagsXml(invoice, pages)],
  ];
  if (legacy)
    parts.push(
      ['Doc_0/Attachs/Attachments.xml', ATTACHMENTS],
      ['Doc_0/Attachs/original_invoice.xml', originalXml(invoice)],
    );
  const signed = legacy ? [...parts, ...ofdSignature(parts)] : parts;
  return zip(signed.map(([name, data]) => ({ name, data: bytesOf(data) })));
}

async function printedPages(pdf: Uint8Array): Promise<PrintedPage[]> {
  const document = await pdfReader().open(pdf);
  const pages: PrintedPage[] = [];
  let id = FIRST_ID;
  for (let number = 1; number <= document.pages; number++) {
    const page = await document.page(number);
    const [width, height] = [page.width * MM, page.height * MM];
    const runs = page.lines.map((line) => printed(line, id++, width, height));
    pages.push({ id: number, width, height, runs });
    page.close();
  }
  await document.close();
  return pages;
}

const FIRST_ID = 100;

function printed(
  { text, quad, chars = [] }: TextLine,
  id: number,
  width: number,
  height: number,
): PrintedRun {
  const [x0, y0, x1, y1] = boxOf(quad);
  const [w, h] = [(x1 - x0) * width, (y1 - y0) * height];
  const starts = chars.map(([start]) => start * w);
  const deltas = starts.slice(1).map((start, index) => mm(start - (starts[index] ?? 0)));
  const delta = deltas.length === 0 ? '' : ` DeltaX="${deltas.join(' ')}"`;
  const boundary = [x0 * width, y0 * height, w, h].map(mm).join(' ');
  return {
    id,
    text,
    xml: `<ofd:TextObject ID="${id}" Boundary="${boundary}" Font="3" Size="${mm(h)}"><ofd:TextCode X="0" Y="${mm(h * ASCENT)}"${delta}>${escaped(text)}</ofd:TextCode></ofd:TextObject>`,
  };
}

function rootXml(invoice: SampleInvoice): string {
  const data: [string, string][] = [
    ['发票代码', invoice.code ?? ''],
    ['发票号码', invoice.number],
    ['开票日期', longDate(invoice.date)],
    ['合计金额', formatMoney(invoice.net)],
    ['合计税额', invoice.tax === null ? '***' : formatMoney(invoice.tax)],
    ['校验码', (invoice.checkCode ?? '').replace(/(\d{5})(?=\d)/gu, '$1 ')],
    ['购买方纳税人识别号', invoice.buyer.taxId],
    ['销售方纳税人识别号', invoice.seller.taxId],
  ];
  const said = data.filter(([, value]) => value !== '');
  return `${XML}<ofd:OFD ${OFD} DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>${invoice.id}</ofd:DocID><ofd:CustomDatas>${said
    .map(([name, value]) => `<ofd:CustomData Name="${name}">${escaped(value)}</ofd:CustomData>`)
    .join(
      '',
    )}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>${invoice.code === null ? '' : `<ofd:Signatures>${SIGNATURES}</ofd:Signatures>`}</ofd:DocBody></ofd:OFD>`;
}

function documentXml(pages: readonly PrintedPage[], attached: boolean): string {
  const list = pages
    .map(({ id }, index) => `<ofd:Page ID="${id}" BaseLoc="Pages/Page_${index}/Content.xml"/>`)
    .join('');
  const attachments = attached ? '<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>' : '';
  return `${XML}<ofd:Document ${OFD}><ofd:CommonData><ofd:MaxUnitID>9999</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>${list}</ofd:Pages><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>${attachments}</ofd:Document>`;
}

const PUBLIC_RES = `${XML}<ofd:Res ${OFD} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>`;
const DOCUMENT_RES = `${XML}<ofd:Res ${OFD} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="4" Type="Image"><ofd:MediaFile>qr.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`;
const CUSTOM_TAGS = `${XML}<ofd:CustomTags ${OFD}><ofd:CustomTag TypeID="invoice"><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`;
const ATTACHMENTS = `${XML}<ofd:Attachments ${OFD}><ofd:Attachment ID="9000" Name="original_invoice" Format="xml"><ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`;

/** `invoice`: whose QR stands on the page; `null` on pages that bear none. */
function pageXml({ width, height, runs }: PrintedPage, invoice: SampleInvoice | null): string {
  const at = invoice?.code === null ? '6.5 6' : '8.5 3.5';
  const qr =
    invoice === null
      ? ''
      : `<ofd:ImageObject ID="50" CTM="${QR_SIDE} 0 0 ${QR_SIDE} 0 0" Boundary="${at} ${QR_SIDE} ${QR_SIDE}" ResourceID="4"/>`;
  const rule = `<ofd:PathObject ID="51" Boundary="4.5 30 201 94" LineWidth="0.25"><ofd:StrokeColor Value="128 0 0"/><ofd:AbbreviatedData>M 0 0 L 201 0 L 201 94 L 0 94 C</ofd:AbbreviatedData></ofd:PathObject>`;
  return `${XML}<ofd:Page ${OFD}><ofd:Area><ofd:PhysicalBox>0 0 ${mm(width)} ${mm(height)}</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="52">${qr}${rule}${runs.map(({ xml }) => xml).join('')}</ofd:Layer></ofd:Content></ofd:Page>`;
}

/** Each tag refers to the runs that say its value: one, or the yen sign apart. A value that stands in no run of its own has none. */
function tagsXml(invoice: SampleInvoice, pages: readonly PrintedPage[]): string {
  const taken = new Set<number>();
  const tag = (name: string, value: string | null): string => {
    const wanted = squash(value ?? '').replace('¥', '');
    for (const { id: page, runs } of wanted === '' ? [] : pages) {
      const run = runs.find(({ id, text }) => !taken.has(id) && squash(text).replace('¥', '') === wanted);
      if (run === undefined) continue;
      taken.add(run.id);
      return `<${name}><ofd:ObjectRef PageRef="${page}">${run.id}</ofd:ObjectRef></${name}>`;
    }
    return '';
  };
  const header = [
    tag('InvoiceCode', invoice.code),
    tag('InvoiceNo', invoice.number),
    tag('IssueDate', longDate(invoice.date)),
    `<Buyer>${tag('BuyerName', invoice.buyer.name)}${tag('BuyerTaxID', invoice.buyer.taxId)}</Buyer>`,
    `<Seller>${tag('SellerName', invoice.seller.name)}${tag('SellerTaxID', invoice.seller.taxId)}</Seller>`,
    tag('TaxInclusiveTotalAmount', formatMoney(invoice.gross)),
    tag('InvoiceClerk', invoice.drawer),
  ];
  return `${XML}<eInvoice ${OFD}>${header.join('')}</eInvoice>`;
}

/** The original of an 增值税电子发票. */
function originalXml(invoice: SampleInvoice): string {
  const leaf = (name: string, value: string | null) => `<fp:${name}>${escaped(value ?? '')}</fp:${name}>`;
  const party = (
    side: 'Buyer' | 'Seller',
    { name, taxId, addressPhone, bank, account }: SampleInvoice['buyer'],
  ) =>
    `<fp:${side}>${leaf(`${side}Name`, name)}${leaf(`${side}TaxID`, taxId)}${leaf(`${side}AddrTel`, addressPhone)}${leaf(`${side}FinancialAccount`, `${bank} ${account}`.trim())}</fp:${side}>`;
  const goods = (line: SampleLine) =>
    `<fp:GoodsInfo>${[
      leaf('Item', line.name),
      leaf('Specification', line.spec),
      leaf('MeasurementDimension', line.unit),
      leaf('Price', line.unitPrice),
      leaf('Quantity', line.quantity),
      leaf('Amount', formatMoney(line.amount)),
      leaf('TaxScheme', line.rate),
      leaf('TaxAmount', line.tax === null ? '***' : formatMoney(line.tax)),
    ].join('')}</fp:GoodsInfo>`;
  return `${XML}<eInvoice xmlns:fp="http://www.edrm.org.cn/schema/e-invoice/2019" Version="1.0">${[
    leaf('DocID', '01'),
    leaf('InvoiceCode', invoice.code),
    leaf('InvoiceNo', invoice.number),
    leaf('TypeCode', '0'),
    leaf('IssueDate', longDate(invoice.date)),
    leaf('InvoiceCheckCode', invoice.checkCode),
    leaf('MachineNo', invoice.machineNumber),
    leaf('TaxControlCode', invoice.cipher.join('\n')),
    party('Buyer', invoice.buyer),
    party('Seller', invoice.seller),
    leaf('TaxInclusiveTotalAmount', formatMoney(invoice.gross)),
    leaf('Note', invoice.note.join(' ')),
    leaf('InvoiceClerk', invoice.drawer),
    leaf('Payee', invoice.payee),
    leaf('Checker', invoice.reviewer),
    leaf('TaxTotalAmount', invoice.tax === null ? '***' : formatMoney(invoice.tax)),
    leaf('TaxExclusiveTotalAmount', formatMoney(invoice.net)),
    leaf('GraphCode', invoice.qr),
    `<fp:GoodsInfos>${invoice.lines.map(goods).join('')}</fp:GoodsInfos>`,
  ].join('')}</eInvoice>`;
}

/** Four pixels a module and a quiet zone of four. */
async function qrPicture(text: string): Promise<Uint8Array> {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const quiet = 4;
  const side = modules.size + 2 * quiet;
  const data = Buffer.alloc(side * side, 255);
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++)
      if (modules.get(row, column) === 1) data[(row + quiet) * side + column + quiet] = 0;
  return sharp(data, { raw: { width: side, height: side, channels: 1 } })
    .resize(side * 4, side * 4, { kernel: 'nearest' })
    .png({ compressionLevel: 9 })
    .toBuffer();
}
