/**
 * 通行费: what the XML of a toll invoice says besides, in `SpecificInformation/Toll` (names as files of the toll platform
 * 票根 have them). On paper these are columns of the line in the place of specification, unit and quantity.
 */
import type { LineItem } from '../../../document/slip.js';
import { parseDate } from '../../../invoice/dates.js';
import { normalise } from '../../../invoice/text.js';
import type { XmlElement } from '../../../ports/xml.js';
import { allOf, leavesOf } from './tree.js';

/** A passage's day: `2026-02-27`, or 14 or 17 digits with the time. */
const day = (text: string | null): string | null => (text === null ? null : parseDate(text));

/** The lines with plate, vehicle and days of passage: each line its own passage, or the only one. */
export function withPassages(lines: readonly LineItem[], specific: XmlElement): LineItem[] {
  const passages = allOf(specific, 'Toll').map(passage);
  return lines.map((line, index) => {
    const cells = passages[passages.length === 1 ? 0 : index];
    if (cells === undefined) return line;
    const { quantity, unitPrice, ...rest } = line;
    return {
      ...rest,
      ...(isDay(quantity, cells) ? {} : quantity === undefined ? {} : { quantity }),
      ...(isDay(unitPrice, cells) ? {} : unitPrice === undefined ? {} : { unitPrice }),
      ...cells,
    };
  });
}

type Passage = Pick<LineItem, 'plateNumber' | 'vehicleType' | 'passDateFrom' | 'passDateTo'>;

function passage(toll: XmlElement): Passage {
  const leaf = leavesOf(toll);
  const cells = {
    plateNumber: normalise(leaf('PlateNumber') ?? '').replaceAll(' ', '') || null,
    vehicleType: normalise(leaf('VehicleType') ?? '') || null,
    passDateFrom: day(leaf('StartDatesOfPassage', 'PassageStartDate')),
    passDateTo: day(leaf('EndDatesOfPassage', 'PassageEndDate')),
  };
  return Object.fromEntries(Object.entries(cells).filter(([, cell]) => cell !== null));
}

/** Some issuers put the days into the columns of quantity and price as well: `20260327`. */
const isDay = (cell: string | undefined, { passDateFrom, passDateTo }: Passage): boolean =>
  cell !== undefined &&
  [passDateFrom, passDateTo].some((date) => date !== undefined && date.replaceAll('-', '') === cell);
