/** Documents and records in the normalised form of document/extraction.ts. */
import {
  EXTRACTION_VERSION,
  type ExtractedField,
  type ExtractedOriginal,
  type Extraction,
  type FieldDifference,
} from '../../document/extraction.js';
import type { RecordSource, SlipRecord } from '../../document/record.js';
import type { Slip } from '../../document/slip.js';
import { FIELD_NAMES, type FieldName } from '../../invoice/fields.js';
import { bestVoices } from '../../pipeline/join/carriers.js';
import { differencesOf } from '../../pipeline/join/differences.js';
import type { DocumentRecord } from '../../ports/store.js';

const HEAD = { format: 'yanpiao-extraction', version: EXTRACTION_VERSION } as const;

/** A document with all its slips. */
export function extractionOfDocument(document: DocumentRecord): Extraction {
  const { id, file, sha256, size, carrier, state, refusal, createdAt } = document;
  const original: ExtractedOriginal = {
    documentId: id,
    file,
    sha256,
    size,
    carrier,
    handedInAt: createdAt.toISOString(),
    times: 1,
    state,
    ...(refusal === null ? {} : { refusal }),
  };
  const slips = document.slips.map(({ recordId, verdict, ...slip }) => ({
    ...bodyOf(slip, () => id),
    recordId,
    verdict,
  }));
  return { ...HEAD, originals: [original], slips, differences: [] };
}

/** A record that has been put together: one slip, and all its originals. */
export function extractionOfRecord(
  record: SlipRecord & { readonly slip: Slip },
  sources: readonly RecordSource[],
): Extraction {
  const best = bestVoices(sources);
  const first = sources[0]?.documentId ?? '';
  const slip = {
    ...bodyOf(record.slip, (field) => best.get(field)?.documentId ?? first),
    recordId: record.id,
    key: record.key,
    verdict: record.verdict,
  };
  const originals = originalsOf(sources).map(
    ({ documentId, file, sha256, size, carrier, handedInAt, times }): ExtractedOriginal => ({
      documentId,
      file,
      sha256,
      size,
      carrier,
      handedInAt: handedInAt.toISOString(),
      times,
    }),
  );
  return { ...HEAD, originals, slips: [slip], differences: differencesIn(sources) };
}

/**
 * Originals of a record, the same bytes once, with how often they were handed in: a file, or a member of a ZIP or mail. Of
 * several slips in one the first.
 */
export function originalsOf(
  sources: readonly RecordSource[],
): readonly (RecordSource & { readonly times: number })[] {
  const found = new Map<string, { readonly first: RecordSource; readonly documents: Set<string> }>();
  for (const source of sources) {
    const key = JSON.stringify([source.sha256, source.slip.member]);
    const known = found.get(key) ?? { first: source, documents: new Set() };
    known.documents.add(source.documentId);
    found.set(key, known);
  }
  return [...found.values()].map(({ first, documents }) => ({ ...first, times: documents.size }));
}

/** What the originals of a record differ in, for a program to show. */
export function differencesIn(sources: readonly RecordSource[]): FieldDifference[] {
  return differencesOf(sources).map(({ field, certain, voices }) => ({
    field,
    certain,
    values: voices.map(({ from: { carrier, documentId, slipId, file }, result: { value, accepted } }) => ({
      value,
      carrier,
      documentId,
      slipId,
      file,
      accepted,
    })),
  }));
}

/** `documentOf`: the original that a field stands in. Rivals are left out: what lost is for the reviewer. */
function bodyOf(slip: Slip, documentOf: (field: FieldName) => string) {
  const { id, kind, member, pages, lines, findings, qr } = slip;
  const fields: Partial<Record<FieldName, ExtractedField>> = {};
  for (const name of FIELD_NAMES) {
    const field = slip.fields[name];
    if (field === undefined) continue;
    const { rivals: _, ...rest } = field;
    fields[name] = { ...rest, documentId: documentOf(name) };
  }
  return { id, kind, member, pages, fields, lines, findings, qr };
}
