/**
 * A slip (票): one invoice found in a document, as judged. This is the shape that leaves the program
 * (CONTRACT: `read --json`, `GET /documents/:id`), so names here are a promise.
 */
import type { FieldName } from '../invoice/fields.js';
import type { Kind } from '../invoice/kinds.js';
import type { Finding } from './finding.js';
import type { Box } from './geometry.js';
import type { Source } from './source.js';

/** One source's testimony about one field of one slip. Never overwritten by another. */
export interface Reading {
  readonly field: FieldName;
  /** In the normal form of the field's type. */
  readonly value: string;
  /** The source's own score, 0..1, uncalibrated. */
  readonly score: number;
  readonly source: Source;
  /** From 1. */
  readonly page: number;
  readonly box: Box | null;
}

/** A candidate that lost. */
export interface Rival {
  readonly value: string;
  readonly confidence: number;
  readonly source: Source;
  readonly box: Box | null;
  readonly page: number;
}

/** A field as judged. */
export interface FieldResult {
  readonly value: string;
  /** Probability that the value is right. */
  readonly confidence: number;
  /** Whether `confidence` reaches the threshold of models/thresholds.json: good enough to act on without a person. */
  readonly accepted: boolean;
  readonly source: Source;
  /** Other sources that read the same value; what a QR and the print agree on is known only from here. */
  readonly agreeing?: readonly Source[];
  /** The value was nowhere read as it stands: it is the one mending that fits (a look-alike set right, a second path). */
  readonly repaired?: boolean;
  readonly box: Box | null;
  readonly page: number;
  readonly rivals: readonly Rival[];
}

/** One line of goods or services, values in normal form; what is absent or blank is left out. */
export interface LineItem {
  readonly name: string;
  readonly spec?: string;
  readonly unit?: string;
  /** Decimal string, as many places as printed. */
  readonly quantity?: string;
  /** Decimal string, as many places as printed. */
  readonly unitPrice?: string;
  /** Decimal string with two places. */
  readonly amount?: string;
  /** As printed: `13%`, `免税`, `不征税`, `***`. */
  readonly taxRate?: string;
  /** Decimal string with two places, or `***`. */
  readonly taxAmount?: string;
  /** Columns that only a toll invoice (通行费) has. Dates are `YYYY-MM-DD`. */
  readonly plateNumber?: string;
  readonly vehicleType?: string;
  readonly passDateFrom?: string;
  readonly passDateTo?: string;
  /** Columns that only an air itinerary (行程单) has: its lines are legs, `name` is `from-to`. */
  readonly from?: string;
  readonly to?: string;
  readonly carrier?: string;
  readonly flight?: string;
  /** 座位等级: `Y`. */
  readonly class?: string;
  /** `YYYY-MM-DD` */
  readonly date?: string;
  /** `hh:mm` */
  readonly time?: string;
}

export type SlipFields = Readonly<Partial<Record<FieldName, FieldResult>>>;

/** The first of these fields that says something; `null` where none does. */
export const firstSaid = (
  { fields }: { readonly fields: SlipFields },
  names: readonly FieldName[],
): FieldName | null => names.find((name) => (fields[name]?.value ?? '') !== '') ?? null;

/** What the first of these fields says that says something. */
export function valueSaid(slip: { readonly fields: SlipFields }, names: readonly FieldName[]): string | null {
  const name = firstSaid(slip, names);
  return name === null ? null : (slip.fields[name]?.value ?? null);
}

export interface Slip {
  /** Within its document, from "1". */
  readonly id: string;
  readonly kind: Kind;
  readonly pages: readonly number[];
  /** Path inside a ZIP or mail; `null` for a plain file. */
  readonly member: string | null;
  readonly fields: SlipFields;
  readonly lines: readonly LineItem[];
  readonly findings: readonly Finding[];
  /**
   * What the checks of the slip and its file said when it was read, where `findings` shows it otherwise: an organisation
   * may switch checks off, or weigh them otherwise, and change its mind.
   */
  readonly asRead?: readonly Finding[];
  /** Text of the invoice QR, as printed. */
  readonly qr: string | null;
  /** What its page looks like where that is a scan or photo (likeness.ts). For the program's own comparing: it is not told. */
  readonly likeness?: string;
}
