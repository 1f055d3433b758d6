/** What a register is asked about a slip, and how two questions are told to be the same. */
import { createHash } from 'node:crypto';
import { comparable } from '../invoice/compare.js';
import { requiredInputs, satisfiedBy } from './inputs.js';
import type { RegistryQuestion } from './registry.js';
import type { Slip } from './slip.js';

/**
 * The fields that the slip's kind is verified by, in normal form and all of them accepted; `null` where one is not, or
 * where nobody verifies such kinds: a misread value must not be asked about.
 */
export function questionAbout({ kind, fields }: Pick<Slip, 'kind' | 'fields'>): RegistryQuestion | null {
  const isWhole = fields.invoiceNumber?.value.length === 20;
  const inputs = requiredInputs(kind).filter((field) => field !== 'invoiceCode' || !isWhole);
  const values = inputs.map((input) => {
    const read = satisfiedBy(input)
      .map((name) => ({ name, field: fields[name] }))
      .find(({ field }) => field?.accepted === true && field.value !== '');
    return read?.field === undefined ? null : ([input, comparable(read.name, read.field.value)] as const);
  });
  if (inputs.length === 0 || values.includes(null)) return null;
  return { kind, fields: Object.fromEntries(values.filter((value) => value !== null)) };
}

/**
 * The same for the same values, whatever their order. The kind is not in it: a register goes by number and values, and
 * a kind that two originals of one invoice are read as differently asks the same.
 */
export function digestOf({ fields }: RegistryQuestion): string {
  const sorted = Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
}
