/** The normalised form as XML: docs/extraction.xsd. */
import type {
  ExtractedField,
  ExtractedOriginal,
  ExtractedSlip,
  Extraction,
  FieldDifference,
} from '../../document/extraction.js';
import type { Finding } from '../../document/finding.js';
import type { Verdict } from '../../document/verdict.js';
import { FIELDS, type FieldName } from '../../invoice/fields.js';
import { KINDS } from '../../invoice/kinds.js';
import type { XmlTree } from './xml.js';

export const EXTRACTION_NAMESPACE = 'urn:yanpiao:extraction:1';

/** Built as it is written: a document of a thousand slips is never held as a tree. */
export function extractionTree({ version, originals, slips, differences }: Extraction): XmlTree {
  return {
    name: 'extraction',
    attributes: { xmlns: EXTRACTION_NAMESPACE, version },
    content: [
      list('originals', originals, originalTree),
      list('slips', slips, slipTree),
      list('differences', differences, differenceTree),
    ],
  };
}

function list<T>(name: string, items: readonly T[], tree: (item: T) => XmlTree): XmlTree {
  return { name, content: map(items, tree) };
}

function* map<T>(items: Iterable<T>, tree: (item: T) => XmlTree): Generator<XmlTree> {
  for (const item of items) yield tree(item);
}

const originalTree = ({ refusal, file, ...attributes }: ExtractedOriginal): XmlTree => ({
  name: 'original',
  attributes,
  content: [{ name: 'file', content: file }, refusal === undefined ? null : refusalTree(refusal)],
});

const refusalTree = ({ code, message, remedy }: { code: string; message: string; remedy: string }) => ({
  name: 'refusal',
  attributes: { code },
  content: [
    { name: 'message', content: message },
    { name: 'remedy', content: remedy },
  ],
});

function slipTree(slip: ExtractedSlip): XmlTree {
  const { id, kind, recordId, key, pages, member, qr, verdict } = slip;
  return {
    name: 'slip',
    attributes: {
      id,
      kind,
      label: KINDS[kind].chinese,
      recordId,
      key,
      pages: pages.length === 0 ? null : pages.join(' '),
    },
    content: [
      member === null ? null : { name: 'member', content: member },
      {
        name: 'fields',
        content: map(Object.entries(slip.fields) as [FieldName, ExtractedField][], fieldTree),
      },
      list('lines', slip.lines, (line) => ({
        name: 'line',
        content: map(Object.entries(line), ([name, content]) => ({ name, content })),
      })),
      list('findings', slip.findings, findingTree),
      qr === null ? null : { name: 'qr', content: qr },
      verdict === null ? null : verdictTree(verdict),
    ],
  };
}

const findingTree = ({ message, places = [], others = [], ...attributes }: Finding): XmlTree => ({
  name: 'finding',
  attributes,
  content: message,
  after: [
    ...places.map(({ box, ...place }) => ({ name: 'place', attributes: { ...place, box: box.join(' ') } })),
    ...others.map((other) => ({ name: 'other', attributes: { ...other } })),
  ],
});

function fieldTree([name, field]: [FieldName, ExtractedField]): XmlTree {
  const { value, agreeing = [], box, ...rest } = field;
  return {
    name: 'field',
    attributes: {
      name,
      label: FIELDS[name].chinese,
      ...rest,
      agreeing: agreeing.length === 0 ? null : agreeing.join(' '),
      box: box === null ? null : box.join(' '),
    },
    content: value,
  };
}

function verdictTree(verdict: Verdict): XmlTree {
  const { outcome, state, confidence, ledgerId, checkedAt, remedy, reasons, official } = verdict;
  return {
    name: 'verdict',
    attributes: {
      ...{ outcome, state, confidence, ledgerId, checkedAt },
      officialCode: official?.code ?? null,
      officialText: official?.text ?? null,
      provider: verdict.provider ?? null,
      answeredAt: verdict.answeredAt ?? null,
    },
    content: [
      { name: 'remedy', content: remedy },
      ...reasons.map(({ field, ours, theirs, agree, accepted, apart }) => ({
        name: 'reason',
        attributes: { field, agree, accepted, apart: apart ?? null },
        content: [
          ours === null ? null : { name: 'ours', content: ours },
          theirs === null ? null : { name: 'theirs', content: theirs },
        ],
      })),
    ],
  };
}

const differenceTree = ({ field, certain, values }: FieldDifference): XmlTree => ({
  name: 'difference',
  attributes: { field, certain },
  content: values.map(({ value, file, ...attributes }) => ({
    name: 'says',
    attributes,
    content: [
      { name: 'value', content: value },
      { name: 'file', content: file },
    ],
  })),
});
