/** Rectangles in pdfjs's paths. */
import type { Frame } from './plane.js';

/** pdfjs's codes in a path, each before its coordinates. */
const MOVE = 0;
const LINE = 1;
const CLOSE = 4;
/** Units by which a side may lean. */
const STRAIGHT = 1e-3;

/** The boxes of a path that is made of upright rectangles; `null` where it is of anything else. */
export function boxesOf(path: Float32Array): Frame[] | null {
  const boxes: Frame[] = [];
  let corners: [number, number][] = [];
  const finish = (): boolean => {
    if (corners.length === 0) return true;
    const box = rectangle(corners);
    if (box !== null) boxes.push(box);
    corners = [];
    return box !== null;
  };
  for (let at = 0; at < path.length; ) {
    const code = path[at];
    if (code === CLOSE) {
      at += 1;
      continue;
    }
    if (code !== MOVE && code !== LINE) return null;
    if (code === MOVE && !finish()) return null;
    corners.push([path[at + 1] ?? 0, path[at + 2] ?? 0]);
    at += 3;
  }
  return finish() ? boxes : null;
}

function rectangle(corners: readonly (readonly [number, number])[]): Frame | null {
  const [first, second, third, fourth, fifth] = corners;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return null;
  if (corners.length > 5 || (fifth !== undefined && (fifth[0] !== first[0] || fifth[1] !== first[1])))
    return null;
  const sides = [
    [first, second],
    [second, third],
    [third, fourth],
    [fourth, first],
  ] as const;
  const upright = sides.every(
    ([one, other]) => Math.abs(one[0] - other[0]) < STRAIGHT || Math.abs(one[1] - other[1]) < STRAIGHT,
  );
  if (!upright) return null;
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}
