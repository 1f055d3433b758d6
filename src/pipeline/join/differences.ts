/** F3 (DOMAIN 12): originals of one invoice that say different things. */
import type { Finding } from '../../document/finding.js';
import type { RecordSource } from '../../document/record.js';
import { FIELD_NAMES, FIELDS, type FieldName } from '../../invoice/fields.js';
import { compareLines } from './line-differences.js';
import { distinct, isExactSource, isSolid, sameValue, type Voice, voicesOn } from './voices.js';

/** A field of which originals of one invoice say different things. */
export interface Difference {
  readonly field: FieldName;
  /** Whether each side stands on characters as they were written; otherwise one of them may be a misread photo. */
  readonly certain: boolean;
  /** Best first. */
  readonly voices: readonly Voice[];
}

/**
 * Fields that are the same on every carrier of an invoice. Longer texts are not: a PDF prints addresses and banks into
 * 备注 that the XML holds elsewhere; and 大写 say nothing that the figures do not.
 */
const COMPARED: readonly FieldName[] = FIELD_NAMES.filter((name) =>
  ['id', 'date', 'money', 'name'].includes(FIELDS[name].type),
);

/**
 * Where originals differ. Only what is good enough to act on counts, blanks and masks say nothing, and what we computed
 * or a person said is no carrier's word.
 */
export function differencesOf(sources: readonly RecordSource[]): Difference[] {
  const originals = distinct(sources);
  return COMPARED.flatMap((field): Difference[] => {
    const voices = voicesOn(field, originals).filter((voice) => isSolid(voice) && isReading(voice));
    const groups = groupsOf(field, voices);
    if (groups.length < 2) return [];
    const certain = groups.filter((group) => group.some(isExact)).length > 1;
    return [{ field, certain, voices }];
  });
}

const isReading = ({ result: { source, agreeing = [] } }: Voice): boolean =>
  [source, ...agreeing].some((each) => !['rule', 'ledger', 'person'].includes(each)) && source !== 'person';

/** Whether somebody gave the characters as they were written, not as they look. */
const isExact = ({ result: { source, agreeing = [] } }: Voice): boolean =>
  [source, ...agreeing].some(isExactSource);

/** Those that say the same. */
function groupsOf(field: FieldName, voices: readonly Voice[]): Voice[][] {
  const groups: Voice[][] = [];
  for (const voice of voices) {
    const group = groups.find(([first]) => first && sameValue(field, first.result.value, voice.result.value));
    if (group === undefined) groups.push([voice]);
    else group.push(voice);
  }
  return groups;
}

/**
 * F3 in words: one broken finding a field and one for the lines of goods, or one that holds where several originals could be compared and agree.
 * Nothing of a single original. An error where both sides are certain, a warning where one was recognised from a picture.
 */
export function findingsOf(sources: readonly RecordSource[]): Finding[] {
  const originals = distinct(sources);
  if (originals.length < 2) return [];
  const differences = differencesOf(originals);
  const lines = compareLines(originals);
  const broken = [...differences.map(differs), ...(lines.finding === null ? [] : [lines.finding])];
  if (broken.length > 0) return broken;
  const compared = COMPARED.filter(
    (field) => voicesOn(field, originals).filter((voice) => isSolid(voice) && isReading(voice)).length > 1,
  );
  const message = `同一发票的 ${originals.length} 份原件在 ${compared.length} 个栏目${lines.originals > 1 ? '及明细' : ''}上一致`;
  return compared.length === 0 ? [] : [{ id: 'F3', result: 'holds', severity: 'E', message }];
}

function differs({ field, certain, voices }: Difference): Finding {
  const said = voices.map(({ result, from }) => `${result.value}（${from.file}）`).join('，');
  const doubt = certain ? '' : '；其中有图像识别结果，可能是误读，请核对';
  return {
    id: 'F3',
    result: 'broken',
    severity: certain ? 'E' : 'W',
    message: `${FIELDS[field].chinese}在各原件中不一致：${said}${doubt}`,
  };
}
