/** Colours and strokes of graphic objects, with what they inherit from layers and drawing parameters. */
import type { Stroke } from '../../ports/drawing.js';
import type { XmlElement } from '../../ports/xml.js';
import { numbersIn } from './matrix.js';
import { child } from './package.js';
import type { Resources } from './resources.js';

export interface Style {
  /** `null` where none is said: text is black then, and a path is not filled. */
  readonly fill: string | null;
  readonly stroke: string;
  readonly line: Stroke;
}

/** GB/T 33190, table 26: what holds where nothing is said. */
const PLAIN: Style = {
  fill: null,
  stroke: 'rgb(0 0 0)',
  line: { width: 0.353, dashes: [], cap: 'butt', join: 'miter' },
};

/** More than this in a chain of drawing parameters is a loop. */
const LONGEST_CHAIN = 16;

/** The style of an object: its own words, then its drawing parameter's, then its layer's. */
export function styleOf(object: XmlElement, layer: XmlElement | null, resources: Resources): Style {
  const sources = [object, ...chain(object, resources), ...(layer === null ? [] : chain(layer, resources))];
  const attribute = (name: string) =>
    sources.map((source) => source.attributes[name]).find((value) => value !== undefined);
  const colour = (name: string) =>
    sources.map((source) => colourOf(child(source, name))).find((value) => value !== null);
  const width = Number(attribute('LineWidth') ?? PLAIN.line.width);
  return {
    fill: colour('FillColor') ?? PLAIN.fill,
    stroke: colour('StrokeColor') ?? PLAIN.stroke,
    line: {
      width: Number.isFinite(width) ? width : PLAIN.line.width,
      dashes: dashesIn(attribute('DashPattern')),
      cap: CAPS.get(attribute('Cap') ?? '') ?? 'butt',
      join: JOINS.get(attribute('Join') ?? '') ?? 'miter',
    },
  };
}

const CAPS: ReadonlyMap<string, Stroke['cap']> = new Map(
  Object.entries<Stroke['cap']>({ Round: 'round', Square: 'square' }),
);
const JOINS: ReadonlyMap<string, Stroke['join']> = new Map(
  Object.entries<Stroke['join']>({ Round: 'round', Bevel: 'bevel' }),
);

/** More than this is no pattern. */
const MOST_DASHES = 32;

/** Lengths of dashes and gaps; none where they add up to nothing, which no canvas can draw. */
function dashesIn(text: string | undefined): number[] {
  const lengths = numbersIn(text).filter((length) => length >= 0);
  return lengths.length <= MOST_DASHES && lengths.some((length) => length > 0) ? lengths : [];
}

/** The drawing parameter an element names, and those it builds on. */
function chain(element: XmlElement, { drawParams }: Resources): XmlElement[] {
  const found: XmlElement[] = [];
  let id = element.attributes.DrawParam;
  while (id !== undefined && found.length < LONGEST_CHAIN) {
    const next = drawParams.get(id);
    if (next === undefined) break;
    found.push(next);
    id = next.attributes.Relative;
  }
  return found;
}

/**
 * A colour by its number of components: grey, RGB, CMYK. `null` where none is said; of a gradient, the first colour.
 */
function colourOf(element: XmlElement | undefined): string | null {
  if (element === undefined) return null;
  const values = channelsIn(element.attributes.Value);
  const alpha = alphaOf(element);
  const rgb = rgbOf(values);
  if (rgb !== null) return `rgb(${rgb.join(' ')} / ${alpha})`;
  const gradient = element.children
    .flatMap(({ children }) => children)
    .find(({ name }) => name === 'Segment');
  return gradient === undefined ? null : colourOf(child(gradient, 'Color'));
}

/** `255 0 0`, or in the other notation of GB/T 33190, 8.3: `#FF #00 #00`. */
const channelsIn = (text: string | undefined): number[] => numbersIn(text?.replace(/#(?=[0-9a-f])/giu, '0x'));

function rgbOf([a, b, c, d]: readonly number[]): readonly number[] | null {
  if (a === undefined) return null;
  if (b === undefined || c === undefined) return [a, a, a];
  if (d === undefined) return [a, b, c];
  return [a, b, c].map((ink) => Math.round(255 * (1 - ink / 255) * (1 - d / 255)));
}

/** 0 to 255 in the file, 0 to 1 here. */
export function alphaOf({ attributes }: XmlElement): number {
  const alpha = Number(attributes.Alpha ?? 255);
  return Number.isFinite(alpha) ? Math.min(1, Math.max(0, alpha / 255)) : 1;
}
