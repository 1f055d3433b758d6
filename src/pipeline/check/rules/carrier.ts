/** F1 PDF and F2 OFD: signatures, and whether the file shows what it says; F3: its XML against its print (DOMAIN 8, 12). */
import type { CarrierEvidence, SignatureReport } from '../../../document/evidence.js';
import type { FieldResult } from '../../../document/slip.js';
import type { Source } from '../../../document/source.js';
import { comparable } from '../../../invoice/compare.js';
import { FIELDS, type FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { squash } from '../../../invoice/text.js';
import type { Outcome, Rule, Subject } from '../subject.js';
import { textSigns } from './signs.js';
import { fileTraces } from './traces.js';

export const PDF_AS_SIGNED: Rule = {
  id: 'F1',
  severity: 'W',
  apply(subject) {
    const { evidence } = subject;
    if (evidence?.carrier !== 'pdf') return [];
    return [
      ...hiddenText(evidence),
      ...textSigns(subject),
      ...outvoted(subject),
      ...signatureOutcomes(subject, evidence),
      ...fileTraces(subject, evidence),
    ];
  },
};

export const OFD_AS_SIGNED: Rule = {
  id: 'F2',
  severity: 'W',
  apply(subject) {
    const { evidence } = subject;
    if (evidence?.carrier !== 'ofd') return [];
    return [
      ...hiddenText(evidence),
      ...textSigns(subject),
      ...outvoted(subject),
      ...signatureOutcomes(subject, evidence),
      ...differing(subject),
    ];
  },
};

/** Within one PDF. What several originals of an invoice say is compared where they come together (join/differences.ts). */
export const ORIGINAL_AS_PRINTED: Rule = {
  id: 'F3',
  severity: 'E',
  apply: (subject) => (subject.evidence?.carrier === 'pdf' ? differing(subject) : []),
};

/** The invoices that the tax-control system issued: their OFD is signed always, a 数电 OFD need not be (DOMAIN 8.1). */
const SIGNED_ALWAYS: ReadonlySet<Kind> = new Set<Kind>(['vat_special_e', 'vat_general_e', 'toll_e']);

function signatureOutcomes(subject: Subject, { carrier, signatures }: CarrierEvidence): Outcome[] {
  if (signatures.length === 0) return unsigned(subject, carrier);
  // What one signature leaves out another one may cover: each revision of a PDF is signed by itself.
  const covered = signatures.some(({ state, coversAll }) => state === 'intact' && coversAll);
  return signatures.map((signature) => signed(signature, carrier, covered));
}

function unsigned({ kind, slip }: Subject, carrier: CarrierEvidence['carrier']): Outcome[] {
  if (carrier === 'ofd' && SIGNED_ALWAYS.has(kind))
    return [{ result: 'broken', message: '无签名：税控系统开具的电子发票，其 OFD 应有签名' }];
  // Of a scan nobody expects one.
  if (carrier === 'pdf' && !Object.values(slip.fields).some(isElectronic)) return [];
  const name = carrier === 'ofd' ? 'OFD' : 'PDF';
  return [{ result: 'unknown', severity: 'I', message: `${name} 无签名，不能证明未经修改` }];
}

const isElectronic = ({ source, agreeing = [] }: FieldResult): boolean =>
  [source, ...agreeing].some((each) => each === 'text' || STRUCTURED.has(each));

function signed(signature: SignatureReport, carrier: CarrierEvidence['carrier'], covered: boolean): Outcome {
  const { state, problem } = signature;
  const by = signerOf(signature);
  if (state === 'broken') return { result: 'broken', message: `签名损坏：${problem ?? '不明'}${by}` };
  if (state === 'not_checked') return { result: 'unknown', message: `签名未验：${problem ?? '不明'}${by}` };
  if (signature.coversAll) return { result: 'holds', message: `签名完好${by}` };
  if (covered) return { result: 'holds', message: `签名完好，其后的内容由另一签名覆盖${by}` };
  // Bytes behind a PDF's signature may change every page; of an OFD it is known which parts are free.
  const message = `签名完好，但${problem ?? '未覆盖全部内容'}${by}`;
  return carrier === 'pdf' ? { result: 'broken', message } : { result: 'unknown', message };
}

/** `（国家税务总局…，SM2 SM3，2020-07-23；…签发，未作信任判断）` */
function signerOf({ chain: [signer, issuer], algorithm, signedAt }: SignatureReport): string {
  const said = [signer, algorithm, signedAt?.slice(0, 'YYYY-MM-DD'.length)].filter(
    (each) => each !== undefined && each !== null && each !== '',
  );
  if (said.length === 0) return '';
  const trust = issuer === undefined ? '证书未作信任判断' : `证书由 ${issuer} 签发，未作信任判断`;
  return `（${said.join('，')}；${trust}）`;
}

/** Characters shown of each. */
const SHOWN = 40;
/** Places told one by one. */
const TOLD = 3;

function hiddenText({ hidden }: CarrierEvidence): Outcome[] {
  if (hidden.length === 0) return [];
  const said = hidden.slice(0, TOLD).map(({ page, text, drawn }) => {
    const seen = drawn === '' ? '该处没有可见文字' : `该处所见为“${drawn.slice(0, SHOWN)}”`;
    return `第 ${page} 页“${text.slice(0, SHOWN)}”，${seen}`;
  });
  const more = hidden.length > TOLD ? `，等 ${hidden.length} 处` : '';
  const places = hidden.flatMap(({ page, box }) => (box === undefined ? [] : [{ page, box }]));
  return [{ result: 'broken', message: `有看不见的文字：${said.join('；')}${more}`, places }];
}

const TOTALS: readonly FieldName[] = ['grossTotal', 'netTotal', 'taxTotal'];

/**
 * Totals whose print was outvoted: the words, the sums or the QR say another amount than the figures. A text layer misreads
 * nothing, so this is no doubt about the reading but about the page. Of an OFD the tags may say what the page says; where
 * they were believed, or say otherwise than the page, F2 and F3 tell.
 */
function outvoted({ slip, evidence }: Subject): Outcome[] {
  const texts = evidence?.texts ?? [];
  return TOTALS.flatMap((field): Outcome[] => {
    const result = slip.fields[field];
    if (
      result === undefined ||
      [result.source, ...(result.agreeing ?? [])].some((one) => STRUCTURED.has(one))
    )
      return [];
    const print = result.rivals.find(
      ({ source, value }) =>
        contradicts(field, result.value, value) &&
        (source === 'text' || (STRUCTURED.has(source) && saysSo(field, value, texts))),
    );
    if (print === undefined) return [];
    const places = print.box === null ? [] : [{ page: print.page, box: print.box }];
    const message = `版面上${FIELDS[field].chinese}印为 ${print.value}，而大写、二维码或各项之和为 ${result.value}：请对照原件核实此处`;
    return [{ result: 'broken', message, places }];
  });
}

const STRUCTURED: ReadonlySet<Source> = new Set<Source>(['xml', 'xbrl', 'ofd']);

/** What is the same in every part of a file; longer texts are set and wrapped differently. */
const COMPARED: readonly FieldName[] = [
  'invoiceCode',
  'invoiceNumber',
  'issueDate',
  'checkCode',
  'buyerName',
  'buyerTaxId',
  'sellerName',
  'sellerTaxId',
  'netTotal',
  'taxTotal',
  'grossTotal',
  'fare',
];

/** Fields of which the machine-readable part says one thing, and another such part, or the text of the page, another. */
function differing({ slip, evidence }: Subject): Outcome[] {
  const texts = evidence?.texts ?? [];
  const compared = COMPARED.flatMap((field) => {
    const result = slip.fields[field];
    const sides = result === undefined ? null : sidesOf(field, result, texts);
    return sides === null ? [] : [{ field, ...sides }];
  });
  if (compared.length === 0) return [];
  const differences = compared.filter(({ other }) => other !== null);
  if (differences.length === 0)
    return [{ result: 'holds', message: `文件内的结构化数据与版面文字一致（${compared.length} 项）` }];
  const said = differences.map(
    ({ field, told, other }) => `${FIELDS[field].chinese}为 ${told}，另处为 ${other ?? ''}`,
  );
  return [
    {
      result: 'broken',
      message: `文件内的结构化数据与版面不一致：${said.join('；')}`,
      fields: differences.map(({ field }) => field),
    },
  ];
}

/** What a machine-readable part told, and what contradicts it (`null`: it agrees); `null` where only one side spoke. */
function sidesOf(
  field: FieldName,
  result: FieldResult,
  texts: readonly string[],
): { readonly told: string; readonly other: string | null } | null {
  const voices = [
    ...[result.source, ...(result.agreeing ?? [])].map((source) => ({ source, value: result.value })),
    ...result.rivals,
  ].filter(({ source, value }) => value !== '' && (source === 'text' || STRUCTURED.has(source)));
  const teller = voices.find(({ source }) => STRUCTURED.has(source));
  if (teller === undefined) return null;
  const agrees = voices.some(
    ({ source, value }) => source === 'text' && !contradicts(field, teller.value, value),
  );
  // What candidates were put together from is not always one value: the page itself is asked.
  const isSaid = agrees || saysSo(field, teller.value, texts);
  const against = voices.find(
    ({ source, value }) => !(source === 'text' && isSaid) && contradicts(field, teller.value, value),
  );
  if (against !== undefined) return { told: teller.value, other: against.value };
  return isSaid ? { told: teller.value, other: null } : null;
}

/** Whether a value stands on the page, by itself. */
function saysSo(field: FieldName, value: string, texts: readonly string[]): boolean {
  const [year, month, day] = FIELDS[field].type === 'date' ? value.split('-') : [];
  const forms = year === undefined ? [value] : [value, `${year}年${month ?? ''}月${day ?? ''}日`];
  return texts.some((text) => {
    const line = squash(text).replaceAll(',', '');
    return forms.some((form) => standsIn(line, squash(form)));
  });
}

/** Not as a part of a longer figure. */
function standsIn(line: string, value: string): boolean {
  const at = line.indexOf(value);
  return at !== -1 && !/[\d.]/u.test(line[at - 1] ?? '') && !/\d/u.test(line[at + value.length] ?? '');
}

/** A part of a name is that name cut: long ones are wrapped. */
function contradicts(field: FieldName, a: string, b: string): boolean {
  const [one, two] = [comparable(field, a), comparable(field, b)];
  if (FIELDS[field].type !== 'name') return one !== two;
  return !(one.includes(two) || two.includes(one));
}
