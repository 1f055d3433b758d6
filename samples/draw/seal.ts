/** The two red seals (DOMAIN 7.3), drawn as outlines: their characters are no text of the page. */
import type { Canvas, Ink } from './canvas.js';
import type { Faces } from './faces.js';

const RED: Ink = [226, 35, 26];

interface Arc {
  readonly cx: number;
  readonly cy: number;
  /** Half axes of the ellipse that the feet of the characters stand on. */
  readonly rx: number;
  readonly ry: number;
  /** Angles in radians from the top, clockwise, of the first and the last character. */
  readonly from: number;
  readonly to: number;
  readonly size: number;
  /** Feet outwards and read counter-clockwise, as along a lower edge. */
  readonly lower?: boolean;
}

/** Characters along an ellipse, each upright on it. */
function alongArc(canvas: Canvas, faces: Faces, text: string, arc: Arc): void {
  const characters = [...text];
  characters.forEach((character, index) => {
    const part = characters.length === 1 ? 0.5 : index / (characters.length - 1);
    const angle = arc.from + (arc.to - arc.from) * part;
    const [dx, dy] = [Math.sin(angle) * arc.rx, -Math.cos(angle) * arc.ry];
    // The normal of the ellipse, not the ray from its centre, or characters lean at the flanks.
    const outward = Math.atan2(dx / arc.rx ** 2, -dy / arc.ry ** 2);
    const turn = arc.lower === true ? outward + Math.PI : outward;
    const { steps, advance } = faces.glyph(character);
    const half = (advance * arc.size) / 2;
    canvas.outline(
      steps,
      {
        x: arc.cx + dx - Math.cos(turn) * half,
        y: arc.cy + dy - Math.sin(turn) * half,
        size: arc.size,
        angle: turn,
      },
      RED,
    );
  });
}

/** One straight line of characters, centred. */
function straight(
  canvas: Canvas,
  faces: Faces,
  text: string,
  place: { cx: number; baseline: number; size: number; width: number },
): void {
  const glyphs = [...text].map((character) => faces.glyph(character));
  const natural = glyphs.reduce((sum, { advance }) => sum + advance * place.size, 0);
  const stretch = Math.min(1, place.width / natural);
  let x = place.cx - (natural * stretch) / 2;
  for (const { steps, advance } of glyphs) {
    canvas.outline(steps, { x, y: place.baseline, size: place.size, stretch }, RED);
    x += advance * place.size * stretch;
  }
}

/** 全国统一发票监制章, 30×20 mm, centred at cx, cy. `authority` e.g. `上海市税务局`. */
export function drawControlSeal(
  canvas: Canvas,
  faces: Faces,
  cx: number,
  cy: number,
  authority: string,
): void {
  canvas.stamped(() => {
    canvas.ellipse(cx, cy, 14.5, 9.5, 1, RED);
    canvas.ellipse(cx, cy, 13.5, 8.5, 0.15, RED);
    const upper = { cx, cy, rx: 10.4, ry: 5.6, size: 2.7 };
    alongArc(canvas, faces, '全国统一发票监制章', { ...upper, from: -1.25, to: 1.25 });
    straight(canvas, faces, '国家税务总局', { cx, baseline: cy + 0.9, size: 2.7, width: 18 });
    const spread = Math.min(1.1, 0.17 * [...authority].length);
    const lower = { cx, cy, rx: 12.4, ry: 7.6, size: 2.7, lower: true };
    alongArc(canvas, faces, authority, { ...lower, from: Math.PI + spread, to: Math.PI - spread });
  });
}

/** 发票专用章, 40×30 mm: the seller's name, its tax number and 发票专用章. */
export function drawSellerSeal(
  canvas: Canvas,
  faces: Faces,
  cx: number,
  cy: number,
  seller: { name: string; taxId: string },
): void {
  canvas.stamped(() => {
    canvas.ellipse(cx, cy, 19.5, 14.5, 1, RED);
    const spread = Math.min(1.5, 0.115 * [...seller.name].length);
    const arc = { cx, cy, rx: 15, ry: 10, size: 3.4, from: -spread, to: spread };
    alongArc(canvas, faces, seller.name, arc);
    straight(canvas, faces, seller.taxId, { cx, baseline: cy + 3, size: 3.2, width: 28 });
    straight(canvas, faces, '发票专用章', { cx, baseline: cy + 9.4, size: 4.2, width: 24 });
  });
}
