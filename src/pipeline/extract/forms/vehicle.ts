/**
 * 机动车销售统一发票 and 二手车销售统一发票, on paper and as 数电票: a ruled table whose values a needle printer shifts
 * against the rules, or a program sets exactly. Buyer and seller are told by the rows of their labels, never by the
 * first character of a label alone: 买方 and 卖方 are one misread stroke apart.
 */
import type { Kind } from '../../../invoice/kinds.js';
import { type Candidate, candidateFrom, present } from '../candidates/candidate.js';
import { qrCandidates } from '../candidates/qr.js';
import { textOf } from '../frame.js';
import { spacedText } from '../rows.js';
import { type CellForm, type CellValue, cellForm } from './cell-form.js';
import type { FormFound, FormPage, FormReader } from './form.js';
import { headCandidates } from './vehicle-head.js';
import { MOTOR_ANCHORS, MOTOR_SLOTS, USED_ANCHORS, USED_SLOTS } from './vehicle-slots.js';
import {
  bankValue,
  codeValue,
  identityValues,
  joinedValue,
  moneyValue,
  nameValue,
  plateValue,
  rateValue,
  textValue,
  trimmed,
  vehicleKindValue,
  vinValues,
  wordsValues,
} from './vehicle-values.js';

type Sort = 'motor' | 'used';

const KINDS: Readonly<Record<Sort, Readonly<Record<'paper' | 'digital' | 'digitalPaper', Kind>>>> = {
  motor: {
    paper: 'motor_vehicle_paper',
    digital: 'digital_motor_vehicle',
    digitalPaper: 'digital_motor_paper',
  },
  used: { paper: 'used_vehicle_paper', digital: 'digital_used_vehicle', digitalPaper: 'digital_used_paper' },
};

const sortOf = (kind: Kind | null | undefined): Sort | null =>
  kind == null ? null : kind.includes('motor') ? 'motor' : kind.includes('used') ? 'used' : null;

/** Labels that must be found where no title names the form, and where one does. */
const UNTITLED = 9;
const TITLED = 4;

/** The vehicle invoice on a sheet, told by its QR or title and its labels, or by its labels alone when many were read. */
export const vehicleForms: FormReader = (page) => {
  const code = page.codes.find(({ qr }) => sortOf(qr.kind) !== null) ?? null;
  const named = sortOf(code?.qr.kind) ?? sortOf(page.title?.kind);
  if (named === null && (page.codes.length > 0 || (page.title?.kind ?? null) !== null)) return [];
  const forms = (['motor', 'used'] as const)
    .map((sort) => ({
      sort,
      form: cellForm(
        page.spans,
        sort === 'motor' ? MOTOR_SLOTS : USED_SLOTS,
        sort === 'motor' ? MOTOR_ANCHORS : USED_ANCHORS,
      ),
    }))
    .flatMap(({ sort, form }) => (form === null ? [] : [{ sort, form }]))
    .filter(({ sort, form }) => form.found >= (sort === named ? TITLED : UNTITLED))
    .sort((a, b) => b.form.found - a.form.found);
  const best = forms.find(({ sort }) => sort === sortOf(code?.qr.kind)) ?? forms[0];
  if (best === undefined) return named === null ? [] : headOnly(page, named);
  return [found(page, best.sort, best.form)];
};

/** No row that bears a title is longer: a sentence that names the form is none. */
const LONGEST_TITLE = 30;

/**
 * A form of which hardly more than the title was read: what its head says, and its QR. Without a QR, title, code and
 * number must stand apart from running text.
 */
function headOnly(page: FormPage, sort: Sort): FormFound[] {
  const head = headCandidates(page.spans, Object.values(KINDS[sort]));
  const told = page.codes.some(({ qr }) => sortOf(qr.kind) === sort);
  const says = (field: Candidate['field']) => head.some((one) => one.field === field);
  const title = page.rows.some(({ text }) => text.length <= LONGEST_TITLE && /车销售统.发票/u.test(text));
  return told || (title && says('invoiceNumber') && says('invoiceCode')) ? [formed(page, sort, head)] : [];
}

function found(page: FormPage, sort: Sort, form: CellForm): FormFound {
  const head = headCandidates(form.head, Object.values(KINDS[sort]));
  const cells = sort === 'motor' ? motorValues(form) : usedValues(form);
  const vin = cells.some(({ field }) => field === 'vin') ? [] : loneVin(form);
  return formed(page, sort, [...head, ...cells, ...vin, ...drawerValue(page)]);
}

function formed(page: FormPage, sort: Sort, candidates: readonly Candidate[]): FormFound {
  const code = page.codes.find(({ qr }) => sortOf(qr.kind) === sort) ?? null;
  const kind = kindOf(page, sort, candidates);
  const digital = kind === KINDS[sort].digital;
  const fromCode =
    code === null ? [] : qrCandidates(code).map((one) => (sort === 'used' ? renamed(one) : one));
  return {
    kind,
    candidates: [...fromCode, ...candidates].filter(({ field, value }) => {
      if (digital && (field === 'invoiceCode' || field === 'copy')) return false;
      return field !== 'invoiceNumber' || !digital || value.length === 20;
    }),
    lines: [],
    qr: code?.text ?? null,
  };
}

/** The amount in the QR of a used vehicle invoice is its 车价合计 (DOMAIN 9.1: it is what the invoice is verified by). */
const renamed = (one: Candidate): Candidate =>
  one.field === 'grossTotal' || one.field === 'netTotal' ? { ...one, field: 'carTotal' } : one;

function kindOf(page: FormPage, sort: Sort, candidates: readonly Candidate[]): Kind {
  const kinds = KINDS[sort];
  const code = page.codes.find(({ qr }) => sortOf(qr.kind) === sort);
  if (code?.qr.kind) return code.qr.kind;
  const long = candidates.some(({ field, value }) => field === 'invoiceNumber' && value.length === 20);
  const short = candidates.some(({ field }) => field === 'invoiceCode');
  if (long && short) return kinds.digitalPaper;
  const titled = page.title?.kind === kinds.digital && !short;
  return long || titled ? kinds.digital : kinds.paper;
}

function usedValues(form: CellForm): Candidate[] {
  const { value } = form;
  return [
    ...nameValue('buyerName', value('buyer')),
    ...identityValues(['buyerIdNumber'], 'buyerTaxId', value('buyerId')),
    ...joinedValue('buyerAddressPhone', value('buyerAddress'), figuresOf(value('buyerPhone'))),
    ...nameValue('sellerName', value('seller')),
    ...identityValues(['sellerIdNumber'], 'sellerTaxId', value('sellerId')),
    ...joinedValue('sellerAddressPhone', value('sellerAddress'), figuresOf(value('sellerPhone'))),
    ...plateValue(value('plate')),
    ...codeValue('registrationNumber', value('registration'), 6, 20),
    ...vehicleKindValue(value('vehicleKind')),
    ...vinValues(value('vin').glyphs, value('vin').label === null ? 'place' : 'label'),
    ...textValue('brandModel', value('brandModel')),
    ...nameValue('transferOffice', value('office')),
    ...wordsValues('priceWords', 'carTotal', value('words')),
    ...moneyValue('carTotal', value('figures')),
    ...nameValue('marketName', value('market')),
    ...identityValues(['marketTaxId'], 'marketTaxId', value('marketTaxId')),
    ...joinedValue('marketAddressPhone', value('marketAddress'), figuresOf(value('marketPhone'))),
    ...bankValue('marketBankAccount', value('marketBank')),
    ...noteValue(value('note')),
  ];
}

/** A phone or an account without what is left of its label. */
function figuresOf(cell: CellValue): CellValue {
  const tokens = cell.tokens.filter(({ text }) => /\d{5}/u.test(text));
  return tokens.length === 0 ? cell : { ...cell, tokens, glyphs: tokens.flatMap(({ glyphs }) => glyphs) };
}

/** A note is words; what else stands there is the seal's. */
function noteValue(cell: CellValue): Candidate[] {
  const tokens = cell.tokens.filter(
    ({ text }) => /\p{Script=Han}{2}/u.test(text) && !/盖章|开票|专用章/u.test(text),
  );
  return textValue('note', { ...cell, tokens, glyphs: tokens.flatMap(({ glyphs }) => glyphs) });
}

function motorValues(form: CellForm): Candidate[] {
  const { value } = form;
  const [buyer, beside] = [value('buyer'), value('buyerId')];
  const joint = buyer.tokens.some(({ text }) => /^[0-9A-Z*]{8,20}$/u.test(text));
  return [
    ...nameValue('buyerName', buyer),
    ...(joint ? identityValues(['buyerIdNumber'], 'buyerTaxId', buyer) : []),
    ...identityValues([joint ? 'buyerTaxId' : 'buyerIdNumber'], 'buyerTaxId', beside),
    ...vehicleKindValue(value('vehicleKind')),
    ...textValue('brandModel', value('brandModel')),
    ...nameValue('origin', value('origin')),
    ...codeValue('certificateNumber', value('certificate'), 6, 24),
    ...codeValue('engineNumber', value('engine'), 4, 20),
    ...vinValues(value('vin').glyphs, value('vin').label === null ? 'place' : 'label'),
    ...wordsValues('priceWords', 'grossTotal', value('words')),
    ...moneyValue('grossTotal', value('figures')),
    ...nameValue('sellerName', value('seller')),
    ...identityValues(['sellerTaxId'], 'sellerTaxId', value('sellerTaxId')),
    ...joinedValue('sellerAddressPhone', value('sellerAddress'), figuresOf(value('sellerPhone'))),
    ...joinedValue('sellerBankAccount', value('sellerBank'), figuresOf(value('sellerAccount'))),
    ...rateValue(value('taxRate')),
    ...moneyValue('taxTotal', value('taxTotal')),
    ...textValue('taxOffice', value('taxOffice')),
    ...moneyValue('netTotal', value('net')),
    ...textValue('tonnage', value('tonnage')),
    ...codeValue('seats', value('seats'), 1, 3),
  ];
}

/** The only run of 17 letters and figures on the sheet, when its cell held none. */
function loneVin({ tokens }: CellForm): Candidate[] {
  const found = tokens.filter(({ text }) => /^[0-9A-Z]{17}$/u.test(text) && /[A-Z]/u.test(text));
  const [only] = found;
  return only === undefined || found.length > 1 ? [] : vinValues(only.glyphs, 'place');
}

/** 开票人, at the foot. */
function drawerValue({ rows }: FormPage): Candidate[] {
  const row = rows.findLast(({ text }) => text.includes('开票人'));
  if (row === undefined) return [];
  const from = row.text.indexOf('开票人') + 3;
  const glyphs = trimmed(row.glyphs.slice(from));
  const end = glyphs.findIndex(
    (glyph, index) => index > 0 && glyph.x0 - (glyphs[index - 1]?.x1 ?? glyph.x0) > 2.5 * row.height,
  );
  const own = glyphs.slice(0, end < 0 ? glyphs.length : end);
  // A speck between label and name was read for a figure.
  const name = /^[^\p{Script=Han}A-Za-z]{0,2}([\p{Script=Han}·A-Za-z]{2,12})$/u.exec(
    textOf(own).replace(/备注.*$/u, ''),
  );
  const [whole, text = ''] = name ?? [];
  if (whole === undefined) return [];
  const spoken = own.slice(whole.length - text.length, whole.length);
  const channel = whole === text ? 'label' : 'place';
  return [candidateFrom('drawer', spacedText(spoken), spoken, channel)].filter(present);
}
