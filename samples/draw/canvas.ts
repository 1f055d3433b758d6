/** A page measured in millimetres from its top left, over pdf-lib: text, rules, glyph outlines, all as vectors. */
import {
  appendBezierCurve,
  appendQuadraticCurve,
  BlendMode,
  closePath,
  concatTransformationMatrix,
  degrees,
  fill,
  lineTo,
  moveTo,
  PDFName,
  type PDFOperator,
  type PDFPage,
  popGraphicsState,
  pushGraphicsState,
  radians,
  rgb,
  setFillingRgbColor,
  setGraphicsState,
  setLineWidth,
  setStrokingRgbColor,
  stroke,
} from 'pdf-lib';
import type { Box } from '../../src/document/geometry.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Face, OutlineStep } from './faces.js';

/** Red, green, blue in 0..255, as DOMAIN 7 prints them. */
export type Ink = readonly [number, number, number];

/** Points in a millimetre. */
const POINTS = 72 / 25.4;
/** Where the baseline of a full-width character lies below the top of its box, in parts of the size. */
const BASELINE = 0.86;
/** Length of the handle of a Bézier curve that draws a quarter of a circle, in parts of the radius. */
const QUARTER = 0.5523;

export interface TextStyle {
  readonly face: Face;
  /** Height of the full-width box in mm. */
  readonly size: number;
  readonly ink: Ink;
  /** Where `x` lies on the text. Default `left`. */
  readonly align?: 'left' | 'center' | 'right';
  /** Longest length in mm: a longer text is set smaller, as the issuing programs do. */
  readonly fit?: number;
  /** Quarter turn clockwise, as the download counter at the right edge. */
  readonly turned?: boolean;
  /** Turned clockwise about the middle of the page by so many radians: print against its form. */
  readonly lean?: number;
  /** The field whose value this is: its box is kept in {@link Canvas.places}. */
  readonly as?: FieldName;
}

const unit = (ink: Ink): [number, number, number] => [ink[0] / 255, ink[1] / 255, ink[2] / 255];

export class Canvas {
  readonly #page: PDFPage;
  readonly #height: number;
  /** Everything is shifted right by this many mm: paper forms carry sprocket holes at the left. */
  readonly #shift: number;
  #multiply: PDFName | undefined;
  /** Where the values of fields were drawn, in fractions of the page; one entry for each piece of text. */
  readonly places: { field: FieldName; box: Box }[] = [];

  constructor(page: PDFPage, heightMm: number, shiftMm = 0) {
    this.#page = page;
    this.#height = heightMm;
    this.#shift = shiftMm;
  }

  #x(mm: number): number {
    return (mm + this.#shift) * POINTS;
  }

  #y(mm: number): number {
    return (this.#height - mm) * POINTS;
  }

  /** Draws one line of text whose box begins at `y`. An empty text draws nothing. */
  text(text: string, x: number, y: number, style: TextStyle): void {
    if (text === '') return;
    const natural = style.face.width(text, style.size);
    const size =
      style.fit !== undefined && natural > style.fit ? (style.size * style.fit) / natural : style.size;
    const width = style.face.width(text, size);
    const lead = { left: 0, center: width / 2, right: width }[style.align ?? 'left'];
    const baseline = y + (style.size - size) / 2 + size * BASELINE;
    if (style.as !== undefined) this.#keep(style.as, [x - lead, y, x - lead + width, y + style.size]);
    this.#page.drawText(text, {
      ...this.#leaning(
        this.#x(style.turned === true ? x + size * (1 - BASELINE) : x - lead),
        this.#y(style.turned === true ? y : baseline),
        style.lean ?? 0,
      ),
      size: size * POINTS,
      font: style.face.font,
      color: rgb(...unit(style.ink)),
      ...(style.turned === true ? { rotate: degrees(-90) } : {}),
      ...(style.lean ? { rotate: radians(-style.lean) } : {}),
    });
  }

  /** A point of the page turned about its middle. */
  #leaning(x: number, y: number, angle: number): { x: number; y: number } {
    if (angle === 0) return { x, y };
    const [cx, cy] = [this.#page.getWidth() / 2, this.#page.getHeight() / 2];
    const [sin, cos] = [Math.sin(-angle), Math.cos(-angle)];
    return { x: cx + (x - cx) * cos - (y - cy) * sin, y: cy + (x - cx) * sin + (y - cy) * cos };
  }

  #keep(field: FieldName, [x0, y0, x1, y1]: Box): void {
    const width = this.#page.getWidth() / POINTS;
    const across = (mm: number) => (mm + this.#shift) / width;
    this.places.push({ field, box: [across(x0), y0 / this.#height, across(x1), y1 / this.#height] });
  }

  /** Characters one below the other, each an object of its own, `step` mm apart. */
  column(text: string, x: number, y: number, step: number, style: TextStyle): void {
    [...text].forEach((character, index) => {
      this.text(character, x, y + index * step, { ...style, align: 'center' });
    });
  }

  line(x0: number, y0: number, x1: number, y1: number, width: number, ink: Ink): void {
    this.#draw([
      setLineWidth(width * POINTS),
      setStrokingRgbColor(...unit(ink)),
      moveTo(this.#x(x0), this.#y(y0)),
      lineTo(this.#x(x1), this.#y(y1)),
      stroke(),
    ]);
  }

  rectangle(x0: number, y0: number, x1: number, y1: number, width: number, ink: Ink): void {
    this.#draw([
      setLineWidth(width * POINTS),
      setStrokingRgbColor(...unit(ink)),
      ...this.#corners(x0, y0, x1, y1),
      stroke(),
    ]);
  }

  /** Filled rectangles of one colour, drawn as one path: `[x0, y0, x1, y1]` each. */
  fill(boxes: readonly (readonly [number, number, number, number])[], ink: Ink): void {
    this.#draw([setFillingRgbColor(...unit(ink)), ...boxes.flatMap((box) => this.#corners(...box)), fill()]);
  }

  #corners(x0: number, y0: number, x1: number, y1: number): PDFOperator[] {
    return [
      moveTo(this.#x(x0), this.#y(y0)),
      lineTo(this.#x(x1), this.#y(y0)),
      lineTo(this.#x(x1), this.#y(y1)),
      lineTo(this.#x(x0), this.#y(y1)),
      closePath(),
    ];
  }

  /** An ellipse's edge. */
  ellipse(cx: number, cy: number, rx: number, ry: number, width: number, ink: Ink): void {
    const point = (dx: number, dy: number): [number, number] => [
      this.#x(cx + dx * rx),
      this.#y(cy + dy * ry),
    ];
    const curve = (a: [number, number], b: [number, number], c: [number, number]) =>
      appendBezierCurve(...a, ...b, ...c);
    this.#draw([
      setLineWidth(width * POINTS),
      setStrokingRgbColor(...unit(ink)),
      moveTo(...point(1, 0)),
      curve(point(1, QUARTER), point(QUARTER, 1), point(0, 1)),
      curve(point(-QUARTER, 1), point(-1, QUARTER), point(-1, 0)),
      curve(point(-1, -QUARTER), point(-QUARTER, -1), point(0, -1)),
      curve(point(QUARTER, -1), point(1, -QUARTER), point(1, 0)),
      closePath(),
      stroke(),
    ]);
  }

  /**
   * A filled outline whose unit square is `size` mm, its origin at x, y, turned clockwise by `angle` radians and
   * `stretch` times as wide as high: characters of a seal, which are no text.
   */
  outline(
    steps: readonly OutlineStep[],
    place: { x: number; y: number; size: number; angle?: number; stretch?: number },
    ink: Ink,
  ): void {
    const angle = -(place.angle ?? 0);
    const scale = place.size * POINTS;
    const wide = scale * (place.stretch ?? 1);
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    this.#draw([
      concatTransformationMatrix(
        cos * wide,
        sin * wide,
        -sin * scale,
        cos * scale,
        this.#x(place.x),
        this.#y(place.y),
      ),
      setFillingRgbColor(...unit(ink)),
      ...steps.map(operator),
      fill(),
    ]);
  }

  /** What `draw` draws mixes with what lies below, as stamping ink does. */
  stamped(draw: () => void): void {
    this.#multiply ??= this.#page.node.newExtGState(
      'Stamp',
      this.#page.doc.context.obj({
        Type: PDFName.of('ExtGState'),
        BM: PDFName.of(BlendMode.Multiply),
        ca: 0.9,
        CA: 0.9,
      }),
    );
    this.#page.pushOperators(pushGraphicsState(), setGraphicsState(this.#multiply));
    draw();
    this.#page.pushOperators(popGraphicsState());
  }

  #draw(operators: PDFOperator[]): void {
    this.#page.pushOperators(pushGraphicsState(), ...operators, popGraphicsState());
  }
}

function operator({ command, args: [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] }: OutlineStep): PDFOperator {
  switch (command) {
    case 'moveTo':
      return moveTo(a, b);
    case 'lineTo':
      return lineTo(a, b);
    case 'quadraticCurveTo':
      return appendQuadraticCurve(a, b, c, d);
    case 'bezierCurveTo':
      return appendBezierCurve(a, b, c, d, e, f);
    default:
      return closePath();
  }
}
