/** Where the lines of text are. */
import { mappedQuad, type Quad, squareTo } from '../../document/geometry.js';
import { cutOut, flatSize } from '../../document/raster.js';
import type { Paper } from '../../document/sheet.js';
import type { Raster } from '../../ports/image.js';
import type { FoundLine } from '../../ports/ocr.js';
import { cornersOf, grown, kernelBoxes } from './boxes.js';
import { type Norm, planesOf } from './crop.js';
import type { Model } from './models.js';

/** The network halves its picture five times. */
const MULTIPLE = 32;
/** Growth of the crop that is read: generous, or first and last characters are cut (BASELINE). */
const READ_GROWTH = 2.0;
/** Growth of the box that is reported: the print itself. The kernel is trained at 0.4 of it, which 1.5 undoes. */
const PRINT_GROWTH = 1.5;

/** ImageNet's means and deviations, which the model was trained with, in the order in which PaddleOCR applies them. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;
const NORM: Norm = {
  scale: [1 / 255 / DEVIATION[0], 1 / 255 / DEVIATION[1], 1 / 255 / DEVIATION[2]],
  shift: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
};

/** The lines on a paper, found on a flat picture of it with sides of at most `longestSide` pixels. */
export async function detect(
  model: Model,
  page: Raster,
  paper: Paper,
  longestSide: number,
): Promise<FoundLine[]> {
  const size = flatSize(page, paper, longestSide);
  const [width, height] = [snapped(size.width), snapped(size.height)];
  const picture = planesOf(cutOut(page, paper.corners, width, height), NORM);
  const { data } = await model.run(picture, [1, 3, height, width]);
  const toPage = squareTo(paper.corners);
  const onPage = (corners: Quad) => mappedQuad(toPage, inFractions(corners, width, height));
  return kernelBoxes({ data, width, height }).map((box) => ({
    quad: onPage(cornersOf(grown(box, PRINT_GROWTH))),
    crop: onPage(cornersOf(grown(box, READ_GROWTH))),
    score: box.score,
  }));
}

const snapped = (side: number) => Math.max(MULTIPLE, Math.round(side / MULTIPLE) * MULTIPLE);

function inFractions([a, b, c, d]: Quad, width: number, height: number): Quad {
  const point = ([x, y]: readonly [number, number]) => [x / width, y / height] as const;
  return [point(a), point(b), point(c), point(d)];
}
