/**
 * Draws pictures, reads them and keeps what stood on them, so that fitting again takes seconds. What was kept counts
 * only as long as neither the drawing nor the reading code has changed.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Sheet } from '../../src/document/sheet.js';
import { projectRoot } from '../../src/entry.js';
import { gatherSheets } from '../../src/pipeline/line.js';
import type { ReadTools } from '../../src/pipeline/tools.js';
import { labelledPicture, nameOfCase, type PictureCase, type PictureLabel } from '../damage/pictures.js';
import { SAMPLE_FORMS } from '../forms/index.js';
import { randomFor } from '../truth/random.js';

/** A picture to be read, or a form as the file it was born as (`pdf`). */
export type Case = PictureCase | (Omit<PictureCase, 'damage'> & { readonly damage: 'pdf' });

export interface ReadPicture {
  readonly label: PictureLabel;
  readonly sheets: readonly Sheet[];
}

/** Folders of built code on which what is kept depends. */
const DRAWING = ['samples/damage', 'samples/draw', 'samples/forms', 'samples/truth'];
const READING = [
  'src/pipeline/intake',
  'src/pipeline/read',
  'src/adapters/codes',
  'src/adapters/image',
  'src/adapters/ocr-paddle',
  'src/adapters/pdf',
];

/** A folder of what was read, by the state of the code that read it. */
export class Kept {
  readonly #pictures: string;
  readonly #sheets: string;

  constructor(folder: string) {
    const drawing = digestOf(DRAWING);
    this.#pictures = join(folder, `drawn-${drawing}`);
    this.#sheets = join(folder, `read-${drawing}-${digestOf(READING)}`);
    for (const each of [this.#pictures, this.#sheets]) mkdirSync(each, { recursive: true });
  }

  /** What stands on a picture: kept from an earlier time, or drawn and read now. */
  async read(one: Case, tools: ReadTools): Promise<ReadPicture> {
    const known = this.known(one);
    if (known !== null) return known;
    const { bytes, label } = await this.#drawn(one);
    const sheets = await gatherSheets(bytes, tools);
    keep(this.#fileOf(one), JSON.stringify({ label, sheets }));
    return { label, sheets };
  }

  /** What was kept of a picture; `null` when it was not read yet. */
  known(one: Case): ReadPicture | null {
    return jsonOf<ReadPicture>(this.#fileOf(one));
  }

  /** Whether a picture need not be read any more. */
  has(one: Case): boolean {
    return statSync(this.#fileOf(one), { throwIfNoEntry: false }) !== undefined;
  }

  #fileOf(one: Case): string {
    return join(this.#sheets, `${keyOf(one)}.json`);
  }

  async #drawn(one: Case): Promise<{ bytes: Uint8Array; label: PictureLabel }> {
    const file = join(this.#pictures, keyOf(one));
    const label = jsonOf<PictureLabel>(`${file}.json`);
    if (label !== null) return { bytes: readFileSync(`${file}.bin`), label };
    const made = await draw(one);
    keep(`${file}.bin`, made.bytes);
    keep(`${file}.json`, JSON.stringify(made.label));
    return made;
  }
}

async function draw(one: Case): Promise<{ bytes: Uint8Array; label: PictureLabel }> {
  if (one.damage !== 'pdf') {
    const { picture, label } = await labelledPicture({ ...one, damage: one.damage });
    return { bytes: picture.bytes, label };
  }
  const form = SAMPLE_FORMS.find(({ name }) => name === one.form);
  if (form === undefined) throw new Error(`no form is called ${one.form}`);
  const { pdf, truth } = await form.draw(randomFor(one.number, `${one.set}/${one.form}/pdf`), one.set);
  return { bytes: pdf, label: truth };
}

const keyOf = (one: Case): string => `${one.set}-${nameOfCase({ ...one, damage: one.damage as 'scan' })}`;

function jsonOf<T>(file: string): T | null {
  return statSync(file, { throwIfNoEntry: false }) === undefined
    ? null
    : (JSON.parse(readFileSync(file, 'utf8')) as T);
}

/** Whole or not at all: a run that was stopped leaves no half a file behind. */
function keep(file: string, content: string | Uint8Array): void {
  writeFileSync(`${file}.new`, content);
  renameSync(`${file}.new`, file);
}

/** A digest of the built code in these folders. */
function digestOf(folders: readonly string[]): string {
  const built = fileURLToPath(new URL('dist/', projectRoot()));
  const hash = createHash('sha256');
  for (const folder of folders) {
    const names = readdirSync(join(built, folder), { recursive: true, encoding: 'utf8' });
    for (const name of names.filter((each) => each.endsWith('.js')).sort())
      hash.update(name).update(readFileSync(join(built, folder, name)));
  }
  return hash.digest('hex').slice(0, 12);
}
