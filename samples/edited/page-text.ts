/** The text of the first page of a PDF of ours, as a program for editing PDFs sees it: run by run, each where it stands in the page's content. */
import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFName,
  type PDFPage,
  PDFRawStream,
  PDFRef,
  type PDFStream,
} from 'pdf-lib';

/** A run as pdf-lib writes it: one font, one place, one string. */
export interface SetText {
  readonly text: string;
  /** Name of its font among the page's resources. */
  readonly font: string;
  /** Points. */
  readonly size: number;
  /** Where its baseline begins, in points from the bottom left. */
  readonly x: number;
  readonly y: number;
  /** Where its string stands in the content: from `<` to behind `>`. */
  readonly from: number;
  readonly to: number;
}

export interface PageText {
  readonly document: PDFDocument;
  readonly page: PDFPage;
  readonly content: string;
  readonly texts: readonly SetText[];
  /** The string of a text in a font; `null` where the font lacks one of the characters. */
  spell(text: string, font: string): string | null;
}

/** What stands between a run's font and its string, as pdf-lib writes both. */
const RUN = /\/(\S+) ([\d.]+) Tf\n[\s\S]*?1 0 0 1 ([\d.]+) ([\d.]+) Tm\n<([0-9A-F]*)> Tj/gu;

export async function openPage(pdf: Uint8Array): Promise<PageText> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false });
  const page = document.getPage(0);
  const content = contentOf(page);
  const fonts = fontsOf(page);
  const texts = [...content.matchAll(RUN)].map(([whole, font = '', size, x, y, codes = '']) => ({
    ...placed(font, size, x, y),
    codes,
    whole,
  }));
  let at = 0;
  return {
    document,
    page,
    content,
    texts: texts.map(({ codes, whole, ...text }) => {
      const to = content.indexOf(whole, at) + whole.length - ' Tj'.length;
      at = to;
      return { ...text, text: fonts.get(text.font)?.read(codes) ?? '', from: to - codes.length - 2, to };
    }),
    spell: (text, font) => fonts.get(font)?.spell(text) ?? null,
  };
}

const placed = (font: string, size = '0', x = '0', y = '0') => ({
  font,
  size: Number(size),
  x: Number(x),
  y: Number(y),
});

/** All streams of a page's content, unpacked, in one. */
function contentOf(page: PDFPage): string {
  const { context } = page.doc;
  const contents = page.node.Contents();
  const streams =
    contents instanceof PDFArray ? contents.asArray().map((one) => context.lookup(one)) : [contents];
  return streams.map((stream) => (stream instanceof PDFRawStream ? unpacked(stream) : '')).join('\n');
}

const unpacked = (stream: PDFRawStream): string =>
  Buffer.from(decodePDFRawStream(stream).decode()).toString('latin1');

interface Codes {
  read(codes: string): string;
  spell(text: string): string | null;
}

function fontsOf(page: PDFPage): ReadonlyMap<string, Codes> {
  const fonts = page.node.Resources()?.lookupMaybe(PDFName.of('Font'), PDFDict);
  const entries = (fonts?.entries() ?? []).map(([name]): [string, Codes] => {
    const font = fonts?.lookup(name, PDFDict);
    const table = font?.lookup(PDFName.of('ToUnicode'));
    return [name.decodeText(), table instanceof PDFRawStream ? mapped(unpacked(table)) : LATIN];
  });
  return new Map(entries);
}

/** The standard fonts: a byte a character. */
const LATIN: Codes = {
  read: (codes) => Buffer.from(codes, 'hex').toString('latin1'),
  spell: (text) => `<${Buffer.from(text, 'latin1').toString('hex').toUpperCase()}>`,
};

/** `<0001> <0031>`: a glyph's code and what it says. */
function mapped(table: string): Codes {
  const pairs = [...table.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]{4,8})>$/gmu)].map(
    ([, code = '', said = '']) => ({
      code,
      char: Buffer.from(said, 'hex').swap16().toString('utf16le'),
    }),
  );
  const charOf = new Map(pairs.map(({ code, char }) => [code, char]));
  const codeOf = new Map(pairs.map(({ code, char }) => [char, code]));
  return {
    read: (codes) => (codes.match(/.{4}/gu) ?? []).map((code) => charOf.get(code) ?? '').join(''),
    spell: (text) => {
      const codes = [...text].map((char) => codeOf.get(char));
      return codes.includes(undefined) ? null : `<${codes.join('')}>`;
    },
  };
}

/** Gives the page another content. */
export function setContent({ page }: PageText, content: string): void {
  page.node.set(
    PDFName.of('Contents'),
    page.doc.context.obj([page.doc.context.register(streamOf(page, content))]),
  );
}

/** Puts more behind its content. */
export function setMore({ page }: PageText, content: string): void {
  page.node.addContentStream(page.doc.context.register(streamOf(page, content)));
}

const streamOf = (page: PDFPage, content: string): PDFStream =>
  page.doc.context.flateStream(Buffer.from(content, 'latin1'));

/** Objects set anew behind the file, as a program saves that changes little: the old ones stay in it (ISO 32000, 7.5.6). */
export function savedOver(
  pdf: Uint8Array,
  objects: readonly (readonly [number, Uint8Array | string])[],
): Uint8Array {
  const text = Buffer.from(pdf).toString('latin1');
  const previous = /startxref\s+(\d+)\s+%%EOF\s*$/u.exec(text)?.[1];
  const root = [...text.matchAll(/\/Root (\d+ \d+ R)/gu)].at(-1)?.[1];
  if (previous === undefined || root === undefined) throw new Error('not a PDF of ours');
  const parts: Buffer[] = [Buffer.from(pdf), Buffer.from('\n')];
  let at = pdf.length + 1;
  const rows = objects.map(([number, body]) => {
    const piece = Buffer.concat([
      Buffer.from(`${number} 0 obj\n`),
      Buffer.from(body),
      Buffer.from('\nendobj\n'),
    ]);
    const row = `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`;
    parts.push(piece);
    at += piece.length;
    return row;
  });
  const size = Math.max(...objects.map(([number]) => number), largestIn(text)) + 1;
  const table = `xref\n${rows.join('')}trailer\n<</Size ${size}/Root ${root}/Prev ${previous}>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table)]);
}

const largestIn = (text: string): number =>
  Math.max(...[...text.matchAll(/\/Size (\d+)/gu)].map(([, size]) => Number(size)));

/** A stream as it stands in a file. */
export function streamObject(content: string): Uint8Array {
  const bytes = Buffer.from(content, 'latin1');
  return Buffer.concat([
    Buffer.from(`<</Length ${bytes.length}>>\nstream\n`),
    bytes,
    Buffer.from('\nendstream'),
  ]);
}

/** Number of the object that holds the page's content; the page's own otherwise. */
export function contentNumber({ page }: PageText): number {
  const contents = page.node.get(PDFName.of('Contents'));
  const first = contents instanceof PDFArray ? contents.get(0) : contents;
  if (!(first instanceof PDFRef)) throw new Error('the content stands in no object of its own');
  return first.objectNumber;
}
