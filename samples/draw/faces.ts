/**
 * The type that samples are set in. Real invoices are set in KaiTi (labels), SimSun (values) and Courier New (numbers,
 * DOMAIN 7), none of which may be passed on; Noto Serif SC, Noto Sans SC (both OFL) and the standard Courier stand in.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type PDFDocument, type PDFFont, StandardFonts } from 'pdf-lib';
import type { SampleSet } from '../forms/form.js';
import { mendedFontkit } from './fontkit.js';

/** One step of an outline, in the units of whoever draws it; y runs upwards. */
export interface OutlineStep {
  readonly command: string;
  readonly args: readonly number[];
}

const POINTS = 72 / 25.4;
const require = createRequire(import.meta.url);

export interface Face {
  readonly font: PDFFont;
  /** Length in mm of a text set `size` mm high. */
  width(text: string, size: number): number;
}

/** The outline of one character in a square of side 1, y upwards, and how far it advances. */
export interface Glyph {
  readonly steps: readonly OutlineStep[];
  readonly advance: number;
}

export interface Faces {
  /** In place of KaiTi: what is printed beforehand. */
  readonly label: Face;
  /** In place of SimSun: what the issuing program fills in. */
  readonly value: Face;
  /** What a needle printer strikes. */
  readonly struck: Face;
  /** Where the face of labels lacks a sign such as №. */
  readonly sign: Face;
  /** Courier. ASCII and ¥ only. */
  readonly figures: Face;
  /** Outlines for seals, whose characters are no text. */
  glyph(character: string): Glyph;
}

/** A file of type in the packages of fonts. */
const FILES = {
  serif: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  sans: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  brush: '@expo-google-fonts/ma-shan-zheng/400Regular/MaShanZheng_400Regular.ttf',
  lightSerif: '@expo-google-fonts/noto-serif-sc/300Light/NotoSerifSC_300Light.ttf',
  lightSans: '@expo-google-fonts/noto-sans-sc/300Light/NotoSansSC_300Light.ttf',
  pen: '@expo-google-fonts/zhi-mang-xing/400Regular/ZhiMangXing_400Regular.ttf',
} as const;

/** What each set is printed in; no file in both. */
const TYPE = {
  fit: { serif: FILES.serif, sans: FILES.sans, hand: FILES.brush, figures: StandardFonts.Courier },
  measure: {
    serif: FILES.lightSerif,
    sans: FILES.lightSans,
    hand: FILES.pen,
    figures: StandardFonts.CourierBold,
  },
} as const satisfies Record<SampleSet, unknown>;

/** Files read once per process: the faces of every page come from the same two. */
const files = new Map<string, Buffer>();
function file(name: string): Buffer {
  const known = files.get(name);
  if (known !== undefined) return known;
  const bytes = readFileSync(require.resolve(name));
  files.set(name, bytes);
  return bytes;
}

let outlines: ReturnType<typeof mendedFontkit.create> | undefined;

function glyph(character: string): Glyph {
  outlines ??= mendedFontkit.create(file(FILES.serif));
  const found = outlines.layout(character).glyphs[0];
  if (found === undefined) throw new Error(`no glyph for ${character}`);
  const em = outlines.unitsPerEm;
  // The list of commands is missing in the package's types.
  const { commands } = found.path as unknown as { commands: readonly OutlineStep[] };
  return {
    steps: commands.map(({ command, args }) => ({
      command,
      args: args.map((value) => value / em),
    })),
    advance: found.advanceWidth / em,
  };
}

function face(font: PDFFont): Face {
  return { font, width: (text, size) => font.widthOfTextAtSize(text, size * POINTS) / POINTS };
}

/** Embeds the faces in a document; what it does not use is not written into the file. */
export async function embedFaces(
  document: PDFDocument,
  kind: 'screen' | 'paper',
  set: SampleSet = 'fit',
): Promise<Faces> {
  const type = TYPE[set];
  document.registerFontkit(mendedFontkit);
  const serif = face(await document.embedFont(file(type.serif), { subset: true }));
  const sans = kind === 'paper' ? face(await document.embedFont(file(type.sans), { subset: true })) : serif;
  const courier = face(await document.embedFont(type.figures));
  return {
    label: serif,
    value: serif,
    struck: sans,
    sign: set === 'fit' ? serif : sans,
    figures: courier,
    glyph,
  };
}

/** The face of a set that looks written by hand. */
export async function embedHand(document: PDFDocument, set: SampleSet): Promise<Face> {
  document.registerFontkit(mendedFontkit);
  return face(await document.embedFont(file(TYPE[set].hand), { subset: true }));
}
