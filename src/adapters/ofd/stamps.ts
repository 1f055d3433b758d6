/** The seals that signatures put on pages: a picture inside the signed value (GB/T 38540, SES_ESPictrueInfo). */
import type { Board, BoardPicture, Matrix, Outline } from '../../ports/drawing.js';
import { after, moved, type Rect, rectOf, scaled } from './matrix.js';
import { child, childrenOf, type OfdPackage, textIn } from './package.js';

/** Draws a seal; `toPixels` leads from the page's millimetres. */
export type DrawStamp = (toPixels: Matrix, board: Board) => void;

export interface Stamp {
  /** Id of its page. */
  readonly page: string;
  /** `null` where its picture cannot be read. */
  load(): Promise<DrawStamp | null>;
}

/** A seal's face: `type` is `png`, `ofd` and the like. */
export interface SealPicture {
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** Something to draw into the unit square, inside the clips only. */
export type SealFace = (unit: Matrix, board: Board, clips: readonly Outline[]) => void;

/** `faceOf`: reads a seal's picture; `null` where it cannot. */
export async function readStamps(
  files: OfdPackage,
  signatures: string | null,
  faceOf: (seal: SealPicture) => Promise<SealFace | null>,
): Promise<Stamp[]> {
  const list = await files.optional(signatures, 'OFD.xml');
  const stamps: Stamp[] = [];
  const locations = childrenOf(list?.tree, 'Signature').map(({ attributes }) => attributes.BaseLoc ?? '');
  for (const location of new Set(locations)) {
    const part = list === null ? null : await files.optional(location, list.name);
    const value = files.find(textIn(part?.tree, 'SignedValue') ?? '', part?.name ?? '');
    if (part === null || value === null) continue;
    // A seal stands on every page, and its pieces on the edges: it is looked at once, and not before it is drawn.
    let face: Promise<SealFace | null> | null = null;
    const load = () => {
      face ??= sealFace(files, value, faceOf);
      return face;
    };
    for (const annotation of childrenOf(child(part.tree, 'SignedInfo'), 'StampAnnot')) {
      const boundary = rectOf(annotation.attributes.Boundary);
      if (boundary === null) continue;
      stamps.push({
        page: annotation.attributes.PageRef ?? '',
        load: async () => {
          const face = await load();
          const clip = rectOf(annotation.attributes.Clip);
          return face === null ? null : (toPixels, board) => drawStamp(face, boundary, clip, toPixels, board);
        },
      });
    }
  }
  return stamps;
}

/** `null` where the signed value holds none, or is damaged: a seal takes nothing from the invoice under it. */
async function sealFace(
  files: OfdPackage,
  value: string,
  faceOf: (seal: SealPicture) => Promise<SealFace | null>,
): Promise<SealFace | null> {
  const bytes = await files.optionalBytes(value);
  const seal = bytes === null ? null : sealPicture(bytes);
  return seal === null ? null : faceOf(seal);
}

function drawStamp(
  face: SealFace,
  { x, y, width, height }: Rect,
  clip: Rect | null,
  toPixels: Matrix,
  board: Board,
): void {
  const frame = after(moved(x, y), toPixels);
  // A seal that is split over the edges of several pages shows only its part: the clip, in the boundary's millimetres.
  const clips: Outline[] = clip === null ? [] : [{ path: rectangle(clip), rule: 'nonzero', matrix: frame }];
  face(after(scaled(width, height), frame), board, clips);
}

const rectangle = ({ x, y, width, height }: Rect): string =>
  `M ${x} ${y} L ${x + width} ${y} L ${x + width} ${y + height} L ${x} ${y + height} Z`;

/** The face of a seal whose picture was decoded: darker wins, for seals on white paper let the text through. */
export const pictureFace =
  (picture: BoardPicture): SealFace =>
  (unit, board, clips) =>
    board.place(picture, unit, { alpha: 1, darken: true, clips });

const [INTEGER, OCTETS, ASCII, SEQUENCE] = [0x02, 0x04, 0x16, 0x30];
/** `png`, `ofd`, `image/png`: the rest of a longer one is of no interest. */
const TYPE_CHARS = 32;
/** Structures nest some ten levels. */
const DEEPEST = 24;

interface Der {
  readonly tag: number;
  readonly body: Uint8Array;
}

/** The first `SEQUENCE { IA5String type, OCTET STRING data, INTEGER width, INTEGER height }` in a signed value. */
export function sealPicture(value: Uint8Array): SealPicture | null {
  return search(value, 0);
}

function search(bytes: Uint8Array, depth: number): SealPicture | null {
  if (depth > DEEPEST) return null;
  for (const { tag, body } of elementsOf(bytes)) {
    if (tag === SEQUENCE) {
      const [type, data, width, height] = elementsOf(body);
      const fits =
        type?.tag === ASCII && data?.tag === OCTETS && width?.tag === INTEGER && height?.tag === INTEGER;
      if (fits)
        return {
          type: String.fromCharCode(...type.body.subarray(0, TYPE_CHARS)).toLowerCase(),
          bytes: data.body,
        };
    }
    const constructed = (tag & 0x20) !== 0;
    const found = constructed ? search(body, depth + 1) : null;
    if (found !== null) return found;
  }
  return null;
}

/** Elements of definite length one after the other; what does not fit ends them. One by one: a value may be millions of empty ones. */
function* elementsOf(bytes: Uint8Array): Generator<Der> {
  let at = 0;
  while (at + 2 <= bytes.length) {
    const tag = bytes[at] ?? 0;
    const first = bytes[at + 1] ?? 0;
    const long = first & 0x80 ? first & 0x7f : 0;
    const start = at + 2 + long;
    if (long > 4 || (first & 0x80 && long === 0) || start > bytes.length) break;
    let length = first & 0x80 ? 0 : first;
    for (let byte = 0; byte < long; byte++) length = length * 256 + (bytes[at + 2 + byte] ?? 0);
    if (start + length > bytes.length) break;
    yield { tag, body: bytes.subarray(start, start + length) };
    at = start + length;
  }
}
