/** What a page puts on the paper, told from its operators without drawing it. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';

/** Operators that paint no more than text, by pdfjs's names: state, colour, text and marks. */
const HARMLESS =
  /^(dependency|save|restore|transform|clip|eoClip|endPath|set|begin(Text|MarkedContent|Compat|Group|Annotation)|end(Text|MarkedContent|Compat|Group|Annotation)|paintFormXObject(Begin|End)|markPoint|moveText|nextLine|show)/;

/** Whether nothing but text is painted. `ops`: pdfjs's operators by name. */
export async function paintsOnlyText(
  page: PDFPageProxy,
  ops: Readonly<Record<string, number>>,
): Promise<boolean> {
  const names = new Map(Object.entries(ops).map(([name, code]) => [code, name]));
  const { fnArray } = await page.getOperatorList();
  return [...new Set(fnArray)].every((code) => HARMLESS.test(names.get(code) ?? ''));
}
