/** Measures reading on a labelled folder (`yanpiao eval`, CONTRACT "Labelled folders"). */
import { join } from 'node:path';
import type { DocumentReading } from '../document/report.js';
import type { Slip } from '../document/slip.js';
import { comparable } from '../invoice/compare.js';
import type { FieldName } from '../invoice/fields.js';
import { squash } from '../invoice/text.js';
import { type Expected, type ExpectedSlip, parseLabels } from './labels.js';
import { bestAssignment } from './pairing.js';

export interface Share {
  n: number;
  exact: number;
}

export interface FieldShare extends Share {
  accepted: number;
  acceptedWrong: number;
}

export interface WrongField {
  readonly file: string;
  readonly field: FieldName;
  readonly truth: string;
  /** `null`: nothing was read. */
  readonly read: string | null;
  readonly confidence: number | null;
  readonly accepted: boolean;
  readonly source: string | null;
}

/** One tenth of the confidences: how sure they said they were, and how often they were right. */
export interface ReliabilityBin extends Share {
  readonly from: number;
  readonly to: number;
  confidence: number;
}

export interface Evaluation {
  files: number;
  readonly fields: Partial<Record<FieldName, FieldShare>>;
  readonly kinds: Record<string, Share>;
  readonly qr: Share;
  readonly lineItems: Share;
  readonly headerExact: Share;
  spurious: number;
  /** Files that were refused, and files on which the reader crashed: every labelled field of theirs counts as wrong. */
  refused: number;
  crashed: number;
  /** Those files, with the refusal's code. */
  readonly failures: { readonly file: string; readonly reason: string }[];
  /** Expected calibration error: how far confidences are from the share that was right, on average. */
  ece: number;
  readonly reliability: ReliabilityBin[];
  cpuSecondsPerFile: { median: number; p95: number };
  secondsPerFile: { median: number; p95: number };
  readonly wrong: WrongField[];
}

export interface EvaluateOptions {
  readonly dir: string;
  /** Content of labels.json, parsed as JSON. */
  readonly labels: unknown;
  /** Which keys of the labels to measure; all by default. */
  readonly only?: (file: string) => boolean;
  readonly read: (path: string) => Promise<DocumentReading & { readonly seconds: number }>;
  readonly onProgress?: (done: number, total: number, file: string) => void;
}

/**
 * Reads every labelled file, one after the other, and counts. Throws LabelsError when the labels are malformed, and what
 * `read` throws: that is no file's fault (ports/reader.ts), so there is nothing to count.
 */
export async function evaluateFolder(options: EvaluateOptions): Promise<Evaluation> {
  const { dir, labels, only = () => true, read, onProgress = () => undefined } = options;
  const entries = [...parseLabels(labels)].filter(([file]) => only(file));
  const tally = new Tally();
  for (const [index, [file, expected]] of entries.entries()) {
    onProgress(index, entries.length, file);
    tally.add(file, expected, await read(join(dir, file)));
  }
  onProgress(entries.length, entries.length, '');
  return tally.result();
}

/** Bounds of the reliability table: narrow where decisions are made. */
const BOUNDS = [0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0001];

/** Counts file by file. */
export class Tally {
  readonly #evaluation: Evaluation = {
    files: 0,
    fields: {},
    kinds: {},
    qr: { n: 0, exact: 0 },
    lineItems: { n: 0, exact: 0 },
    headerExact: { n: 0, exact: 0 },
    spurious: 0,
    refused: 0,
    crashed: 0,
    failures: [],
    ece: 0,
    reliability: BOUNDS.slice(0, -1).map((from, i) => ({
      from,
      to: Math.min(1, BOUNDS[i + 1] ?? 1),
      n: 0,
      exact: 0,
      confidence: 0,
    })),
    cpuSecondsPerFile: { median: 0, p95: 0 },
    secondsPerFile: { median: 0, p95: 0 },
    wrong: [],
  };
  readonly #cpu: number[] = [];
  readonly #seconds: number[] = [];

  add(file: string, expected: Expected, reading: DocumentReading & { readonly seconds: number }): void {
    const { refusal } = reading;
    if (refusal !== null) this.#evaluation.failures.push({ file, reason: refusal.code });
    if (refusal?.code === 'reader_crashed') {
      this.#evaluation.crashed++;
      this.#addSlips(file, expected, null);
      return;
    }
    if (refusal !== null) this.#evaluation.refused++;
    this.#cpu.push(reading.cpuSeconds);
    this.#seconds.push(reading.seconds);
    this.#addSlips(file, expected, reading.slips);
  }

  /** `read` is `null` when the reader crashed. */
  #addSlips(file: string, expected: Expected, read: readonly Slip[] | null): void {
    const evaluation = this.#evaluation;
    evaluation.files++;
    const slips = read ?? [];
    if (expected.notAnInvoice) {
      count(shareOf(evaluation.kinds, 'other'), read?.every(({ kind }) => kind === 'other') === true);
      evaluation.spurious += slips.length;
      return;
    }
    const partners = bestAssignment(
      expected.slips.map((truth) => slips.map((slip) => likeness(truth, slip))),
    );
    expected.slips.forEach((truth, index) => {
      const partner = partners[index];
      this.#addSlip(file, truth, partner === null || partner === undefined ? null : (slips[partner] ?? null));
    });
    evaluation.spurious += Math.max(0, slips.length - expected.slips.length);
  }

  #addSlip(file: string, truth: ExpectedSlip, slip: Slip | null): void {
    const evaluation = this.#evaluation;
    if (truth.kind !== null) count(shareOf(evaluation.kinds, truth.kind), slip?.kind === truth.kind);
    if (truth.qr !== null) count(evaluation.qr, slip?.qr != null && squash(slip.qr) === squash(truth.qr));
    if (truth.lineItems !== null) count(evaluation.lineItems, slip?.lines.length === truth.lineItems);
    let allExact = true;
    for (const [field, value] of truth.fields)
      allExact = this.#addField(file, field, value, slip) && allExact;
    if (truth.fields.size > 0) count(evaluation.headerExact, allExact);
  }

  /** Whether the field was read exactly. A label of "" is a field that is blank: reading nothing is right. */
  #addField(file: string, field: FieldName, truth: string, slip: Slip | null): boolean {
    const evaluation = this.#evaluation;
    const found = slip?.fields[field];
    const exact = slip !== null && isExact(field, truth, found?.value ?? '');
    const share = evaluation.fields[field] ?? { n: 0, exact: 0, accepted: 0, acceptedWrong: 0 };
    evaluation.fields[field] = share;
    count(share, exact);
    if (found?.accepted === true) share.accepted++;
    if (found?.accepted === true && !exact) share.acceptedWrong++;
    if (found !== undefined) {
      const bin = evaluation.reliability.findLast(({ from }) => found.confidence >= from);
      if (bin !== undefined) {
        count(bin, exact);
        bin.confidence += found.confidence;
      }
    }
    if (!exact) {
      evaluation.wrong.push({
        file,
        field,
        truth,
        read: found?.value ?? null,
        confidence: found?.confidence ?? null,
        accepted: found?.accepted ?? false,
        source: found?.source ?? null,
      });
    }
    return exact;
  }

  result(): Evaluation {
    const { reliability } = this.#evaluation;
    const counted = reliability.reduce((sum, { n }) => sum + n, 0);
    const off = reliability.reduce((sum, { exact, confidence }) => sum + Math.abs(exact - confidence), 0);
    return {
      ...this.#evaluation,
      reliability: reliability.map((bin) => ({
        ...bin,
        confidence: bin.n === 0 ? 0 : round(bin.confidence / bin.n),
      })),
      ece: counted === 0 ? 0 : round(off / counted),
      cpuSecondsPerFile: percentiles(this.#cpu),
      secondsPerFile: percentiles(this.#seconds),
    };
  }
}

function count(share: Share, exact: boolean): void {
  share.n++;
  if (exact) share.exact++;
}

function shareOf(shares: Record<string, Share>, name: string): Share {
  const share = shares[name] ?? { n: 0, exact: 0 };
  shares[name] = share;
  return share;
}

/** Whether a value read is the labelled one (CONTRACT): NFKC, without spaces, brackets unified; money and dates by value. */
export const isExact = (field: FieldName, truth: string, read: string): boolean =>
  comparable(field, truth) === comparable(field, read);

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
