/** Fields that deserve a second look: what is decided by them, where it was read but is not sure. */
import type { Slip } from '../../document/slip.js';
import { FIELD_NAMES, FIELDS, type FieldName } from '../../invoice/fields.js';
import type { DoubtfulPlace } from './cell-doubts.js';

/** Fields that nothing hangs on: read twice they would cost as much as a name. So do all of type `text`. */
const DECIDES_NOTHING: ReadonlySet<FieldName> = new Set<FieldName>([
  'machineNumber',
  'grossTotalWords',
  'payee',
  'reviewer',
  'drawer',
]);

/** Places of fields that were read but not surely enough to be accepted. */
export function doubtfulFields(slips: readonly Slip[]): DoubtfulPlace[] {
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
