/** Draws what a form says and notes, for every field, its normal form and where it stands: truth and places in one stroke. */
import { PDFDocument } from 'pdf-lib';
import type { Box } from '../../src/document/geometry.js';
import type { LineItem } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Kind } from '../../src/invoice/kinds.js';
import { Canvas, type TextStyle } from '../draw/canvas.js';
import { MADE } from '../draw/document.js';
import { embedFaces, embedHand, type Face, type Faces } from '../draw/faces.js';
import type { DrawnForm, FormTruth, Place, SampleSet } from './form.js';

/** Points in a millimetre. */
const POINTS = 72 / 25.4;

/** A page under way. All lengths are millimetres from its top left. */
export class FormPen {
  readonly canvas: Canvas;
  readonly faces: Faces;
  readonly widthMm: number;
  readonly heightMm: number;
  readonly #document: PDFDocument;
  readonly #fields: Partial<Record<FieldName, string>> = {};
  readonly #places: Place[] = [];

  private constructor(document: PDFDocument, canvas: Canvas, faces: Faces, size: readonly [number, number]) {
    this.#document = document;
    this.canvas = canvas;
    this.faces = faces;
    [this.widthMm, this.heightMm] = size;
  }

  /** An empty page; the same calls give the same bytes on every machine. */
  static async open(
    widthMm: number,
    heightMm: number,
    kind: 'screen' | 'paper',
    set: SampleSet,
  ): Promise<FormPen> {
    const document = await PDFDocument.create({ updateMetadata: false });
    document.setTitle('样票');
    document.setProducer('Yanpiao samples');
    document.setCreationDate(MADE);
    document.setModificationDate(MADE);
    const faces = await embedFaces(document, kind, set);
    const page = document.addPage([widthMm * POINTS, heightMm * POINTS]);
    return new FormPen(document, new Canvas(page, heightMm), faces, [widthMm, heightMm]);
  }

  /** The face of a set that looks written by hand. */
  hand(set: SampleSet): Promise<Face> {
    return embedHand(this.#document, set);
  }

  /** Text that is nobody's value: labels, titles, what stands around. */
  print(text: string, x: number, y: number, style: TextStyle): void {
    this.canvas.text(text, x, y, style);
  }

  /** A field's value as printed, `normal` where its normal form differs. Nothing is printed or noted of an empty one. */
  value(field: FieldName, printed: string, x: number, y: number, style: TextStyle, normal = printed): void {
    if (printed === '') return;
    this.canvas.text(printed, x, y, style);
    const natural = style.face.width(printed, style.size);
    const width = Math.min(natural, style.fit ?? natural);
    const left = x - { left: 0, center: width / 2, right: width }[style.align ?? 'left'];
    this.note(field, normal, [left, y, left + width, y + style.size]);
  }

  /** A field's truth and a box in millimetres where it stands; the first box of a field is the one kept. */
  note(field: FieldName, normal: string, [x0, y0, x1, y1]: Box): void {
    if (this.#fields[field] !== undefined) return;
    this.#fields[field] = normal;
    const [w, h] = [this.widthMm, this.heightMm];
    this.#places.push({ field, box: [x0 / w, y0 / h, x1 / w, y1 / h] });
  }

  async finish(
    kind: Kind,
    paper: DrawnForm['paper'],
    rest: { lines?: readonly LineItem[]; qr?: string | null } = {},
  ): Promise<DrawnForm> {
    const truth: FormTruth = { kind, fields: this.#fields, lines: rest.lines ?? [], qr: rest.qr ?? null };
    return {
      pdf: await this.#document.save(),
      widthMm: this.widthMm,
      heightMm: this.heightMm,
      truth,
      places: this.#places,
      paper,
    };
  }
}
