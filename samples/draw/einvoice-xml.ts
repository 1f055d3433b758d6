/** The XML original of a 数电票, as the tax bureau hands it out (DOMAIN 8.2), its odd spellings included. */
import { formatMoney } from '../../src/invoice/money.js';
import { type Party, type SampleInvoice, type SampleLine, SPECIMEN_MARK } from '../truth/invoice.js';

type Child = string | null;

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** An element with text; none where there is nothing to say. */
const leaf = (name: string, text: string): Child =>
  text === '' ? null : `<${name}>${escaped(text)}</${name}>`;

/** An element around others, each on its line. */
const branch = (name: string, ...children: readonly Child[]): string => {
  const there = children.filter((child) => child !== null);
  if (there.length === 0) return `<${name}/>`;
  return [`<${name}>`, ...there.map((child) => child.replace(/^/gmu, '    ')), `</${name}>`].join('\n');
};

const label = (name: string, code: string, text: string) =>
  branch(name, leaf('LabelCode', code), leaf('LabelName', text));

/** Address and phone stand apart there; the phone is the last word. */
function party(prefix: 'Seller' | 'Buyer', { name, taxId, addressPhone, bank, account }: Party): string {
  const space = addressPhone.lastIndexOf(' ');
  const [address, phone] =
    space < 0 ? [addressPhone, ''] : [addressPhone.slice(0, space), addressPhone.slice(space + 1)];
  return branch(
    `${prefix}Information`,
    leaf(`${prefix}IdNum`, taxId),
    leaf(`${prefix}Name`, name),
    leaf(`${prefix}Addr`, address),
    leaf(`${prefix}TelNum`, phone),
    leaf(`${prefix}BankName`, bank),
    leaf(`${prefix}BankAccNum`, account),
  );
}

/** `13%` is `0.13` there; words stay. */
const rate = (printed: string): string => {
  const [, percent] = /^(\d+(?:\.\d+)?)%$/u.exec(printed) ?? [];
  return percent === undefined ? printed : String(Number(percent) / 100);
};

const line = ({ name, spec, unit, quantity, unitPrice, amount, rate: printed, tax }: SampleLine) =>
  branch(
    'IssuItemInformation',
    leaf('ItemName', name),
    leaf('SpecMod', spec),
    leaf('MeaUnits', unit),
    leaf('Quantity', quantity),
    leaf('UnPrice', unitPrice),
    leaf('Amount', formatMoney(amount)),
    leaf('TaxRate', rate(printed)),
    leaf('ComTaxAm', tax === null ? '***' : formatMoney(tax)),
    leaf('TotaltaxIncludedAmount', formatMoney(amount + (tax ?? 0n))),
  );

/** A red letter is marked as such and names what it reverses, which its note tells as well. */
const reversed = ({ note }: SampleInvoice): string | null =>
  /被红冲\D*(\d{20})/u.exec(note.join(''))?.[1] ?? null;

function text(invoice: SampleInvoice, encoding: string): string {
  const special = invoice.kind === 'digital_special';
  const preceding = reversed(invoice);
  const root = branch(
    'EInvoice',
    branch(
      'Header',
      leaf('EIid', invoice.number),
      leaf('EInvoiceTag', 'SWEI3200'),
      leaf('Version', '0.37'),
      branch(
        'InherentLabel',
        label('InIssuType', preceding === null ? 'Y' : 'N', '是否蓝字发票标志'),
        label('EInvoiceType', '01', '电子发票'),
        label('GeneralOrSpecialVAT', special ? '01' : '02', special ? '增值税专用发票' : '普通发票'),
        label('TaxpayerType', '1', '一般纳税人'),
      ),
    ),
    branch(
      'EInvoiceData',
      party('Seller', invoice.seller),
      party('Buyer', invoice.buyer),
      branch(
        'BasicInformation',
        leaf('TotalAmWithoutTax', formatMoney(invoice.net)),
        leaf('TotalTaxAm', invoice.tax === null ? '***' : formatMoney(invoice.tax)),
        leaf('TotalTax-includedAmount', formatMoney(invoice.gross)),
        leaf('TotalTax-includedAmountInChinese', invoice.words),
        leaf('Drawer', invoice.drawer),
        leaf('RequestTime', `${invoice.date} 09:30:00`),
      ),
      ...invoice.lines.map(line),
      branch(
        'SpecificInformation',
        preceding === null ? null : branch('RedEInvoice', leaf('OriginalInvoiceCode', preceding)),
      ),
      branch('AdditionalInformation', leaf('Remark', [...invoice.note, SPECIMEN_MARK].join(' '))),
    ),
    branch('SellerAuthentication', leaf('AuthenticationMethods', '01')),
    branch('TaxSupervisionInfo', leaf('InvoiceNumber', invoice.number), leaf('IssueTime', invoice.date)),
  );
  return `<?xml version="1.0" encoding="${encoding}" standalone="yes"?>\n${root}\n`;
}

/** Its bytes. Throws RangeError for a character that GBK does not have. */
export function einvoiceXml(invoice: SampleInvoice, encoding: 'UTF-8' | 'GBK'): Uint8Array {
  const xml = text(invoice, encoding);
  return encoding === 'UTF-8' ? new TextEncoder().encode(xml) : gbkBytes(xml);
}

/** Text as GBK. Node only decodes it, so the table is made by decoding every pair of bytes. */
export function gbkBytes(xml: string): Uint8Array {
  const bytes: number[] = [];
  for (const char of xml) {
    const pair = char < '\u0080' ? [char.charCodeAt(0)] : gbk().get(char);
    if (pair === undefined) throw new RangeError(`not in GBK: ${char}`);
    bytes.push(...pair);
  }
  return Uint8Array.from(bytes);
}

let table: ReadonlyMap<string, readonly number[]> | null = null;

function gbk(): ReadonlyMap<string, readonly number[]> {
  if (table !== null) return table;
  const decoder = new TextDecoder('gbk');
  const made = new Map<string, readonly number[]>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      const char = decoder.decode(Uint8Array.of(lead, trail));
      if ([...char].length === 1 && char !== '\ufffd' && !made.has(char)) made.set(char, [lead, trail]);
    }
  }
  table = made;
  return made;
}
