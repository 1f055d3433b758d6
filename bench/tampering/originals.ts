/** Forged PDFs and OFDs and innocent ones, read as the program does: how many are told of, how gravely, and by which check. */

import { PDF_INNOCENT } from '../../samples/edited/innocent.js';
import { OFD_INNOCENT, OFD_METHODS } from '../../samples/edited/ofd.js';
import { drawEdited, EDITED_FORMS, type EditedCase } from '../../samples/edited/originals.js';
import { PDF_METHODS } from '../../samples/edited/pdf.js';
import { SAMPLE_FORMS } from '../../samples/forms/index.js';
import { randomFor } from '../../samples/truth/random.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { progressLine } from '../../src/cli/terminal.js';
import type { Finding } from '../../src/document/finding.js';
import { readDocument } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';

export interface OriginalsAsked {
  /** Files of each form and method. */
  readonly count: number;
  /** Number of the first one. */
  readonly first: number;
}

interface Row {
  files: number;
  /** With an error or a warning of F1 to F4. */
  warned: number;
  /** With no more than a hint of them, that it is not signed left out. */
  hinted: number;
  /** With neither, but with an error or a warning of another check: the sums, the words, the QR. */
  elsewhere: number;
  /** With nothing at all. */
  unseen: number;
  readonly by: Map<string, number>;
}

/** Reads them one after the other and prints a table of the forged ones and one of the innocent ones. */
export async function measureOriginals({ count, first }: OriginalsAsked): Promise<void> {
  const tools = await assembleReadTools();
  const [forged, innocent] = [new Map<string, Row>(), new Map<string, Row>()];
  const progress = progressLine();
  const cases = casesOf(first, count);
  for (const [index, one] of cases.entries()) {
    const name = `${one.carrier} ${one.method}`;
    progress.show(index, cases.length, name);
    const drawn = await drawEdited(one);
    if (drawn === null) continue;
    add(drawn.forged === null ? innocent : forged, name, await findingsIn(drawn.bytes, tools));
  }
  for (const [index, form] of SAMPLE_FORMS.entries())
    for (let number = first; number < first + count; number++) {
      progress.show(index, SAMPLE_FORMS.length, form.name);
      const { pdf } = await form.draw(randomFor(number, `edited/${form.name}`), 'measure');
      add(innocent, 'pdf of any other form', await findingsIn(pdf, tools));
    }
  progress.stop();
  print('forged', forged);
  print('innocent', innocent);
}

function casesOf(first: number, count: number): EditedCase[] {
  const numbers = Array.from({ length: count }, (_, nth) => first + nth);
  const keys = <Key extends string>(of: Readonly<Record<Key, unknown>>) => Object.keys(of) as Key[];
  const each = <One>(make: (form: EditedCase['form'], number: number) => One): One[] =>
    EDITED_FORMS.flatMap((form) => numbers.map((number) => make(form, number)));
  return [
    ...[...keys(PDF_METHODS), ...keys(PDF_INNOCENT)].flatMap((method) =>
      each((form, number): EditedCase => ({ carrier: 'pdf', method, form, number })),
    ),
    ...[...keys(OFD_METHODS), ...keys(OFD_INNOCENT)].flatMap((method) =>
      each((form, number): EditedCase => ({ carrier: 'ofd', method, form, number })),
    ),
  ];
}

/** What is not in order. A file that cannot be read is no finding and stops the count. */
async function findingsIn(bytes: Uint8Array, tools: ReadTools): Promise<Finding[]> {
  const { refusal, slips } = await readDocument(bytes, tools);
  if (refusal !== undefined && refusal !== null) throw new Error(refusal.code);
  return slips.flatMap(({ findings }) => findings).filter(({ result }) => result !== 'holds');
}

/** What every file without a signature is told of, forged or not. */
const UNSIGNED = '无签名，不能证明未经修改';
const isOwn = ({ id }: Finding): boolean => /^F\d$/u.test(id);
const isGrave = ({ severity, result }: Finding): boolean => severity !== 'I' && result === 'broken';

function add(rows: Map<string, Row>, name: string, findings: readonly Finding[]): void {
  const row = rows.get(name) ?? { files: 0, warned: 0, hinted: 0, elsewhere: 0, unseen: 0, by: new Map() };
  const own = findings.filter(isOwn);
  const others = findings.filter((finding) => !isOwn(finding) && isGrave(finding));
  row.files++;
  if (own.some(({ severity }) => severity !== 'I')) row.warned++;
  else if (others.length > 0) row.elsewhere++;
  else if (own.some(({ message }) => !message.includes(UNSIGNED))) row.hinted++;
  else row.unseen++;
  for (const { id, severity } of [...own, ...others])
    row.by.set(`${id} ${severity}`, (row.by.get(`${id} ${severity}`) ?? 0) + 1);
  rows.set(name, row);
}

function print(title: string, rows: ReadonlyMap<string, Row>): void {
  console.log(`\n${[title, 'files', 'warned', 'other checks', 'hinted', 'unseen', 'by'].join('\t')}`);
  for (const [name, { files, warned, elsewhere, hinted, unseen, by }] of rows)
    console.log(
      [
        name,
        files,
        warned,
        elsewhere,
        hinted,
        unseen,
        [...by].map(([id, times]) => `${id} ${times}`).join(', '),
      ].join('\t'),
    );
}
