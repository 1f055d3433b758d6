/**
 * Forged figures on pictures of drawn invoices and their clean twins: how many are noticed, by method and by what
 * happened to the picture, and how many clean ones are marked.
 */
import { cleanTwin, EXTENTS, type Forgery, forge } from '../../samples/forgery/forgery.js';
import { METHODS } from '../../samples/forgery/methods.js';
import { type Base, drawOriginal, type Original, type PictureCase } from '../../samples/forgery/originals.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { progressLine } from '../../src/cli/terminal.js';
import type { EditSign } from '../../src/document/evidence.js';
import type { Box } from '../../src/document/geometry.js';
import { jpegHead } from '../../src/document/jpeg-head.js';
import type { Sheet } from '../../src/document/sheet.js';
import { gatherSheets } from '../../src/pipeline/line.js';
import { savedAs } from '../../src/pipeline/read/signs/history.js';
import { type PictureSign, signsOn } from '../../src/pipeline/read/signs/signs.js';
import type { ReadTools } from '../../src/pipeline/tools.js';

/** Two electronic forms of each sort; others are printed alike. */
const FORMS = ['digital_special', 'digital_general', 'vat_special_paper', 'vat_general_e'] as const;

/** Numbers of originals that are forged, and of those that are only read clean. */
interface Counts {
  readonly forged: number;
  readonly clean: number;
}

const WHOLE: Readonly<Record<Base, Counts>> = {
  export: { forged: 4, clean: 12 },
  scan: { forged: 4, clean: 12 },
  photo: { forged: 1, clean: 2 },
  retaken: { forged: 1, clean: 1 },
};
const QUICK: Readonly<Record<Base, Counts>> = {
  export: { forged: 1, clean: 2 },
  scan: { forged: 1, clean: 2 },
  photo: { forged: 0, clean: 0 },
  retaken: { forged: 0, clean: 0 },
};

export interface PictureMeasure {
  readonly set: PictureCase['set'];
  readonly first: number;
  readonly isQuick: boolean;
}

interface Row {
  pictures: number;
  /** With the forged place among the signs. */
  found: number;
  /** With a sign anywhere else. */
  elsewhere: number;
  readonly by: Map<EditSign['what'], number>;
}

/** Prints a table of rates; clean pictures are read as the program reads them. */
export async function measurePictures({ set, first, isQuick }: PictureMeasure): Promise<void> {
  const tools = await assembleReadTools();
  const rows = new Map<string, Row>();
  const times: number[] = [];
  const progress = progressLine();
  const cases = casesOf(set, first, isQuick ? QUICK : WHOLE);
  for (const [index, { one, isForged }] of cases.entries()) {
    progress.show(index, cases.length, `${one.base} ${one.form}`);
    const original = await drawOriginal(one);
    const clean = await cleanTwin(original);
    const sheets = await gatherSheets(clean.bytes, tools);
    count(rows, `${one.base} clean`, clean, signsOf(sheets));
    if (isForged) await forgeries(original, sheets, tools, rows, times);
  }
  progress.stop();
  print(rows);
  times.sort((a, b) => a - b);
  const part = (share: number) => Math.round(times[Math.floor(times.length * share)] ?? 0);
  console.log(`CPU of looking for signs: p50 ${part(0.5)} ms, p95 ${part(0.95)} ms a page`);
}

function casesOf(
  set: PictureCase['set'],
  first: number,
  counts: Readonly<Record<Base, Counts>>,
): { one: PictureCase; isForged: boolean }[] {
  return (Object.entries(counts) as [Base, Counts][]).flatMap(([base, { forged, clean }]) =>
    Array.from({ length: clean }, (_, nth) => nth).flatMap((nth) =>
      FORMS.map((form) => ({ one: { set, form, base, number: first + nth }, isForged: nth < forged })),
    ),
  );
}

/** All forgeries of one original. */
async function forgeries(
  original: Original,
  twin: readonly Sheet[],
  tools: ReadTools,
  rows: Map<string, Row>,
  times: number[],
): Promise<void> {
  for (const extent of EXTENTS) {
    for (const method of METHODS) {
      const forgery = await forge(original, { method, extent });
      if (forgery === null) continue;
      const signs =
        original.one.base === 'retaken'
          ? signsOf(await gatherSheets(forgery.bytes, tools))
          : await signsBeside(forgery, twin, tools, times);
      count(rows, `${original.one.base} ${extent} ${method}`, forgery, signs);
    }
  }
}

const signsOf = (sheets: readonly Sheet[]): readonly PictureSign[] =>
  sheets.flatMap(({ signs = [] }) => signs);

/**
 * Signs on a forgery, looked for at the lines that were read on its clean twin: reading each forgery as well would take
 * seconds, and finds the same lines, for print stands where it stood.
 */
async function signsBeside(
  { bytes }: Forgery,
  twin: readonly Sheet[],
  tools: ReadTools,
  times: number[],
): Promise<PictureSign[]> {
  const page = await tools.image.decode(bytes);
  const jpeg = jpegHead(bytes);
  const saved = jpeg === null ? null : savedAs({ width: page.width, height: page.height, jpeg }, page);
  const lines = twin.filter(({ turns }) => turns === 0).flatMap((sheet) => sheet.lines);
  const before = process.cpuUsage();
  const signs = signsOn(page, lines, saved);
  const { user, system } = process.cpuUsage(before);
  times.push((user + system) / 1000);
  return signs;
}

function count(
  rows: Map<string, Row>,
  name: string,
  { forged }: Forgery,
  signs: readonly PictureSign[],
): void {
  const row = rows.get(name) ?? { pictures: 0, found: 0, elsewhere: 0, by: new Map() };
  const isThere = ({ boxes }: PictureSign) =>
    forged?.boxes.some((place) => boxes.some((box) => meet(box, place))) ?? false;
  row.pictures++;
  if (signs.some(isThere)) row.found++;
  if (signs.some((sign) => !isThere(sign))) row.elsewhere++;
  for (const what of new Set(signs.map((sign) => sign.what))) row.by.set(what, (row.by.get(what) ?? 0) + 1);
  rows.set(name, row);
}

function print(rows: ReadonlyMap<string, Row>): void {
  console.log(['picture', 'pictures', 'noticed', 'sign elsewhere', 'by'].join('\t'));
  for (const [name, { pictures, found, elsewhere, by }] of rows)
    console.log(
      [name, pictures, found, elsewhere, [...by].map(([what, times]) => `${what} ${times}`).join(', ')].join(
        '\t',
      ),
    );
  const clean = [...rows].filter(([name]) => name.endsWith(' clean')).map(([, row]) => row);
  const [marked, all] = [
    clean.reduce((sum, row) => sum + row.elsewhere, 0),
    clean.reduce((sum, row) => sum + row.pictures, 0),
  ];
  console.log(`clean pictures marked: ${marked} of ${all}`);
}

const meet = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
