/** What the reader of a form says of a sheet, field by field, the surest first. */
import type { Sheet } from '../../../../src/document/sheet.js';
import type { FieldName } from '../../../../src/invoice/fields.js';
import type { Channel } from '../../../../src/pipeline/extract/candidates/candidate.js';
import { formsOn } from '../../../../src/pipeline/extract/forms/index.js';

const SUREST: readonly Channel[] = ['code', 'label', 'place', 'words', 'sum', 'repair'];

export interface Told {
  readonly kind: string | null;
  /** The surest value of a field, and how it was come by. */
  value(field: FieldName): string | null;
  channel(field: FieldName): Channel | null;
  readonly lines: readonly unknown[];
}

export function toldBy(sheet: Sheet): Told {
  const [found] = formsOn(sheet);
  const best = (field: FieldName) =>
    found?.candidates
      .filter((one) => one.field === field)
      .sort((a, b) => SUREST.indexOf(a.channel) - SUREST.indexOf(b.channel))[0];
  return {
    kind: found?.kind ?? null,
    value: (field) => best(field)?.value ?? null,
    channel: (field) => best(field)?.channel ?? null,
    lines: found?.lines ?? [],
  };
}
