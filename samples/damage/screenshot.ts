/** An invoice in a viewer's window, other text around it, as people send it from a computer. */
import sharp from 'sharp';
import type { Point } from '../../src/document/geometry.js';
import type { Raster } from '../../src/ports/image.js';
import type { Canvas, Ink } from '../draw/canvas.js';
import type { Faces } from '../draw/faces.js';
import { rasterOf } from '../draw/picture.js';
import type { DrawnForm, SampleSet } from '../forms/form.js';
import type { Random } from '../truth/random.js';
import { drawnPage, jsonLines, PROSE } from './decoys.js';
import { quadThrough, type Single, single } from './picture.js';
import { chance } from './random.js';

/** Pixels of the picture to a unit of the drawn window. */
const UNIT = 4;

interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** What stands beside the invoice, and where; in pixels. */
interface Layout {
  readonly width: number;
  readonly height: number;
  readonly viewer: Area;
  readonly panel: Area;
  readonly menu: readonly string[];
  readonly dark: boolean;
  lines(random: Random): string[];
}

const TOP = 92;

/** An invoice takes most of the window's width, a panel the rest; below 1800 pixels figures would be illegible. */
function layoutOf(set: SampleSet, random: Random): Layout {
  const [width, height] = random.pick([
    [1920, 1080],
    [1920, 1200],
    [2560, 1440],
  ] as const);
  const panel = Math.round(width * (0.2 + random.next() * 0.1));
  const inner = height - TOP;
  if (set === 'fit') {
    return {
      width,
      height,
      viewer: { x: 0, y: TOP, width: width - panel, height: inner },
      panel: { x: width - panel, y: TOP, width: panel, height: inner },
      menu: ['文件', '编辑', '视图', '窗口', '帮助'],
      dark: false,
      lines: (chanceOf) =>
        chance(chanceOf, 0.5)
          ? jsonLines(chanceOf)
          : Array.from({ length: 14 }, () => chanceOf.pick(PROSE.fit)),
    };
  }
  return {
    width,
    height,
    viewer: { x: panel, y: TOP, width: width - panel, height: inner },
    panel: { x: 0, y: TOP, width: panel, height: inner },
    menu: ['开始', '插入', '批注', '打印预览', '导出为图片', '共享'],
    dark: chance(random, 0.5),
    lines: (chanceOf) =>
      chance(chanceOf, 0.6)
        ? ['识别结果', ...jsonLines(chanceOf)]
        : Array.from({ length: 16 }, (_, index) =>
            index % 3 === 0
              ? chanceOf.pick(PROSE.measure)
              : `附件_${chanceOf.digits(6)}.pdf   ${chanceOf.whole(20, 900)} KB`,
          ),
  };
}

/** The window itself: bars, menu and panel with their text. Units of {@link UNIT} pixels. */
function drawWindow(canvas: Canvas, faces: Faces, layout: Layout, random: Random): void {
  const unit = (pixels: number) => pixels / UNIT;
  const [ground, ink]: [Ink, Ink] = layout.dark
    ? [
        [38, 41, 48],
        [206, 210, 216],
      ]
    : [
        [243, 244, 246],
        [52, 56, 62],
      ];
  canvas.fill([[0, 0, unit(layout.width), unit(layout.height)]], ground);
  const { viewer, panel } = layout;
  const grey: Ink = layout.dark ? [74, 76, 80] : [203, 205, 208];
  canvas.fill(
    [[unit(viewer.x), unit(viewer.y), unit(viewer.x + viewer.width), unit(viewer.y + viewer.height)]],
    grey,
  );
  const text = { face: faces.value, size: 4.5, ink };
  canvas.text(`下载_${random.digits(8)}.pdf - 文档查看器`, 6, 3.5, text);
  canvas.text('－　□　×', unit(layout.width) - 6, 3.5, { ...text, align: 'right' });
  layout.menu.forEach((entry, index) => {
    canvas.text(entry, 6 + index * 26, 13, text);
  });
  canvas.text(`${random.whole(60, 140)}%　1 / 1`, unit(layout.width) / 2, 13, text);
  layout.lines(random).forEach((line, index) => {
    canvas.text(line, unit(panel.x) + 3, unit(panel.y) + 5 + index * 7.5, {
      ...text,
      size: 4.2,
      fit: unit(panel.width) - 6,
    });
  });
}

/** Copies one picture into another. */
function place(from: Raster, into: Raster, [left, top]: Point): void {
  for (let y = 0; y < from.height; y++) {
    const row = from.data.subarray(y * from.width * 3, (y + 1) * from.width * 3);
    into.data.set(row, ((top + y) * into.width + left) * 3);
  }
}

/** A screenshot with the first page. The same random numbers give the same bytes. */
export async function screenshot(form: DrawnForm, random: Random, set: SampleSet): Promise<Single> {
  const layout = layoutOf(set, random);
  const { viewer, width, height } = layout;
  const window = await drawnPage(width / UNIT, height / UNIT, UNIT, (canvas, faces) =>
    drawWindow(canvas, faces, layout, random),
  );
  const share = 0.9 + random.next() * 0.07;
  const perMm = share * Math.min(viewer.width / form.widthMm, viewer.height / form.heightMm);
  const page = await rasterOf(form.pdf, perMm * 25.4);
  const left = viewer.x + Math.round((viewer.width - page.width) * (0.2 + random.next() * 0.6));
  const top = viewer.y + Math.round((viewer.height - page.height) * (0.1 + random.next() * 0.5));
  place(page, window, [left, top]);
  const through = ([u, v]: Point): Point => [
    (left + u * page.width) / window.width,
    (top + v * page.height) / window.height,
  ];
  const image = sharp(window.data, { raw: { width: window.width, height: window.height, channels: 3 } });
  // Saved, or passed on by a chat that makes it a JPEG.
  const jpeg = chance(random, 0.5);
  const bytes = await (jpeg ? image.jpeg({ quality: random.whole(75, 90) }) : image.png()).toBuffer();
  const picture = { bytes, type: jpeg ? 'jpg' : 'png', width: window.width, height: window.height } as const;
  return single(picture, {
    truth: form.truth,
    places: form.places.map(({ field, box }) => ({ field, quad: quadThrough(box, through) })),
    corners: quadThrough([0, 0, 1, 1], through),
  });
}
