/** The tables of `npm run bench:accuracy`. */

import { DAMAGES, type PictureCase } from '../samples/damage/pictures.js';
import type { DocumentReading } from '../src/document/report.js';
import type { Slip } from '../src/document/slip.js';
import type { FieldName } from '../src/invoice/fields.js';
import { squash } from '../src/invoice/text.js';
import type { Evaluation, Share } from '../src/learn/evaluation.js';
import type { Expected, ExpectedSlip } from '../src/learn/labels.js';
import { formatEvaluation, table } from '../src/learn/report.js';
import { isExact, pairSlips, Tally } from '../src/learn/tally.js';

/** Counts of one group of pictures. */
interface Group {
  readonly kind: string;
  readonly damage: string;
  readonly tally: Tally;
}

/** What a QR says of an invoice. Its amount is the net total before the 数电票, the gross total since. */
const QR_FIELDS: readonly FieldName[] = ['invoiceCode', 'invoiceNumber', 'issueDate'];
const amountInQr = (truth: ExpectedSlip): FieldName =>
  truth.kind?.startsWith('digital') === true ? 'grossTotal' : 'netTotal';

export interface AccuracyResult {
  readonly overall: Evaluation;
  readonly damages: Readonly<Record<string, Evaluation>>;
  /** By `kind/damage`. */
  readonly groups: Readonly<Record<string, Evaluation>>;
  /** What the QR says, on slips whose QR was read as it is. */
  readonly qrFields: Readonly<Record<string, Share>>;
}

/** Counts pictures as they are read. */
export class AccuracyCount {
  readonly #overall = new Tally();
  readonly #damages = new Map<string, Group>();
  readonly #groups = new Map<string, Group>();
  readonly #qrFields: Record<string, Share> = {};

  add(
    { kind, damage }: PictureCase,
    file: string,
    expected: Expected,
    reading: DocumentReading & { readonly seconds: number },
  ): void {
    // A desk of several holds many kinds.
    const name = damage === 'several' ? 'several slips' : kind;
    const groups = [
      groupOf(this.#damages, damage, 'all', damage),
      groupOf(this.#groups, `${name}/${damage}`, name, damage),
    ];
    for (const { tally } of groups) tally.add(file, expected, reading);
    this.#overall.add(file, expected, reading);
    const partners = pairSlips(expected.slips, reading.slips);
    expected.slips.forEach((truth, index) => {
      this.#addQr(truth, reading.slips[partners[index] ?? -1]);
    });
  }

  #addQr(truth: ExpectedSlip, slip: Slip | undefined): void {
    if (truth.qr === null || slip?.qr == null || squash(slip.qr) !== squash(truth.qr)) return;
    for (const field of [...QR_FIELDS, amountInQr(truth)]) {
      const value = truth.fields.get(field);
      if (value === undefined) continue;
      const share = this.#qrFields[field] ?? { n: 0, exact: 0 };
      this.#qrFields[field] = share;
      share.n++;
      if (isExact(field, value, slip.fields[field]?.value ?? '')) share.exact++;
    }
  }

  result(): AccuracyResult {
    const of = (groups: ReadonlyMap<string, Group>) =>
      Object.fromEntries([...groups].map(([key, { tally }]) => [key, tally.result()]));
    return {
      overall: this.#overall.result(),
      damages: of(this.#damages),
      groups: of(this.#groups),
      qrFields: this.#qrFields,
    };
  }
}

function groupOf(groups: Map<string, Group>, key: string, kind: string, damage: string): Group {
  const group = groups.get(key) ?? { kind, damage, tally: new Tally() };
  groups.set(key, group);
  return group;
}

const percent = ({ n, exact }: Share): string => (n === 0 ? '-' : ((100 * exact) / n).toFixed(1));

const HEAD = [
  'pictures',
  'fields',
  'exact %',
  'header exact %',
  'core exact %',
  'lines exact %',
  'accepted %',
  'accepted, wrong',
  'QR %',
  'ECE',
  'CPU s median',
  'p95',
] as const;

function cells(evaluation: Evaluation): string[] {
  const { all, headerExact, coreExact, linesExact, qr, ece, cpuSecondsPerFile } = evaluation;
  return [
    String(evaluation.files),
    String(all.n),
    percent(all),
    percent(headerExact),
    percent(coreExact),
    percent(linesExact),
    percent({ n: all.n, exact: all.accepted }),
    String(all.acceptedWrong),
    percent(qr),
    ece.toFixed(3),
    cpuSecondsPerFile.median.toFixed(2),
    cpuSecondsPerFile.p95.toFixed(2),
  ];
}

const rank = (damage: string) => (DAMAGES as readonly string[]).indexOf(damage);

/** By damage, by kind and damage, what the QR says, then the tables of `yanpiao eval` on all pictures. */
export function formatAccuracy({ overall, damages, groups, qrFields }: AccuracyResult): string {
  const byDamage = Object.entries(damages).sort(([a], [b]) => rank(a) - rank(b));
  const byKind = Object.entries(groups)
    .map(([key, evaluation]) => {
      const [kind = '', damage = ''] = key.split('/');
      return { kind, damage, evaluation };
    })
    .sort((a, b) => a.kind.localeCompare(b.kind) || rank(a.damage) - rank(b.damage));
  return [
    table(
      ['damage', ...HEAD],
      [...byDamage.map(([damage, evaluation]) => [damage, ...cells(evaluation)]), ['all', ...cells(overall)]],
    ),
    table(
      ['kind', 'damage', ...HEAD],
      byKind.map(({ kind, damage, evaluation }) => [kind, damage, ...cells(evaluation)]),
    ),
    table(
      ['where the QR was read', 'n', 'exact', '%'],
      Object.entries(qrFields).map(([field, share]) => [
        field,
        String(share.n),
        String(share.exact),
        percent(share),
      ]),
    ),
    formatEvaluation(overall),
  ].join('\n\n');
}
