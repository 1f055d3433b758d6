/** A form as a telephone photographs it. */
import type { Point } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import type { DrawnForm, SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import { type Bounds as Area, boundsOf, type Camera, type Frame, framing, shifted } from './camera.js';
import { printed } from './ink.js';
import { BOUNDS, type Conditions, conditionsOf, type Level } from './levels.js';
import { neighbourOf } from './neighbour.js';
import { type Single, single } from './picture.js';
import { longSide, onPicture, outline, type Placed, pictured, pixelsPerMm, seen } from './scene.js';
import { taken } from './sensor.js';
import { surfaceOf } from './surface.js';

/** Pixels of the page for each of the picture: a little finer, since a tilted sheet is nearer on one side. */
const FINER = 1.1;
/** Pixels that the smallest value is high at least: below that, people no longer tell Chinese characters apart. */
const LEAST_TEXT = 15;
/** The sides of a sensor. */
const ASPECT = 4 / 3;

/** One photograph of the first page. The same random numbers give the same bytes. */
export async function photograph(
  form: DrawnForm,
  level: Level,
  random: Random,
  set: SampleSet,
): Promise<Single & { readonly conditions: Conditions }> {
  const conditions = conditionsOf(form, level, set, random);
  const placed: Placed = {
    form,
    widthMm: form.widthMm,
    heightMm: form.heightMm,
    middle: [0, 0],
    angle: 0,
    surface: surfaceOf(conditions.lie, form.widthMm, form.heightMm, random),
  };
  const { frame, camera: whole } = aimed(placed, conditions);
  const perMm = pixelsPerMm(placed, whole);
  const page = await printed(form, perMm * FINER, conditions.ink, random);
  const camera = conditions.cut ? cutting(placed, page, whole, frame, random) : whole;
  const papers = [{ ...placed, raster: page }];
  if (conditions.neighbour) papers.unshift({ ...placed, ...(await neighbourOf(form, perMm, set, random)) });
  const scene = { frame, camera, set, desk: conditions.desk, papers, lighting: conditions.lighting };
  const sensor = { ...conditions, defocus: conditions.defocus * perMm };
  const bytes = await taken(seen(scene, random), sensor, random, conditions.orientation);
  const slip = pictured(placed, camera, frame);
  return { ...single({ bytes, type: 'jpg', ...frame }, slip), conditions };
}

/**
 * How small values get, in pixels: the height of each as if it were seen at the smaller of its two scales, since a tilted
 * camera squeezes characters one way or the other. Any height where nothing is known of values.
 */
function smallestText(placed: Placed, camera: Camera): number {
  const pixel = onPicture(placed, camera);
  const length = ([ax, ay]: Point, [bx, by]: Point) => Math.hypot(bx - ax, by - ay);
  // The small print of a note stays legible where everything else is.
  const values = placed.form.places.filter(({ field }) => field !== 'note');
  const heights = values.map(({ box: [x0, y0, x1, y1] }) => {
    const tall = length(pixel([(x0 + x1) / 2, y0]), pixel([(x0 + x1) / 2, y1]));
    const wide = length(pixel([x0, (y0 + y1) / 2]), pixel([x1, (y0 + y1) / 2]));
    const [heightMm, widthMm] = [(y1 - y0) * placed.heightMm, (x1 - x0) * placed.widthMm];
    return Math.min(tall, (wide / widthMm) * heightMm);
  });
  return Math.min(Number.POSITIVE_INFINITY, ...heights);
}

/** The frame and a camera that sees the paper at least as large as the level asks. */
function aimed(placed: Placed, conditions: Conditions): { frame: Frame; camera: Camera } {
  const bounds = BOUNDS[conditions.level];
  const pose = { ...conditions.pose, roll: conditions.pose.roll + conditions.turns * 90 };
  const lying = placed.widthMm >= placed.heightMm === (conditions.turns % 2 === 0);
  const view = (megapixels: number, fill: number) => {
    const long = Math.round(Math.sqrt(megapixels * 1e6 * ASPECT));
    const short = Math.round(long / ASPECT);
    const frame = lying ? { width: long, height: short } : { width: short, height: long };
    return { frame, camera: framing(pose, frame, outline(placed), fill, conditions.aside) };
  };
  const first = view(conditions.megapixels, conditions.fill);
  const lacking = Math.max(
    (bounds.leastSide * 1.01) / longSide(placed, first.camera),
    LEAST_TEXT / smallestText(placed, first.camera),
  );
  if (lacking <= 1) return first;
  const megapixels = Math.min(bounds.megapixels[1], conditions.megapixels * lacking ** 2);
  const still = lacking / Math.sqrt(megapixels / conditions.megapixels);
  return view(megapixels, Math.min(0.985, conditions.fill * still));
}

/** The part of a page that is printed on, in fractions of it. */
function printedArea({ data, width, height }: Raster): Area {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if ((data[(y * width + x) * 3 + 1] ?? 255) > 150) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  return right < left
    ? [0, 0, 1, 1]
    : [left / width, top / height, (right + 1) / width, (bottom + 1) / height];
}

/** The camera moved so that one margin of the paper lies outside the picture, and nothing printed does. */
function cutting(placed: Placed, page: Raster, camera: Camera, frame: Frame, random: Random): Camera {
  const pixel = onPicture(placed, camera);
  const [x0, y0, x1, y1] = printedArea(page);
  const along = [0, 0.25, 0.5, 0.75, 1];
  const round = ([a, b, c, d]: Area) =>
    boundsOf(
      along.flatMap((part) => {
        const [x, y] = [a + (c - a) * part, b + (d - b) * part];
        return [pixel([x, b]), pixel([x, d]), pixel([a, y]), pixel([c, y])];
      }),
    );
  const print = round([x0, y0, x1, y1]);
  const paper = round([0, 0, 1, 1]);
  const share = 0.3 + random.next() * 0.4;
  const edge = (from: number, to: number) => from + (to - from) * share;
  const shift = random.pick<Point>([
    [-edge(paper[0], print[0]), 0],
    [frame.width - edge(paper[2], print[2]), 0],
    [0, -edge(paper[1], print[1])],
    [0, frame.height - edge(paper[3], print[3])],
  ]);
  const inside =
    print[0] + shift[0] >= 0 &&
    print[1] + shift[1] >= 0 &&
    print[2] + shift[0] <= frame.width &&
    print[3] + shift[1] <= frame.height;
  return inside ? shifted(camera, shift) : camera;
}
