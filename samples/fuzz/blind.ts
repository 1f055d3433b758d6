/** The tools that damaged files are read with: everything that parses is real, what looks at pixels sees nothing. */
import { assembleReadTools } from '../../src/assemble-reading.js';
import type { ReadTools } from '../../src/pipeline/tools.js';
import type { OcrEngine } from '../../src/ports/ocr.js';
import type { OfdDocument, OfdPage } from '../../src/ports/ofd.js';
import type { PdfDocument, PdfPage } from '../../src/ports/pdf.js';

/**
 * Everything that parses what came from outside, but neither recognition nor the search for codes: those get pixels,
 * which are pixels whatever the file was, and would take 99 % of the time. For the same reason pages are drawn at a
 * quarter of their dots: every operator is executed, on a sixteenth of the pixels.
 */
export async function blindTools(): Promise<ReadTools> {
  const nothingSeen: OcrEngine = {
    source: 'ocr:paddle',
    findLines: async () => [],
    findTurn: async () => 0,
    readLines: async () => [],
    close: async () => undefined,
  };
  const tools = await assembleReadTools();
  return {
    ...tools,
    codes: { read: async () => [] },
    ocr: async () => nothingSeen,
    pdf: { ...tools.pdf, open: async (file) => coarsePdf(await tools.pdf.open(file)) },
    ofd: { ...tools.ofd, open: async (bytes) => coarseOfd(await tools.ofd.open(bytes)) },
  };
}

const COARSER = 4;

const coarsePdf = (pdf: PdfDocument): PdfDocument => ({
  pages: pdf.pages,
  page: async (number) => coarse(await pdf.page(number)),
  attachments: () => pdf.attachments(),
  signatures: () => pdf.signatures(),
  traces: () => pdf.traces(),
  close: () => pdf.close(),
});

const coarseOfd = (ofd: OfdDocument): OfdDocument => ({
  ...ofd,
  page: async (number) => coarse(await ofd.page(number)),
});

/** The page, drawn with fewer dots; all else is its own. */
function coarse<T extends PdfPage | OfdPage>(page: T): T {
  const render: T['render'] = (dpi, maxSide) => page.render(dpi / COARSER, maxSide / COARSER);
  return new Proxy(page, {
    get(target, name) {
      if (name === 'render') return render;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
