/** Q1 QR = print, Q2 the QR's CRC, Q3 whether there is an invoice QR (DOMAIN 2). */
import type { Slip } from '../../../document/slip.js';
import type { Source } from '../../../document/source.js';
import { comparable } from '../../../invoice/compare.js';
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import { formatMoney } from '../../../invoice/money.js';
import { type InvoiceQr, parseInvoiceQr } from '../../../invoice/qr.js';
import { grossField, isExact, isPrint, type Outcome, type Rule, type Subject } from '../subject.js';

export const QR_AGREES: Rule = {
  id: 'Q1',
  severity: 'E',
  apply(subject) {
    if (subject.qr === null) return [];
    const compared = stated(subject, subject.qr).map((pair) => ({
      ...pair,
      against: againstPrint(subject, pair),
    }));
    const of = (against: Against) => compared.filter((pair) => pair.against === against);
    const text = (pairs: typeof compared) => pairs.map((pair) => describe(subject, pair)).join('；');
    // A misread digit accounts for none of these: whether the fields are accepted takes nothing from it.
    if (of('contradicts').length > 0)
      return [{ result: 'broken', message: `二维码与票面不一致：${text(of('contradicts'))}` }];
    if (of('differs').length > 0) {
      const fields = of('differs').map(({ field }) => field);
      return [{ result: 'broken', message: `二维码与票面不一致：${text(of('differs'))}`, fields }];
    }
    if (of('may differ').length > 0) {
      return [{ result: 'unknown', message: `二维码与票面识别不同，可能是误读：${text(of('may differ'))}` }];
    }
    const same = of('agrees').map(({ field }) => FIELDS[field].chinese);
    if (same.length > 0) return [{ result: 'holds', message: `二维码与票面一致：${same.join('、')}` }];
    return [{ result: 'unknown', message: '票面内容未另行读到，无法与二维码核对' }];
  },
};

/**
 * How the print compares. `contradicts`: in a text layer or a structured part, of which nothing is misread; `differs`: as
 * it was recognised. `may differ` rests on a losing OCR reading alone, `alone` on no print at all. `disputed`: the page
 * says both, such as words and figures; F1 and F3 tell it, and it is not said to agree.
 */
type Against = 'agrees' | 'contradicts' | 'differs' | 'disputed' | 'may differ' | 'alone';

interface Stated {
  readonly field: FieldName;
  /** What the QR says, in the field's outward form. */
  readonly value: string;
}

/** What a QR states, by our fields. The amount is without tax on legacy invoices and with it on the others (DOMAIN 2.1). */
function stated(subject: Subject, qr: InvoiceQr): readonly Stated[] {
  const amountField = qr.amountBasis === 'net' ? 'netTotal' : grossField(subject.kind);
  const pairs: [FieldName, string | null][] = [
    ['invoiceCode', qr.code],
    ['invoiceNumber', qr.number],
    ['issueDate', qr.date],
    [amountField, qr.amount === null ? null : formatMoney(qr.amount)],
    ['checkCode', qr.checkCode],
  ];
  return pairs.flatMap(([field, value]) => (value === null ? [] : [{ field, value }]));
}

/** Holds the QR against whoever read the paper itself; a field that came from the QR proves nothing by itself. */
function againstPrint({ slip }: Subject, { field, value }: Stated): Against {
  const judged = slip.fields[field];
  if (judged === undefined) return 'alone';
  const same = (other: string) => comparable(field, other) === comparable(field, value);
  const readers = [judged.source, ...(judged.agreeing ?? [])].filter(isPrint);
  const rivals = judged.rivals.filter((rival) => isPrint(rival.source) && rival.value !== '');
  const isDenied = rivals.some((rival) => isExact(rival.source) && !same(rival.value));
  // Blank means that nothing was found there: on 数电票 no code, on 专票 no check code.
  const printed = readers.length > 0 && judged.value !== '';
  if (printed && !same(judged.value)) return readers.some(isExact) ? 'contradicts' : 'differs';
  if (printed || rivals.some((rival) => same(rival.value))) return isDenied ? 'disputed' : 'agrees';
  if (isDenied) return 'contradicts';
  return rivals.length > 0 ? 'may differ' : 'alone';
}

function describe({ slip }: Subject, { field, value }: Stated): string {
  const judged = slip.fields[field];
  const rivals = (judged?.rivals ?? []).filter((rival) => isPrint(rival.source));
  const rival = rivals.find(({ source }) => isExact(source)) ?? rivals[0];
  const print = judged && isPrint(judged.source) ? judged : rival;
  return `${FIELDS[field].chinese}二维码为 ${value}，票面为 ${print?.value ?? '未知'}`;
}

export const QR_CRC: Rule = {
  id: 'Q2',
  severity: 'W',
  apply({ qr }) {
    if (qr === null || qr.form !== 'fields') return [];
    if (qr.crc === 'absent') return [{ result: 'unknown', message: '二维码没有循环校验码（CRC）' }];
    if (qr.crc === 'mismatch')
      return [{ result: 'broken', message: '二维码的循环校验码（CRC）不符：误读、改动或少见的开票软件' }];
    return [{ result: 'holds', message: '二维码的循环校验码（CRC）正确' }];
  },
};

export const QR_PRESENT: Rule = {
  id: 'Q3',
  severity: 'I',
  apply({ slip, family, qr }): readonly Outcome[] {
    if (family === 'ticket') return [];
    if (slip.qr === null && wasNotSeen(slip)) return [];
    if (slip.qr === null) return [{ result: 'broken', message: '没有读到二维码' }];
    return qr === null
      ? [{ result: 'broken', message: '二维码不是发票二维码' }]
      : [{ result: 'holds', message: '读到发票二维码' }];
  },
};

/** Two invoices' QRs where one invoice stands: one was pasted over or beside it, or its neighbour's edge is on the picture. */
export const ONE_QR: Rule = {
  id: 'Q3',
  severity: 'I',
  apply({ seen, slip, qr }): readonly Outcome[] {
    const named = (seen?.codes ?? []).flatMap((code) => {
      const invoice = parseInvoiceQr(code.text);
      return invoice === null ? [] : [{ ...code, key: `${invoice.code ?? ''}/${invoice.number}`, invoice }];
    });
    const own = named.find(({ text }) => text === slip.qr);
    const other = named.find(({ key }) => key !== own?.key);
    if (qr === null || own === undefined || other === undefined) return [];
    const message = `有两张发票的二维码：号码 ${own.invoice.number}（第 ${own.page} 页）与 ${other.invoice.number}（第 ${other.page} 页）`;
    const places = [own, other].flatMap(({ page, box }) => (box === null ? [] : [{ page, box }]));
    return [{ result: 'broken', message, places }];
  },
};

/** Whether nobody saw a page: an XML is data only, and has no QR. */
function wasNotSeen({ fields }: Slip): boolean {
  const judged = Object.values(fields);
  const sources = judged.flatMap(({ source, agreeing = [] }) => [source, ...agreeing]);
  return judged.length > 0 && sources.every((source) => DATA.has(source));
}

const DATA: ReadonlySet<Source> = new Set<Source>(['xml', 'xbrl', 'rule', 'ledger', 'person']);
