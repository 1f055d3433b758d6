/**
 * What names an invoice, judged together: the code's own kind and year, the year and region of a 20-digit number, and
 * the date of issue bear on each other (DOMAIN 3).
 */
import { parseInvoiceCode } from '../../../invoice/code.js';
import type { FieldName } from '../../../invoice/fields.js';
import type { Kind } from '../../../invoice/kinds.js';
import { parseDigitalNumber } from '../../../invoice/number.js';
import type { Models } from '../../models.js';
import { evidenceOf, type Hypothesis } from './hypotheses.js';
import { jointly, type Probabilities } from './joint.js';

const FIELDS: readonly FieldName[] = ['invoiceCode', 'invoiceNumber', 'issueDate'];

export function judgeIdentity(
  hypotheses: ReadonlyMap<FieldName, readonly Hypothesis[]>,
  kind: Kind,
  { calibration: { evidence } }: Models,
): ReadonlyMap<FieldName, Probabilities> {
  const judged = jointly(
    FIELDS.map((field) => hypotheses.get(field) ?? []),
    ([code, number, date]) => {
      const year = date?.key == null ? null : Number(date.key.slice(0, 4));
      return identityChecks(code?.key ?? null, number?.key ?? null, year, kind).reduce(
        (sum, [check, holds]) => sum + evidenceOf(check, holds, evidence),
        0,
      );
    },
  );
  return new Map(FIELDS.map((field, index) => [field, judged[index] ?? []]));
}

type IdentityCheck = 'codeMatchesKind' | 'dateFitsNumber' | 'yearFitsNumber' | 'yearFitsCode';

/** The checks that apply to these three, with their outcomes. `year` is that of issue. */
export function identityChecks(
  code: string | null,
  number: string | null,
  year: number | null,
  kind: Kind,
): [IdentityCheck, boolean][] {
  const checks: [IdentityCheck, boolean][] = [];
  const parsed = code === null ? null : parseInvoiceCode(code);
  if (parsed !== null && parsed.kind !== null) checks.push(['codeMatchesKind', parsed.kind === kind]);
  if (parsed !== null && year !== null) checks.push(['yearFitsCode', fitsCode(parsed.year, year)]);
  if (number?.length === 20) {
    const digital = parseDigitalNumber(number);
    checks.push(['dateFitsNumber', digital !== null]);
    if (digital !== null && year !== null) checks.push(['yearFitsNumber', digital.year === year]);
  }
  return checks;
}

/** Forms are printed ahead and used up within some years. */
const KEPT_YEARS = 3;

const fitsCode = (printed: number, issued: number): boolean =>
  printed <= issued && issued - printed <= KEPT_YEARS;
