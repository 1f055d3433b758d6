/** A page for tickets and receipts: printed text, struck dots with the same text hidden below them, and where values stand. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  PDFDocument,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  setTextRenderingMode,
  TextRenderingMode,
} from 'pdf-lib';
import type { LineItem } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Kind } from '../../src/invoice/kinds.js';
import { Canvas, type Ink } from '../draw/canvas.js';
import { MADE } from '../draw/document.js';
import { embedFaces, type Faces, type OutlineStep } from '../draw/faces.js';
import { mendedFontkit } from '../draw/fontkit.js';
import { PLACES, type Place } from '../truth/places.js';
import type { Random } from '../truth/random.js';
import { type DotFace, type DotGlyph, needleGlyph, rasterGlyph } from './dots.js';
import type { DrawnForm, SampleSet } from './form.js';

const POINTS = 72 / 25.4;
const require = createRequire(import.meta.url);

/** Outlines that characters struck by finer heads are sampled from; figures and letters of `fit` have dots of their own. */
const SAMPLED = {
  fit: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  measure: '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const satisfies Record<SampleSet, string>;

const files = new Map<string, Buffer>();
function file(name: string): Buffer {
  const known = files.get(name) ?? readFileSync(require.resolve(name));
  files.set(name, known);
  return known;
}

const outlines = new Map<string, ReturnType<typeof mendedFontkit.create>>();
function outlineOf(name: string, character: string): { steps: OutlineStep[]; advance: number } {
  const font = outlines.get(name) ?? mendedFontkit.create(file(name));
  outlines.set(name, font);
  const [found] = font.layout(character).glyphs;
  if (found === undefined) throw new Error(`no glyph for ${character}`);
  const em = font.unitsPerEm;
  // The list of commands is missing in the package's types.
  const { commands } = found.path as unknown as { commands: readonly OutlineStep[] };
  const steps = commands.map(({ command, args }) => ({ command, args: args.map((value) => value / em) }));
  return { steps, advance: found.advanceWidth / em };
}

/** What a head struck: size of a full character's box in mm, and how well the ribbon still inks. */
export interface Strike {
  readonly size: number;
  readonly ink: Ink;
  readonly align?: 'left' | 'right';
  /** Share of dots that left no mark. */
  readonly lost?: number;
  readonly as?: FieldName;
}

/** What a form says besides its page. */
export interface Said {
  readonly kind: Kind;
  readonly fields: DrawnForm['truth']['fields'];
  readonly lines?: readonly LineItem[];
  readonly qr?: string | null;
  readonly paper: DrawnForm['paper'];
}

export class TravelPage {
  readonly canvas: Canvas;
  readonly faces: Faces;
  readonly #document: PDFDocument;
  readonly #page: PDFPage;
  readonly #size: readonly [number, number];
  readonly #set: SampleSet;
  readonly #random: Random;
  /** Whether this machine strikes its zeros through. */
  readonly #slashed: boolean;

  private constructor(
    document: PDFDocument,
    faces: Faces,
    size: readonly [number, number],
    set: SampleSet,
    random: Random,
  ) {
    this.#document = document;
    this.#page = document.addPage([size[0] * POINTS, size[1] * POINTS]);
    this.canvas = new Canvas(this.#page, size[1]);
    this.faces = faces;
    this.#size = size;
    this.#set = set;
    this.#random = random;
    this.#slashed = random.next() < 0.4;
  }

  /** An empty page of so many mm, with the type of the set. */
  static async of(
    size: readonly [width: number, height: number],
    set: SampleSet,
    random: Random,
  ): Promise<TravelPage> {
    const document = await PDFDocument.create({ updateMetadata: false });
    document.setProducer('Yanpiao samples');
    document.setCreationDate(MADE);
    document.setModificationDate(MADE);
    const faces = await embedFaces(document, 'paper', set);
    return new TravelPage(document, faces, size, set, random);
  }

  /** Length of struck text in mm. */
  widthOf(text: string, size: number): number {
    return [...text].reduce((sum, character) => sum + (isWide(character) ? 1 : NARROW) * size, 0);
  }

  /** Strikes text in dots and lays the same text, unseen, below them. */
  strike(text: string, x: number, y: number, style: Strike): void {
    const face: DotFace = this.#set === 'fit' ? 'needle' : 'raster';
    const characters = [...text].map((character) => {
      const wide = isWide(character);
      return { glyph: this.#dots(character, wide, face), width: this.widthOf(character, style.size), wide };
    });
    const width = this.widthOf(text, style.size);
    let left = style.align === 'right' ? x - width : x;
    this.#unseen(text, left, y, width, style);
    const boxes: [number, number, number, number][] = [];
    for (const { glyph, width: advance, wide } of characters) {
      boxes.push(...this.#marks(glyph, left, y, wide ? advance * 0.92 : advance * 0.84, style));
      left += advance;
    }
    if (boxes.length > 0) this.canvas.fill(boxes, style.ink);
  }

  #dots(character: string, wide: boolean, face: DotFace): DotGlyph {
    const struck = face === 'needle' && !wide ? needleGlyph(character, this.#slashed) : null;
    if (struck !== null) return struck;
    return rasterGlyph(outlineOf(SAMPLED[this.#set], character), wide ? 14 : 8, 14);
  }

  /** The marks of one character: each a little off its place, some missing. */
  #marks(
    glyph: DotGlyph,
    x: number,
    y: number,
    width: number,
    { size, lost = 0 }: Strike,
  ): [number, number, number, number][] {
    const [dx, dy] = [width / glyph.columns, (size * 0.92) / glyph.rows];
    const half = glyph.rows > ROWS_OF_A_NEEDLE ? 0.56 : 0.47;
    return glyph.dark.flatMap((dark, at): [number, number, number, number][] => {
      if (!dark || this.#random.next() < lost) return [];
      const cx = x + ((at % glyph.columns) + 0.5 + (this.#random.next() - 0.5) * 0.12) * dx;
      const cy = y + (Math.floor(at / glyph.columns) + 0.5 + (this.#random.next() - 0.5) * 0.12) * dy;
      return [[cx - half * dx, cy - half * dy, cx + half * dx, cy + half * dy]];
    });
  }

  #unseen(text: string, x: number, y: number, width: number, style: Strike): void {
    const size = Math.min(style.size, (style.size * width) / this.faces.struck.width(text, style.size));
    this.#page.pushOperators(pushGraphicsState(), setTextRenderingMode(TextRenderingMode.Invisible));
    this.canvas.text(text, x, y + (style.size - size) / 2, {
      face: this.faces.struck,
      size,
      ink: style.ink,
      ...(style.as === undefined ? {} : { as: style.as }),
    });
    this.#page.pushOperators(popGraphicsState());
  }

  async drawn({ kind, fields, lines = [], qr = null, paper }: Said): Promise<DrawnForm> {
    return {
      pdf: await this.#document.save(),
      widthMm: this.#size[0],
      heightMm: this.#size[1],
      truth: { kind, fields, lines, qr },
      places: this.canvas.places,
      paper,
    };
  }
}

const ROWS_OF_A_NEEDLE = 7;
/** Pitch of digits and letters, in parts of that of Chinese characters. */
const NARROW = 0.62;
const isWide = (character: string): boolean => (character.codePointAt(0) ?? 0) > 0x2000;

/** An empty page of the set's layout, and the place whose form it is. */
export async function openForm<L extends { readonly size: readonly [number, number] }>(
  layouts: Readonly<Record<SampleSet, L>>,
  set: SampleSet,
  random: Random,
): Promise<{ layout: L; page: TravelPage; place: Place }> {
  const layout = layouts[set];
  const page = await TravelPage.of(layout.size, set, random);
  return { layout, page, place: random.pick(PLACES) };
}
