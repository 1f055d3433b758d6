/** A line of print cut out pixel by pixel: nothing is interpolated, for what is looked for is smaller than a pixel's light. */
import type { Box, Quad } from '../../../document/geometry.js';
import type { Raster } from '../../../document/raster.js';

/** Light of a line's pixels, 0..255, rows from the top of the print, its lean taken out by whole pixels. */
export interface Strip {
  readonly light: Uint8Array;
  readonly width: number;
  readonly height: number;
  /** Where the line itself begins and ends on the strip's `u`, and its thickness, in pixels. */
  readonly from: number;
  readonly length: number;
  readonly thickness: number;
  /** The box on the page, in fractions, of a rectangle of the strip. */
  place(left: number, top: number, right: number, bottom: number): Box;
}

/** Room above, below, before and behind, in thicknesses of the line. */
const ROOM = 0.15;
/** Lines that lean more are left alone: their figures do not stand in columns of pixels any more. */
const MOST_LEAN = Math.tan((4 * Math.PI) / 180);
/** Thinner print shows nothing, thicker is a title. In pixels. */
const THICKNESS = [14, 160] as const;

/** `quad`: of the line on the raster as it is, whichever way the page lies. `null`: it leans, or is too small or too large. */
export function stripOf({ data, width, height }: Raster, quad: Quad): Strip | null {
  const [a, b, , d] = quad.map(([x, y]) => [x * width, y * height] as const);
  if (a === undefined || b === undefined || d === undefined) return null;
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const isAcross = Math.abs(dx) >= Math.abs(dy);
  const [ux, uy] = isAcross ? [Math.sign(dx), 0] : [0, Math.sign(dy)];
  const [vx, vy] = [-uy, ux];
  const along = ([x, y]: readonly [number, number]) => x * ux + y * uy;
  const down = ([x, y]: readonly [number, number]) => x * vx + y * vy;
  const length = along(b) - along(a);
  const thickness = down(d) - down(a);
  const lean = (down(b) - down(a)) / length;
  if (!(thickness >= THICKNESS[0] && thickness <= THICKNESS[1]) || length < thickness) return null;
  if (Math.abs(lean) > MOST_LEAN) return null;
  const room = Math.round(thickness * ROOM) + 1;
  const first = Math.floor(along(a)) - room;
  const size = { width: Math.ceil(length) + 2 * room, height: Math.ceil(thickness) + 2 * room };
  const topAt = (u: number) => Math.round(down(a) + lean * (first + u - along(a))) - room;
  const light = new Uint8Array(size.width * size.height);
  for (let u = 0; u < size.width; u++) {
    const top = topAt(u);
    for (let v = 0; v < size.height; v++) {
      const x = within((first + u) * ux + (top + v) * vx, width);
      const y = within((first + u) * uy + (top + v) * vy, height);
      const at = (y * width + x) * 3;
      light[v * size.width + u] =
        (77 * (data[at] ?? 0) + 150 * (data[at + 1] ?? 0) + 29 * (data[at + 2] ?? 0)) >> 8;
    }
  }
  const place = (left: number, top: number, right: number, bottom: number): Box => {
    const above = topAt((left + right) / 2);
    const corners = [
      [first + left, above + top],
      [first + right, above + bottom],
    ].map(([u = 0, v = 0]) => [(u * ux + v * vx) / width, (u * uy + v * vy) / height] as const);
    const xs = corners.map(([x]) => x);
    const ys = corners.map(([, y]) => y);
    return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  };
  return { light, ...size, from: room, length, thickness, place };
}

/** Outside of the page its edge repeats. */
const within = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
