/** The text layer of a page as lines with quads. */
import type { Point, Quad } from '../../document/geometry.js';
import type { TextLine } from '../../document/sheet.js';
import { normalise } from '../../invoice/text.js';

/** A drawn run as pdfjs hands it out: `transform` is text space to page space, `width` and `height` are in page units. */
export interface TextRun {
  readonly str: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

/** What pdfjs says about a font. Ascent and descent are in ems, 0 or NaN when the file does not say. */
export interface FontStyle {
  readonly ascent: number;
  readonly descent: number;
  readonly vertical: boolean;
}

/** Page space to pixels, `[a, b, c, d, e, f]`, and the size of the upright page in the same pixels. */
export interface PageFrame {
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
}

/** Ascent and descent of the common Song and Hei faces, for files that do not say. */
const USUAL_ASCENT = 0.88;
const USUAL_DESCENT = -0.12;

/**
 * Lines of the text layer: NFKC-normalised, blank runs and runs outside the page left out, and a run that is drawn
 * twice over itself (fake bold) kept once. The quad's first edge runs along the text, whatever its direction.
 */
export function textLines(
  runs: readonly TextRun[],
  styles: Readonly<Record<string, FontStyle>>,
  frame: PageFrame,
): TextLine[] {
  const lines: TextLine[] = [];
  const seen = new Set<string>();
  for (const run of runs) {
    const text = normalise(run.str).trim();
    if (text === '') continue;
    const quad = quadOfRun(run, styles[run.fontName], frame);
    if (!quad || outside(quad)) continue;
    const key = `${text}@${quad.map(([x, y]) => `${Math.round(x * 500)},${Math.round(y * 500)}`).join(';')}`;
    if (seen.has(key)) continue;
    seen.add(key);
    lines.push({ text, quad, score: 1, source: 'text', chars: charSpans(run.str.trim(), text) });
  }
  return lines;
}

/** The corners of a run; `null` when its matrix is degenerate. */
function quadOfRun(run: TextRun, style: FontStyle | undefined, frame: PageFrame): Quad | null {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = run.transform;
  const alongSize = Math.hypot(a, b);
  const upSize = Math.hypot(c, d);
  if (!(alongSize > 0) || !(upSize > 0)) return null;
  const along: Point = [a / alongSize, b / alongSize];
  const up: Point = [c, d];
  const vertical = style?.vertical === true;
  // Vertical writing starts at the top centre of its first character and runs against "up".
  const run0 = vertical
    ? {
        direction: [-c / upSize, -d / upSize] as Point,
        length: run.height,
        side: [a, b] as Point,
        above: 0.5,
        below: -0.5,
      }
    : { direction: along, length: run.width, side: up, ...extent(style) };
  const corner = (distance: number, em: number): Point => {
    const x = e + run0.direction[0] * distance + run0.side[0] * em;
    const y = f + run0.direction[1] * distance + run0.side[1] * em;
    return fractionOf(x, y, frame);
  };
  const { length, above, below } = run0;
  return [corner(0, above), corner(length, above), corner(length, below), corner(0, below)];
}

function extent(style: FontStyle | undefined): { above: number; below: number } {
  const { ascent = 0, descent = 0 } = style ?? {};
  // Beyond these bounds the font's own figures are wrong (broken producers write 0, or units of another scale).
  const above = ascent >= 0.5 && ascent <= 1.2 ? ascent : USUAL_ASCENT;
  const below = descent <= 0 && descent >= -0.5 ? descent : USUAL_DESCENT;
  return { above, below: below === 0 ? USUAL_DESCENT : below };
}

/** A place of the page's own units in fractions of the upright page. */
export function fractionOf(x: number, y: number, frame: PageFrame): Point {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = frame.transform;
  return [(a * x + c * y + e) / frame.width, (b * x + d * y + f) / frame.height];
}

function outside(quad: Quad): boolean {
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  return Math.max(...xs) <= 0 || Math.min(...xs) >= 1 || Math.max(...ys) <= 0 || Math.min(...ys) >= 1;
}

/**
 * Where each code point of the normalised text lies along the run. pdfjs gives no glyph widths, so they are estimated:
 * full-width characters take one em, all others half (the pitch of the Song face and nearly that of Courier).
 * Gaps wider than 0.6 em never occur inside a run: pdfjs splits there.
 */
export function charSpans(original: string, normalised: string): [number, number][] {
  const pieces = [...original].map((char) => ({
    text: char === ' ' ? char : normalise(char),
    em: emOf(char),
  }));
  const mapped = pieces.map((piece) => piece.text).join('') === normalised;
  const widths = mapped
    ? pieces.flatMap(({ text, em }) => [...text].map(() => em / [...text].length))
    : [...normalised].map(emOf);
  const total = widths.reduce((sum, width) => sum + width, 0);
  let at = 0;
  return widths.map((width): [number, number] => {
    const start = at;
    at += width;
    return [start / total, at / total];
  });
}

/** Full width: CJK and its punctuation, kana, hangul, full-width forms, and the like (Unicode East Asian Width W and F). */
function emOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  const wide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    code >= 0x20000;
  return wide ? 1 : 0.5;
}
