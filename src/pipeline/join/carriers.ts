/**
 * What all slips of one invoice say together (one invoice, one record): the best source field by field, the other
 * originals' values as rivals, and what they differ in as finding F3.
 */
import type { Finding } from '../../document/finding.js';
import type { RecordSource } from '../../document/record.js';
import type { FieldResult, LineItem, Rival, Slip, SlipFields } from '../../document/slip.js';
import type { Source } from '../../document/source.js';
import { FIELD_NAMES, type FieldName } from '../../invoice/fields.js';
import type { Kind } from '../../invoice/kinds.js';
import { parseMoney } from '../../invoice/money.js';
import { findingsOf } from './differences.js';
import { carrierTrust, distinct, isSolid, sameValue, trustOf, type Voice, voicesOn } from './voices.js';

/**
 * Merges the slips of one record, `id`. Each field's page and box are those of the original that {@link bestVoices} names;
 * `pages` is empty, for pages of several originals have no numbering in common, and `member` is null for the same reason.
 * Throws RangeError without any source.
 */
export function mergeSlips(id: string, sources: readonly RecordSource[]): Slip {
  const originals = distinct(sources);
  const [best] = byTrust(originals);
  if (best === undefined) throw new RangeError('a record without slips');
  const fields = mergedFields(originals);
  return {
    id,
    kind: kindOf(originals),
    pages: [],
    member: null,
    fields,
    lines: linesOf(originals, fields),
    findings: [...findingsOf(originals), ...ownFindings(originals)],
    qr: byTrust(originals).find(({ slip }) => slip.qr !== null)?.slip.qr ?? null,
  };
}

/** The original that each field of the merged slip stands in. */
export function bestVoices(sources: readonly RecordSource[]): ReadonlyMap<FieldName, RecordSource> {
  const originals = distinct(sources);
  return new Map(
    FIELD_NAMES.flatMap((field) => {
      const [best] = voicesOn(field, originals);
      return best === undefined ? [] : [[field, best.from] as const];
    }),
  );
}

/** Those that rest on better sources first; of equals the one that is surer of more. */
const byTrust = (sources: readonly RecordSource[]): RecordSource[] =>
  sources.toSorted(
    (a, b) => carrierTrust(b.slip) - carrierTrust(a.slip) || acceptedIn(b.slip) - acceptedIn(a.slip),
  );

const acceptedIn = ({ fields }: Slip): number =>
  Object.values(fields).filter(({ accepted }) => accepted).length;

/** `other` is what a picture is called of which no more could be told. */
function kindOf(sources: readonly RecordSource[]): Kind {
  const kinds = byTrust(sources).map(({ slip }) => slip.kind);
  return kinds.find((kind) => kind !== 'other') ?? 'other';
}

function mergedFields(sources: readonly RecordSource[]): SlipFields {
  const merged: Partial<Record<FieldName, FieldResult>> = {};
  for (const field of FIELD_NAMES) {
    const [best, ...others] = voicesOn(field, sources);
    if (best !== undefined) merged[field] = mergedField(field, best, others);
  }
  return merged;
}

/**
 * The best voice's value. Each confidence is calibrated by itself, and another original that says the same can only make
 * the value likelier: the highest of those that agree is a bound from below, and nothing above it was ever measured.
 * Nothing becomes accepted but by an original that is accepted with the same value.
 */
function mergedField(field: FieldName, best: Voice, others: readonly Voice[]): FieldResult {
  const same = others.filter(({ result }) => sameValue(field, result.value, best.result.value));
  const agreeing = [best, ...same];
  const peer = others.find((voice) => !same.includes(voice) && isPeer(voice, best));
  const confidence = Math.max(...agreeing.map(({ result }) => result.confidence));
  const accepted = agreeing.some(({ result }) => result.accepted);
  const { agreeing: _, repaired, ...result } = best.result;
  const supported = sourcesOf(agreeing).filter((source) => source !== result.source);
  return {
    ...result,
    ...(supported.length === 0 ? {} : { agreeing: supported }),
    // What another original says as well was read somewhere as it stands.
    ...(repaired === true && same.length === 0 ? { repaired } : {}),
    confidence: peer === undefined ? confidence : oneOfTwo(confidence, peer.result.confidence),
    accepted: accepted && peer === undefined,
    rivals: rivalsOf(field, best, others),
  };
}

const sourcesOf = (voices: readonly Voice[]): Source[] => [
  ...new Set(voices.flatMap(({ result }) => [result.source, ...(result.agreeing ?? [])])),
];

/** As good a source that says something else: neither can be acted on. A lesser one is a copy that differs (F3). */
const isPeer = (voice: Voice, best: Voice): boolean =>
  isSolid(voice) && isSolid(best) && trustOf(voice.result.source) === trustOf(best.result.source);

/** Probability of the first of two independent testimonies that cannot both be right, of which at most one is. */
function oneOfTwo(first: number, second: number): number {
  const [only, other] = [first * (1 - second), second * (1 - first)];
  const neither = (1 - first) * (1 - second);
  const all = only + other + neither;
  // Both certain: a coin.
  return all === 0 ? 0.5 : Number((only / all).toFixed(4));
}

/** What the other originals say, each value once, then what lost within the best one. */
function rivalsOf(field: FieldName, best: Voice, others: readonly Voice[]): Rival[] {
  const rivals: Rival[] = [];
  const told = others.map(({ result: { value, confidence, source, box, page } }) => ({
    value,
    confidence,
    source,
    box,
    page,
  }));
  for (const rival of [...told, ...best.result.rivals]) {
    const known = [best.result, ...rivals].some(({ value }) => sameValue(field, value, rival.value));
    // Where nothing stands, nothing was lost.
    if (!known && rival.value !== '') rivals.push(rival);
  }
  return rivals;
}

/**
 * The lines of goods of one original, never mixed: of those whose amounts add up to the net total the best source's,
 * else the best source's.
 */
function linesOf(sources: readonly RecordSource[], fields: SlipFields): readonly LineItem[] {
  const having = byTrust(sources).filter(({ slip }) => slip.lines.length > 0);
  const net = parseMoney(fields.netTotal?.value ?? '');
  const whole = having.find(({ slip }) => net !== null && sumOf(slip.lines) === net);
  return (whole ?? having[0])?.slip.lines ?? [];
}

/** `null`: a line has no amount. */
function sumOf(lines: readonly LineItem[]): bigint | null {
  let sum = 0n;
  for (const { amount } of lines) {
    const fen = parseMoney(amount ?? '');
    if (fen === null) return null;
    sum += fen;
  }
  return sum;
}

const WORST_FIRST: readonly Finding['result'][] = ['broken', 'unknown', 'holds'];

/**
 * What was found about each original by itself (signatures, hidden text, what it attaches) stays, with the file's name. What the rules say
 * about the values is left out: they are asked again about the values of the record.
 */
function ownFindings(sources: readonly RecordSource[]): Finding[] {
  const all = sources.flatMap(({ file, documentId, slip }) =>
    (slip.asRead ?? slip.findings)
      .filter(({ id }) => isOfFile(id))
      .map(({ places, ...finding }) => ({
        ...finding,
        message: `${file}：${finding.message}`,
        ...(places === undefined ? {} : { places: places.map((place) => ({ ...place, documentId })) }),
      })),
  );
  const once = new Map(all.map((finding) => [`${finding.id} ${finding.result} ${finding.message}`, finding]));
  return [...once.values()].toSorted(
    (a, b) => a.id.localeCompare(b.id) || WORST_FIRST.indexOf(a.result) - WORST_FIRST.indexOf(b.result),
  );
}

/** DOMAIN 12: the F checks are about a file as a file. F3 of a slip is about one PDF, between its XML and its print. */
const isOfFile = (id: string): boolean => /^F\d/.test(id);
