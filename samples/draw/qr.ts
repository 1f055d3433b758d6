/** QR codes as vector modules. */
import QRCode from 'qrcode';
import type { Canvas, Ink } from './canvas.js';
import type { Faces } from './faces.js';

const BLACK: Ink = [0, 0, 0];
const PALE: Ink = [250, 239, 173];
const OCHRE: Ink = [176, 120, 40];

/**
 * Draws a code of level M (DOMAIN 2.4), `side` mm wide and without a quiet zone, as invoices print it.
 * Dark modules of a row that touch are one box, so that no seam shows between them.
 */
export function drawQr(
  canvas: Canvas,
  text: string,
  x: number,
  y: number,
  side: number,
  ink: Ink = BLACK,
): void {
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const module = side / modules.size;
  const boxes: [number, number, number, number][] = [];
  for (let row = 0; row < modules.size; row++) {
    let start = -1;
    for (let column = 0; column <= modules.size; column++) {
      const dark = column < modules.size && modules.get(row, column) === 1;
      if (dark && start < 0) start = column;
      if (dark || start < 0) continue;
      boxes.push([x + start * module, y + row * module, x + column * module, y + (row + 1) * module]);
      start = -1;
    }
  }
  canvas.fill(boxes, ink);
}

/** The pale box with 税 in the middle of a 数电票's code, as an outline; `side` is the code's. */
export function drawQrBadge(canvas: Canvas, faces: Faces, x: number, y: number, side: number): void {
  const half = side * 0.09;
  const [cx, cy] = [x + side / 2, y + side / 2];
  canvas.fill([[cx - half, cy - half, cx + half, cy + half]], PALE);
  const size = half * 1.6;
  canvas.outline(faces.glyph('税').steps, { x: cx - size / 2, y: cy + size * 0.38, size }, OCHRE);
}
