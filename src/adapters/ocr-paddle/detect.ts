/** Where the lines of text are. */
import type { Raster } from '../../ports/image.js';
import { kernelBoxes, scaled, type TextBox } from './boxes.js';
import { cutOut, type Norm, type PixelQuad } from './crop.js';
import type { Model } from './models.js';

/** BASELINE: 1280 finds as much as 1536 on invoices, at two thirds of the time; 960 loses totals to cut boxes. */
const LONGEST_SIDE = 1280;
/** The network halves its picture five times. */
const MULTIPLE = 32;

/** ImageNet's means and deviations, which the model was trained with, in the order in which PaddleOCR applies them. */
const MEAN = [0.485, 0.456, 0.406] as const;
const DEVIATION = [0.229, 0.224, 0.225] as const;
const NORM: Norm = {
  scale: [1 / 255 / DEVIATION[0], 1 / 255 / DEVIATION[1], 1 / 255 / DEVIATION[2]],
  shift: [-MEAN[0] / DEVIATION[0], -MEAN[1] / DEVIATION[1], -MEAN[2] / DEVIATION[2]],
};

/** The kernels of the lines on a page (still to be grown), in its pixels. */
export async function detect(model: Model, page: Raster): Promise<TextBox[]> {
  const factor = Math.min(1, LONGEST_SIDE / Math.max(page.width, page.height));
  const snapped = (side: number) => Math.max(MULTIPLE, Math.round((side * factor) / MULTIPLE) * MULTIPLE);
  const [width, height] = [snapped(page.width), snapped(page.height)];
  const whole: PixelQuad = [
    [0, 0],
    [page.width, 0],
    [page.width, page.height],
    [0, page.height],
  ];
  const { data } = await model.run(cutOut(page, whole, width, height, NORM), [1, 3, height, width]);
  return kernelBoxes({ data, width, height }).map((box) =>
    scaled(box, page.width / width, page.height / height),
  );
}
