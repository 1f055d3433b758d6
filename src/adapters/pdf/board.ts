/** The paper that PDF pages are drawn on, lent to who draws other pages. */
import type { Image, SKRSContext2D } from '@napi-rs/canvas';
import type { Board, BoardPicture, Drawing, Manner, Matrix, Outline } from '../../ports/drawing.js';
import { drawn } from './drawing.js';
import { FACE, registerFonts } from './fonts.js';

/** Draws with the one CJK face. Stateless but for the one canvas: one serves a whole process. */
export function pageDrawing(): Drawing {
  return {
    sheet: async (width, height, draw) => {
      await registerFonts();
      const { Path2D } = await import('@napi-rs/canvas');
      return drawn(width, height, (_canvas, context) => draw(boardOn(context, Path2D)));
    },
    picture: async (png) => {
      await registerFonts();
      const { loadImage } = await import('@napi-rs/canvas');
      return loadImage(Buffer.from(png.buffer, png.byteOffset, png.byteLength));
    },
  };
}

type PathClass = typeof import('@napi-rs/canvas').Path2D;

function boardOn(context: SKRSContext2D, Path: PathClass): Board {
  const within = ({ alpha, darken, clips }: Manner, draw: () => void) => {
    context.save();
    for (const { path, rule, matrix } of clips) {
      context.setTransform(...matrix);
      context.clip(pathOf(path, Path), rule);
    }
    context.globalAlpha = alpha;
    context.globalCompositeOperation = darken ? 'darken' : 'source-over';
    draw();
    context.restore();
  };
  return {
    fill: ({ path, rule, matrix }: Outline, colour, manner) =>
      within(manner, () => {
        context.setTransform(...matrix);
        context.fillStyle = colour;
        context.fill(pathOf(path, Path), rule);
      }),
    stroke: ({ path, matrix }, colour, { width, dashes, cap, join }, manner) =>
      within(manner, () => {
        context.setTransform(...matrix);
        context.strokeStyle = colour;
        context.lineWidth = Math.max(width, 1 / scaleOf(matrix));
        context.setLineDash([...dashes]);
        context.lineCap = cap;
        context.lineJoin = join;
        context.stroke(pathOf(path, Path));
      }),
    write: (text, matrix, width, colour, manner) =>
      within(manner, () => {
        // The face is set at a size it is made for and scaled down: at one pixel an em its hinting would show.
        context.font = `${EM}px "${FACE}"`;
        context.fillStyle = colour;
        const pressed = Math.min(1, (width * EM) / Math.max(1, context.measureText(text).width));
        context.setTransform(...matrix);
        context.scale(pressed / EM, 1 / EM);
        context.fillText(text, 0, 0);
      }),
    place: (picture: BoardPicture, matrix, manner) =>
      within(manner, () => {
        context.setTransform(...matrix);
        context.drawImage(picture as Image, 0, 0, 1, 1);
      }),
  };
}

/** An outline whose words are damaged is none: nothing is drawn, and a clip of it leaves nothing to see. */
function pathOf(path: string, Path: PathClass): InstanceType<PathClass> {
  try {
    return new Path(path);
  } catch {
    // The library says only that it could not.
    return new Path();
  }
}

const EM = 64;

/** How much longer a matrix makes things, on the whole. */
const scaleOf = ([a, b, c, d]: Matrix): number => Math.sqrt(Math.abs(a * d - b * c)) || 1;
