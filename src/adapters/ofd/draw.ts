/** Puts a page's items on paper. */
import type { Board, BoardPicture, Manner, Matrix, Outline } from '../../ports/drawing.js';
import type { Clip, Item, PathItem, TextItem } from './items.js';
import { after, moved, scaled } from './matrix.js';

/** `toPixels`: from the page's millimetres. `pictures`: by resource id; what is missing stays blank. `within`: clips for all. */
export function drawItems(
  items: readonly Item[],
  toPixels: Matrix,
  pictures: ReadonlyMap<string, BoardPicture>,
  board: Board,
  within: readonly Outline[] = [],
): void {
  for (const item of items) {
    const manner: Manner = {
      alpha: item.alpha,
      darken: item.darken,
      clips: [...within, ...item.clips.map((clip) => outlineOf(clip, toPixels))],
    };
    if (item.type === 'text') drawText(item, toPixels, manner, board);
    else if (item.type === 'path') drawPath(item, toPixels, manner, board);
    else {
      const picture = pictures.get(item.resource);
      if (picture !== undefined) board.place(picture, after(item.matrix, toPixels), manner);
    }
  }
}

const outlineOf = ({ data, evenOdd, matrix }: Clip, toPixels: Matrix): Outline => ({
  path: data,
  rule: evenOdd ? 'evenodd' : 'nonzero',
  matrix: after(matrix, toPixels),
});

function drawText({ glyphs, matrix, style }: TextItem, toPixels: Matrix, manner: Manner, board: Board): void {
  const { size, pressed } = glyphs;
  const toPage = after(matrix, toPixels);
  for (const { text, x, y, width } of glyphs.glyphs) {
    if (/^\s$/u.test(text)) continue;
    const place = after(after(scaled(size, size), pressed), after(moved(x, y), toPage));
    board.write(text, place, width / (size * pressed[0]), style.fill ?? 'rgb(0 0 0)', manner);
  }
}

function drawPath(item: PathItem, toPixels: Matrix, manner: Manner, board: Board): void {
  const { filled, stroked, style } = item;
  const outline = outlineOf(item, toPixels);
  if (filled && style.fill !== null) board.fill(outline, style.fill, manner);
  if (stroked) board.stroke(outline, style.stroke, style.line, manner);
}
