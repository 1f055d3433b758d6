/**
 * Reads .xlsx row by row. Our own reader instead of a library's: it opens the parts in the order it needs (sheets before
 * shared strings are no trouble), keeps numbers as they are stored, never trusts the `dimension` element but for a progress line, and counts
 * every inflated byte, so that a bomb ends in a coded error and a long sheet costs no memory.
 */
import { posix } from 'node:path';
import { LedgerFileError } from '../../document/ledger-file.js';
import type { XmlEvents } from '../../ports/xml.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { type Containers, openPackage, type PackageParts } from './package-parts.js';
import type { Cell, Row, Table, Tables } from './table.js';

/** Day zero of Excel's serial dates, and of workbooks made on old Macs. */
const EPOCH_1900 = '1899-12-30';
const EPOCH_1904 = '1904-01-01';

/** Throws LedgerFileError. The caller closes it. */
export async function openWorkbook(path: string, containers: Containers): Promise<Tables> {
  const parts = await openPackage(path, containers);
  try {
    const main = await mainPart(parts);
    const [book, links] = [await readBook(parts, main), await readLinks(parts, main)];
    const strings = links.strings === null ? [] : await readStrings(parts, links.strings);
    const tables = book.sheets.flatMap(({ name, link }): Table[] => {
      const target = links.targets.get(link);
      if (target === undefined || !parts.has(target)) return [];
      let told: number | null = null;
      const onLength = (rows: number) => {
        told = rows;
      };
      return [
        {
          name,
          epoch: book.epoch,
          length: () => told,
          rows: () => readSheet(parts, target, strings, onLength),
        },
      ];
    });
    return { tables, close: () => parts.close() };
  } catch (error) {
    parts.close();
    throw error;
  }
}

/** Runs through a small part; `open` is told of every element. */
async function scan(parts: PackageParts, path: string, open: XmlEvents['open']): Promise<void> {
  const ignore = () => undefined;
  const events = { open, text: ignore, close: ignore };
  for await (const _ of parts.feed(path, LEDGER_BUDGETS.partBytes, events));
}

async function mainPart(parts: PackageParts): Promise<string> {
  let main = 'xl/workbook.xml';
  if (parts.has('_rels/.rels')) {
    await scan(parts, '_rels/.rels', (name, attribute) => {
      if (name !== 'Relationship' || !attribute('Type')?.endsWith('/officeDocument')) return;
      main = (attribute('Target') ?? main).replace(/^\//, '');
    });
  }
  // A ZIP or a Word file is not a broken workbook; it is no ledger.
  if (!parts.has(main)) throw new LedgerFileError('not_a_ledger');
  return main;
}

async function readBook(parts: PackageParts, main: string) {
  const sheets: { name: string; link: string }[] = [];
  let epoch = EPOCH_1900;
  await scan(parts, main, (name, attribute) => {
    if (name === 'workbookPr' && /^(1|true|on)$/.test(attribute('date1904') ?? '')) epoch = EPOCH_1904;
    if (name === 'sheet') sheets.push({ name: attribute('name') ?? '', link: attribute('id') ?? '' });
  });
  return { sheets, epoch };
}

async function readLinks(parts: PackageParts, main: string) {
  const folder = posix.dirname(main);
  const targets = new Map<string, string>();
  let strings: string | null = null;
  const path = `${folder}/_rels/${posix.basename(main)}.rels`;
  if (!parts.has(path)) throw new LedgerFileError('damaged_file');
  await scan(parts, path, (name, attribute) => {
    if (name !== 'Relationship') return;
    const target = attribute('Target') ?? '';
    const part = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
    targets.set(attribute('Id') ?? '', part);
    if (attribute('Type')?.endsWith('/sharedStrings') && parts.has(part)) strings = part;
  });
  return { targets, strings: strings as string | null };
}

async function readStrings(parts: PackageParts, path: string): Promise<readonly string[]> {
  const strings: string[] = [];
  const rich = new RichText();
  const events: XmlEvents = {
    open: (name) => {
      if (name === 'si') rich.begin();
      rich.open(name);
    },
    text: (text) => rich.add(text),
    close: (name) => {
      rich.close(name);
      if (name !== 'si') return;
      if (strings.length >= LEDGER_BUDGETS.sharedStrings) throw new LedgerFileError('too_large', 'strings');
      strings.push(rich.take());
    },
  };
  for await (const _ of parts.feed(path, LEDGER_BUDGETS.sharedStringBytes, events));
  return strings;
}

/** The text of a string item or inline string: its `t` elements joined, phonetic guides (`rPh`) left out. */
class RichText {
  #text = '';
  #inText = false;
  #inGuide = false;

  begin(): void {
    this.#text = '';
  }
  open(name: string): void {
    if (name === 'rPh') this.#inGuide = true;
    if (name === 't') this.#inText = !this.#inGuide;
  }
  add(text: string): void {
    if (this.#inText) this.#text += text;
    if (this.#text.length > LEDGER_BUDGETS.cellChars) throw new LedgerFileError('too_large', 'cell');
  }
  close(name: string): void {
    if (name === 'rPh') this.#inGuide = false;
    if (name === 't') this.#inText = false;
  }
  take(): string {
    return this.#text;
  }
}

async function* readSheet(
  parts: PackageParts,
  path: string,
  strings: readonly string[],
  onLength: (rows: number) => void,
): AsyncGenerator<Row> {
  const sheet = new SheetEvents(strings, onLength);
  for await (const _ of parts.feed(path, LEDGER_BUDGETS.sheetBytes, sheet)) {
    yield* sheet.take();
  }
}

/** Collects rows out of a sheet's XML. Rows and cells without a reference stand after the one before them. */
class SheetEvents implements XmlEvents {
  readonly #strings: readonly string[];
  readonly #onLength: (rows: number) => void;
  readonly #inline = new RichText();
  #rows: Row[] = [];
  #cells: (Cell | undefined)[] = [];
  #row = 0;
  #column = -1;
  #type = 'n';
  #value = '';
  #inValue = false;
  /** `null`: the cell has none. */
  #formula: string | null = null;
  #inFormula = false;

  constructor(strings: readonly string[], onLength: (rows: number) => void) {
    this.#strings = strings;
    this.#onLength = onLength;
  }

  take(): Row[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'row') {
      this.#row = Number(attribute('r') ?? this.#row + 1);
      if (!(this.#row <= LEDGER_BUDGETS.rows)) throw new LedgerFileError('too_large', 'rows');
      this.#cells = [];
      this.#column = -1;
    } else if (name === 'c') {
      this.#column = columnOf(attribute('r')) ?? this.#column + 1;
      this.#type = attribute('t') ?? 'n';
      this.#value = '';
      this.#formula = null;
      this.#inline.begin();
    } else if (name === 'v') this.#inValue = true;
    else if (name === 'f') [this.#inFormula, this.#formula] = [true, ''];
    else if (name === 'dimension') this.#tellLength(attribute('ref'));
    else this.#inline.open(name);
  }

  text(text: string): void {
    if (this.#inValue) this.#value += text;
    else if (this.#inFormula) this.#formula += text;
    else this.#inline.add(text);
    const longest = Math.max(this.#value.length, this.#formula?.length ?? 0);
    if (longest > LEDGER_BUDGETS.cellChars) throw new LedgerFileError('too_large', 'cell');
  }

  close(name: string): void {
    if (name === 'v') this.#inValue = false;
    else if (name === 'f') this.#inFormula = false;
    else if (name === 'c') this.#endCell();
    else if (name === 'row') this.#rows.push({ number: this.#row, cells: this.#cells });
    else this.#inline.close(name);
  }

  /** For a progress line only: the bureau's exports say `A1`. */
  #tellLength(reference: string | undefined): void {
    const last = Number(/:[A-Z]{1,3}(\d{1,7})$/.exec(reference ?? '')?.[1] ?? 0);
    if (last > 1) this.#onLength(last);
  }

  #endCell(): void {
    if (this.#column >= LEDGER_BUDGETS.columns) return;
    const text = this.#cellText().trim();
    if (text !== '') this.#cells[this.#column] = { type: this.#type === 'n' ? 'number' : 'text', text };
    // A formula of text that comes to nothing is blank like any other cell.
    else if (this.#formula !== null && this.#type !== 'str')
      this.#cells[this.#column] = { type: 'formula', text: `=${this.#formula.trim()}` };
  }

  #cellText(): string {
    if (this.#type === 's') return this.#strings[Number(this.#value)] ?? '';
    if (this.#type === 'inlineStr') return this.#inline.take();
    return this.#type === 'e' ? '' : this.#value;
  }
}

/** Column from 0 of a reference such as `AB12`; `undefined` without one. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference ?? '')?.[0];
  if (letters === undefined) return undefined;
  return Array.from(letters).reduce((column, letter) => column * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
