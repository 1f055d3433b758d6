/** The state that pdfjs's operators change: matrix, clip, colours, text. What its canvas does (display/canvas.js), less the drawing. */
import { type Colour, colourOf, initial, type Tone, toneOf, type Values } from './graphics-values.js';
import { after, boxThrough, type Frame, IDENTITY, type Matrix, matrixIn, meet, through } from './plane.js';

/** Opacity below which nothing is to be seen, and from which nothing shows through. */
const FAINT = 0.04;
const SOLID = 0.96;
/** Ems a unit of a font's widths, unless it says otherwise. */
const USUAL_UNIT = 0.001;
/** Nothing: what a clip leaves that lies beside the page. */
const NOWHERE: Frame = [0, 0, 0, 0];

export interface State {
  readonly matrix: Matrix;
  readonly clip: Frame;
  readonly fillTone: Tone;
  readonly textTone: Tone;
  readonly fillColour: Colour;
  readonly paintsText: boolean;
  readonly isOpaque: boolean;
  /** A picture that comes with a mask of its own. */
  readonly isMasked: boolean;
  readonly font: string;
}

/** What pdfjs knows of a font. */
export interface FontFacts {
  /** As the file names it, with the six letters of a subset. */
  readonly name?: string;
  readonly vertical?: boolean;
  readonly fontMatrix?: readonly number[] | null;
}

/** A glyph as far as it is asked about here. */
interface Glyph {
  readonly unicode?: string;
  readonly width?: number;
  readonly isSpace?: boolean;
  readonly vmetric?: readonly number[] | null;
}

/** A glyph where it is set. */
export interface SetGlyph {
  readonly text: string;
  readonly from: [number, number];
  readonly to: [number, number];
  readonly size: number;
}

type Change = (args: readonly unknown[]) => void;

export class Graphics {
  readonly #view: Frame;
  readonly #isShown: (layer: unknown) => boolean;
  #now: Values;
  readonly #saved: Values[] = [];
  /** Of each open mark whether its content is shown. */
  readonly #layers: boolean[] = [];
  #clips = false;
  readonly #changes: ReadonlyMap<string, Change>;

  constructor(view: Frame, isShown: (layer: unknown) => boolean) {
    this.#view = view;
    this.#isShown = isShown;
    this.#now = initial(view);
    this.#changes = new Map(Object.entries({ ...this.#structure(), ...this.#setting(), ...this.#paint() }));
  }

  /** Whether `name` changes the state: then it was done. */
  take(name: string, args: readonly unknown[]): boolean {
    const change = this.#changes.get(name);
    change?.(args);
    return change !== undefined;
  }

  /** Whether what comes now belongs to no hidden layer. */
  get isShown(): boolean {
    return this.#layers.every(Boolean);
  }

  get state(): State {
    const now = this.#now;
    const [fills, strokes] = [
      now.mode % 4 === 0 || now.mode % 4 === 2,
      now.mode % 4 === 1 || now.mode % 4 === 2,
    ];
    const seesFill = fills && now.fillAlpha >= FAINT;
    const seesStroke = strokes && now.strokeAlpha >= FAINT;
    return {
      matrix: now.matrix,
      clip: now.clip,
      fillTone: now.fillTone,
      fillColour: now.fillColour,
      textTone:
        (seesFill && now.fillTone === 'coloured') || (seesStroke && now.strokeTone === 'coloured')
          ? 'coloured'
          : 'white',
      paintsText: seesFill || seesStroke,
      isOpaque: now.fillAlpha >= SOLID && !now.blends && !now.soft,
      isMasked: now.isMasked,
      font: now.font,
    };
  }

  /** A path is done with: it becomes the clip where one was asked for. */
  endPath(box: Frame | null): void {
    if (this.#clips) this.#now.clip = (box && meet(this.#now.clip, box)) ?? NOWHERE;
    this.#clips = false;
  }

  /** Moves on by the glyphs and says where each stands. */
  advance(glyphs: readonly unknown[], font: FontFacts | undefined): SetGlyph[] {
    const now = this.#now;
    const placed: SetGlyph[] = [];
    const vertical = font?.vertical === true;
    const unit = now.size * (font?.fontMatrix?.[0] ?? USUAL_UNIT);
    const whole = after(now.matrix, now.text);
    const size = now.size * Math.hypot(whole[2], whole[3]);
    const stretch = now.scale * now.direction;
    const at = (along: number) =>
      vertical
        ? through(whole, now.x, now.y + now.rise - along)
        : through(whole, now.x + along * stretch, now.y + now.rise);
    let along = 0;
    for (const glyph of glyphs) {
      if (typeof glyph === 'number') {
        along += ((vertical ? 1 : -1) * glyph * now.size) / 1000;
        continue;
      }
      const { unicode = '', width = 0, isSpace = false, vmetric } = (glyph ?? {}) as Glyph;
      const spacing = (isSpace ? now.wordSpacing : 0) + now.charSpacing;
      const step = vertical
        ? -(vmetric?.[0] ?? -1000) * unit - spacing * now.direction
        : width * unit + spacing * now.direction;
      placed.push({ text: unicode, from: at(along), to: at(along + step), size });
      along += step;
    }
    if (vertical) now.y -= along;
    else now.x += along * stretch;
    return placed;
  }

  /** What opens and closes: saved states, forms, groups, annotations, layers; and the clip. */
  #structure(): Record<string, Change> {
    const save = () => this.#saved.push({ ...this.#now });
    const restore = () => {
      this.#now = this.#saved.pop() ?? this.#now;
    };
    const transform = (matrix: unknown) => {
      this.#now.matrix = after(this.#now.matrix, matrixIn(matrix) ?? IDENTITY);
    };
    const clipTo = (box: unknown) => {
      const frame = Array.isArray(box) || box instanceof Float32Array ? (box as unknown as Frame) : null;
      if (frame?.length === 4)
        this.#now.clip = meet(this.#now.clip, boxThrough(frame, this.#now.matrix)) ?? NOWHERE;
    };
    const clip = () => {
      this.#clips = true;
    };
    return {
      save,
      restore,
      transform: (args) => transform(args.length === 6 ? args : args[0]),
      clip,
      eoClip: clip,
      paintFormXObjectBegin: ([matrix, box]) => {
        save();
        transform(matrix);
        clipTo(box);
      },
      paintFormXObjectEnd: restore,
      beginGroup: ([group]) => {
        save();
        // What is put together apart comes onto the page through its mask or opacity.
        this.#now.soft ||= this.#now.fillAlpha < SOLID || hasMask(group);
      },
      endGroup: restore,
      beginAnnotation: ([, , placed, matrix]) => {
        save();
        Object.assign(this.#now, initial(this.#view));
        transform(placed);
        transform(matrix);
      },
      endAnnotation: restore,
      beginMarkedContent: () => {
        this.#layers.push(true);
      },
      beginMarkedContentProps: ([tag, layer]) => {
        this.#layers.push(tag !== 'OC' || this.#isShown(layer));
      },
      endMarkedContent: () => {
        this.#layers.pop();
      },
    };
  }

  /** Where text stands next, and how it is set. */
  #setting(): Record<string, Change> {
    const number = (value: unknown) => (typeof value === 'number' && Number.isFinite(value) ? value : 0);
    const move = (x: number, y: number) => {
      const now = this.#now;
      now.lineX += x;
      now.lineY += y;
      now.x = now.lineX;
      now.y = now.lineY;
    };
    const place = (matrix: Matrix) =>
      Object.assign(this.#now, { text: matrix, x: 0, y: 0, lineX: 0, lineY: 0 });
    return {
      beginText: () => place(IDENTITY),
      endText: () => undefined,
      setTextMatrix: (args) => place(matrixIn(args.length === 6 ? args : args[0]) ?? IDENTITY),
      moveText: ([x, y]) => move(number(x), number(y)),
      setLeadingMoveText: ([x, y]) => {
        this.#now.leading = number(y);
        move(number(x), number(y));
      },
      nextLine: () => move(0, this.#now.leading),
      setLeading: ([leading]) => {
        this.#now.leading = -number(leading);
      },
      setCharSpacing: ([spacing]) => {
        this.#now.charSpacing = number(spacing);
      },
      setWordSpacing: ([spacing]) => {
        this.#now.wordSpacing = number(spacing);
      },
      setHScale: ([scale]) => {
        this.#now.scale = number(scale) / 100;
      },
      setTextRise: ([rise]) => {
        this.#now.rise = number(rise);
      },
      setTextRenderingMode: ([mode]) => {
        this.#now.mode = number(mode);
      },
      setFont: ([name, size]) => this.#setFont(name, size),
    };
  }

  /** With what is painted. */
  #paint(): Record<string, Change> {
    return {
      setGState: ([entries]) => this.#setAll(entries),
      setFillRGBColor: (args) => {
        this.#now.fillColour = colourOf(args);
        this.#now.fillTone = toneOf(this.#now.fillColour);
      },
      setStrokeRGBColor: (args) => {
        this.#now.strokeTone = toneOf(colourOf(args));
      },
      setFillColorN: () => {
        this.#now.fillTone = 'coloured';
      },
      setStrokeColorN: () => {
        this.#now.strokeTone = 'coloured';
      },
      setFillTransparent: () => {
        this.#now.fillTone = 'white';
      },
      setStrokeTransparent: () => {
        this.#now.strokeTone = 'white';
      },
    };
  }

  #setFont(name: unknown, size: unknown): void {
    const given = typeof size === 'number' ? size : 0;
    Object.assign(this.#now, { font: String(name), size: Math.abs(given), direction: given < 0 ? -1 : 1 });
  }

  #setAll(entries: unknown): void {
    for (const entry of Array.isArray(entries) ? entries : []) {
      const [key, value] = entry as readonly [string, unknown];
      if (key === 'ca' && typeof value === 'number') this.#now.fillAlpha = value;
      else if (key === 'CA' && typeof value === 'number') this.#now.strokeAlpha = value;
      else if (key === 'BM') this.#now.blends = value !== 'source-over';
      else if (key === 'Font' && Array.isArray(value)) this.#setFont(value[0], value[1]);
      // `false`: pdfjs says so before a picture with a mask of its own.
      else if (key === 'SMask')
        Object.assign(this.#now, value === false ? { isMasked: true } : { soft: true });
    }
  }
}

const hasMask = (group: unknown): boolean =>
  typeof group === 'object' && group !== null && 'smask' in group && Boolean(group.smask);
