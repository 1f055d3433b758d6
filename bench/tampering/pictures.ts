/** Forged figures on pictures of drawn invoices and their clean twins, read as the program does: how many are noticed, by method and by what happened to the picture. */
import { AFTERS, BASES, drawForgery, type Forgery, type ForgeryCase } from '../../samples/forgery/forgery.js';
import { METHODS } from '../../samples/forgery/methods.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { progressLine } from '../../src/cli/terminal.js';
import type { EditSign } from '../../src/document/evidence.js';
import type { Box } from '../../src/document/geometry.js';
import { gatherSheets } from '../../src/pipeline/line.js';

/** One electronic form, one on paper: others are printed alike. */
const FORMS = ['digital_special', 'vat_special_paper'] as const;

interface Row {
  pictures: number;
  /** With the forged figure's place among the signs. */
  found: number;
  /** With a sign anywhere else. */
  elsewhere: number;
  readonly by: Map<EditSign['what'], number>;
}

export interface PicturesAsked {
  /** Forgeries of each form, picture and method. */
  readonly count: number;
  /** Number of the first one. */
  readonly first: number;
  readonly set: ForgeryCase['set'];
}

/** Reads them one after the other and prints the table. */
export async function measurePictures({ count, first, set }: PicturesAsked): Promise<void> {
  const tools = await assembleReadTools();
  const rows = new Map<string, Row>();
  const progress = progressLine();
  const cases = casesOf(set, first, count);
  for (const [index, one] of cases.entries()) {
    progress.show(index, cases.length, nameOf(one));
    const forgery = await drawForgery(one);
    if (forgery === null) continue;
    const sheets = await gatherSheets(forgery.bytes, tools);
    add(
      rows,
      nameOf(one),
      forgery,
      sheets.flatMap(({ signs = [] }) => signs),
    );
  }
  progress.stop();
  console.log(['picture', 'pictures', 'noticed', 'sign elsewhere', 'by'].join('\t'));
  for (const [name, { pictures, found, elsewhere, by }] of rows)
    console.log(
      [name, pictures, found, elsewhere, [...by].map(([what, times]) => `${what} ${times}`).join(', ')].join(
        '\t',
      ),
    );
}

/** What is photographed was forged as a file: there is one base of it. */
function casesOf(set: ForgeryCase['set'], first: number, count: number): ForgeryCase[] {
  const ways = AFTERS.flatMap((after) =>
    (after === 'photographed' ? (['export'] as const) : BASES).map((base) => ({ base, after })),
  );
  return ways.flatMap(({ base, after }) =>
    [null, ...METHODS].flatMap((method) =>
      FORMS.flatMap((form) =>
        Array.from({ length: count }, (_, nth) => ({ set, form, base, after, method, number: first + nth })),
      ),
    ),
  );
}

const nameOf = ({ base, after, method }: ForgeryCase): string =>
  `${after === 'photographed' ? 'photographed afterwards' : base} ${method ?? 'clean'}`;

function add(rows: Map<string, Row>, name: string, { forged }: Forgery, signs: readonly EditSign[]): void {
  const row = rows.get(name) ?? { pictures: 0, found: 0, elsewhere: 0, by: new Map() };
  const isThere = ({ boxes }: EditSign) => forged !== null && boxes.some((box) => meet(box, forged.box));
  row.pictures++;
  if (signs.some(isThere)) row.found++;
  if (signs.some((sign) => !isThere(sign))) row.elsewhere++;
  for (const { what } of signs) row.by.set(what, (row.by.get(what) ?? 0) + 1);
  rows.set(name, row);
}

const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
