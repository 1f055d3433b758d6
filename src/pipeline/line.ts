/**
 * THE TABLE OF CONTENTS: what happens to an invoice.
 *
 *   upload → intake → read → extract → check → match → judge → (review) → notify / export
 *
 * A stage is a function from artefact to artefact; none of them touches the store or the queue. What makes the line
 * durable (work items, retries, exactly once in effect) is runner.ts, and only that.
 */
import { RefusalError } from '../document/refusal.js';
import type { DocumentReading, ReadProgress } from '../document/report.js';
import type { Sheet } from '../document/sheet.js';
import type { Slip } from '../document/slip.js';
import type { Verdict } from '../document/verdict.js';
import { FIELD_NAMES, FIELDS, type FieldName } from '../invoice/fields.js';
import { checkSlip } from './check/check.js';
import { blankCells } from './extract/blanks.js';
import { doubtfulCells } from './extract/cell-doubts.js';
import { extractSlips } from './extract/extract.js';
import { carrierOf, intake, type PageSource } from './intake/intake.js';
import { judgeMatch } from './judge/judge.js';
import { type LedgerLookup, matchSlip } from './match/match.js';
import { readSheets } from './read/read.js';
import type { Doubt } from './read/second-look.js';
import { type ReadTools, Stopwatch } from './tools.js';

/** Reads one file: from bytes to slips with findings. The document's own fault comes back as `refusal`. */
export async function readDocument(
  bytes: Uint8Array,
  tools: ReadTools,
  onProgress: (progress: ReadProgress) => void = () => undefined,
): Promise<DocumentReading> {
  const watch = new Stopwatch();
  try {
    const { carrier, pages } = await intake(bytes, tools);
    const sheets = await sheetsOf(pages, tools, watch, onProgress);
    const slips = slipsOn(sheets, tools);
    return { carrier, pages: pages.count, refusal: null, slips, ...watch.stop() };
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { carrier: carrierOf(bytes), pages: 0, refusal: error.refusal, slips: [], ...watch.stop() };
  }
}

const slipsOn = (sheets: readonly Sheet[], tools: ReadTools): Slip[] =>
  extractSlips(sheets, tools.models, tools.knownParties).map((slip): Slip => checkSlip(slip, tools.today()));

/** What stands on the pages, overlooked cells read and fields in doubt looked at again. */
const sheetsOf = (
  pages: PageSource,
  tools: ReadTools,
  watch: Stopwatch,
  onProgress: (progress: ReadProgress) => void,
): Promise<Sheet[]> =>
  readSheets(pages, tools, watch, {
    onProgress,
    blanks: blankCells,
    // Fields first: what a second look may cost is bounded.
    doubts: (from) => {
      const first = from.map(atFirstSight);
      return [...doubtsOf(slipsOn(first, tools)), ...doubtfulCells(first)];
    },
  });

/** A sheet with the first reading of each line only: what is in doubt shows there, at a fraction of the time. */
const atFirstSight = (sheet: Sheet): Sheet => ({
  ...sheet,
  lines: sheet.lines.map(({ alternatives: _, ...line }) => line),
});

/** All testimony in one file, before any of it is judged: what calibration is counted on. Throws RefusalError. */
export async function gatherSheets(bytes: Uint8Array, tools: ReadTools): Promise<Sheet[]> {
  const { pages } = await intake(bytes, tools);
  return sheetsOf(pages, tools, new Stopwatch(), () => undefined);
}

/** Fields that nothing hangs on: read twice they would cost as much as a name. So do all of type `text`. */
const DECIDES_NOTHING: ReadonlySet<FieldName> = new Set<FieldName>([
  'machineNumber',
  'grossTotalWords',
  'payee',
  'reviewer',
  'drawer',
]);

/** Places of fields that were read but not surely enough to be accepted. */
function doubtsOf(slips: readonly Slip[]): Doubt[] {
  return slips.flatMap(({ fields }) =>
    FIELD_NAMES.flatMap((name) => {
      const field = fields[name];
      if (field === undefined || field.accepted || field.box === null) return [];
      const { type } = FIELDS[name];
      if (type === 'text' || DECIDES_NOTHING.has(name)) return [];
      const latin = type === 'money' || (type === 'id' && /^[0-9A-Z.-]+$/.test(field.value));
      return [{ box: field.box, latin }];
    }),
  );
}

/** Holds one slip against the ledger: exact key first, then near candidates, then one verdict with its reasons. */
export async function verifySlip(slip: Slip, ledger: LedgerLookup, now: Date): Promise<Verdict> {
  const match = await matchSlip(slip, ledger);
  return judgeMatch(slip, match, now);
}
