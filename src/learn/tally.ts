/** Counts readings against labels, file by file (CONTRACT "Labelled folders"). */
import type { DocumentReading } from '../document/report.js';
import type { FieldResult, Slip } from '../document/slip.js';
import type { Source } from '../document/source.js';
import { comparable } from '../invoice/compare.js';
import type { FieldName } from '../invoice/fields.js';
import { squash } from '../invoice/text.js';
import { CORE_FIELDS, type Evaluation, type FieldShare, type Share, type WrongField } from './evaluation.js';
import type { Expected, ExpectedSlip } from './labels.js';
import { compareLines } from './line-cells.js';
import { bestAssignment } from './pairing.js';
import { ReliabilityTable } from './reliability-table.js';

/** What is counted while files come in; the rest of an {@link Evaluation} follows from it. */
type Counted = Omit<Evaluation, 'ece' | 'reliability' | 'sources' | 'cpuSecondsPerFile' | 'secondsPerFile'>;

interface SourceCount {
  readonly share: FieldShare;
  readonly table: ReliabilityTable;
}

export class Tally {
  readonly #counted: Counted = {
    files: 0,
    fields: {},
    kinds: {},
    kindFields: {},
    qr: none(),
    lineItems: none(),
    lineCells: {},
    linesExact: none(),
    headerExact: none(),
    coreExact: none(),
    invoiceExact: none(),
    all: noFields(),
    spurious: 0,
    refused: 0,
    crashed: 0,
    failures: [],
    wrong: [],
  };
  readonly #table = new ReliabilityTable();
  readonly #sources = new Map<Source, SourceCount>();
  readonly #cpu: number[] = [];
  readonly #seconds: number[] = [];

  add(file: string, expected: Expected, reading: DocumentReading & { readonly seconds: number }): void {
    const { refusal } = reading;
    if (refusal !== null) this.#counted.failures.push({ file, reason: refusal.code });
    if (refusal?.code === 'reader_crashed') {
      this.#counted.crashed++;
      this.#addSlips(file, expected, null);
      return;
    }
    if (refusal !== null) this.#counted.refused++;
    this.#cpu.push(reading.cpuSeconds);
    this.#seconds.push(reading.seconds);
    this.#addSlips(file, expected, reading.slips);
  }

  /** `read` is `null` when the reader crashed. */
  #addSlips(file: string, expected: Expected, read: readonly Slip[] | null): void {
    const counted = this.#counted;
    counted.files++;
    const slips = read ?? [];
    if (expected.notAnInvoice) {
      count(shareOf(counted.kinds, 'other'), read?.every(({ kind }) => kind === 'other') === true);
      counted.spurious += slips.length;
      return;
    }
    const partners = pairSlips(expected.slips, slips);
    expected.slips.forEach((truth, index) => {
      this.#addSlip(file, truth, slips[partners[index] ?? -1] ?? null);
    });
    counted.spurious += Math.max(0, slips.length - expected.slips.length);
  }

  #addSlip(file: string, truth: ExpectedSlip, slip: Slip | null): void {
    const counted = this.#counted;
    if (truth.kind !== null) count(shareOf(counted.kinds, truth.kind), slip?.kind === truth.kind);
    if (truth.qr !== null) count(counted.qr, slip?.qr != null && squash(slip.qr) === squash(truth.qr));
    if (truth.lineItems !== null) count(counted.lineItems, slip?.lines.length === truth.lineItems);
    const outcomes = [...truth.fields].map(([field, value]) => {
      const exact = this.#addField(file, truth.kind ?? 'unknown', field, value, slip);
      return { field, exact };
    });
    const core = outcomes.filter(({ field }) => CORE_FIELDS.has(field));
    const whole = outcomes.every(({ exact }) => exact);
    if (outcomes.length > 0) count(counted.headerExact, whole);
    if (core.length > 0)
      count(
        counted.coreExact,
        core.every(({ exact }) => exact),
      );
    if (truth.lines === null) return;
    const { cells, whole: wholeLines } = compareLines(truth.lines, slip?.lines ?? []);
    for (const { column, exact } of cells) {
      const share = counted.lineCells[column] ?? none();
      counted.lineCells[column] = share;
      count(share, exact);
    }
    const linesExact = slip !== null && wholeLines;
    if (truth.lines.length > 0) count(counted.linesExact, linesExact);
    if (outcomes.length > 0) count(counted.invoiceExact, whole && linesExact);
  }

  /** Whether the field was read exactly. A label of "" is a field that is blank: reading nothing is right. */
  #addField(file: string, kind: string, field: FieldName, truth: string, slip: Slip | null): boolean {
    const counted = this.#counted;
    const found = slip?.fields[field];
    const exact = slip !== null && isExact(field, truth, found?.value ?? '');
    const ofKind = counted.kindFields[kind] ?? {};
    counted.kindFields[kind] = ofKind;
    const [share, kindShare] = [counted.fields[field] ?? noFields(), ofKind[field] ?? noFields()];
    counted.fields[field] = share;
    ofKind[field] = kindShare;
    for (const each of [share, kindShare, counted.all]) countField(each, exact, found);
    if (found !== undefined) this.#addConfidence(found, exact);
    if (!exact) counted.wrong.push(wrongField(file, field, truth, found));
    return exact;
  }

  #addConfidence(found: FieldResult, exact: boolean): void {
    this.#table.add(found.confidence, exact);
    const ofSource = this.#sources.get(found.source) ?? { share: noFields(), table: new ReliabilityTable() };
    this.#sources.set(found.source, ofSource);
    countField(ofSource.share, exact, found);
    ofSource.table.add(found.confidence, exact);
  }

  result(): Evaluation {
    const { bins, ece } = this.#table.result();
    const sources = [...this.#sources].map(([source, { share, table }]) => [
      source,
      { ...share, ...table.result() },
    ]);
    return {
      ...this.#counted,
      reliability: bins,
      ece,
      sources: Object.fromEntries(sources),
      cpuSecondsPerFile: percentiles(this.#cpu),
      secondsPerFile: percentiles(this.#seconds),
    };
  }
}

const none = (): Share => ({ n: 0, exact: 0 });
const noFields = (): FieldShare => ({ n: 0, exact: 0, accepted: 0, acceptedWrong: 0 });

function count(share: Share, exact: boolean): void {
  share.n++;
  if (exact) share.exact++;
}

function countField(share: FieldShare, exact: boolean, found: FieldResult | undefined): void {
  count(share, exact);
  if (found?.accepted !== true) return;
  share.accepted++;
  if (!exact) share.acceptedWrong++;
}

function shareOf(shares: Record<string, Share>, name: string): Share {
  const share = shares[name] ?? none();
  shares[name] = share;
  return share;
}

const wrongField = (
  file: string,
  field: FieldName,
  truth: string,
  found: FieldResult | undefined,
): WrongField => ({
  file,
  field,
  truth,
  read: found?.value ?? null,
  confidence: found?.confidence ?? null,
  accepted: found?.accepted ?? false,
  source: found?.source ?? null,
});

/** Whether a value read is the labelled one (CONTRACT): NFKC, without spaces, brackets unified; money and dates by value. */
export const isExact = (field: FieldName, truth: string, read: string): boolean =>
  comparable(field, truth) === comparable(field, read);

/** For each label the index of the slip that it most likely speaks of, or `null`. */
export function pairSlips(truths: readonly ExpectedSlip[], slips: readonly Slip[]): (number | null)[] {
  return bestAssignment(truths.map((truth) => slips.map((slip) => likeness(truth, slip))));
}

/** How well a slip fits a label: fields that agree, then the kind. */
function likeness(truth: ExpectedSlip, slip: Slip): number {
  let agreeing = 0;
  for (const [field, value] of truth.fields)
    if (isExact(field, value, slip.fields[field]?.value ?? '')) agreeing++;
  return agreeing + (slip.kind === truth.kind ? 0.5 : 0);
}

function percentiles(values: readonly number[]): { median: number; p95: number } {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => round(sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0);
  return { median: at(0.5), p95: at(0.95) };
}

const round = (value: number): number => Number(value.toFixed(4));
