/** What a page paints, asked of pdfjs once. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { RefusalError } from '../../document/refusal.js';
import type { FontFacts } from './graphics.js';
import { marksOf, type Operators, type PageMarks } from './marks.js';
import type { Frame } from './plane.js';
import type { Session } from './session.js';

export class Painted {
  readonly #session: Session;
  readonly #page: PDFPageProxy;
  readonly #ops: Operators;
  #marks: Promise<PageMarks | null> | null = null;

  /** `ops`: pdfjs's operators by name. */
  constructor(session: Session, page: PDFPageProxy, ops: Operators) {
    this.#session = session;
    this.#page = page;
    this.#ops = ops;
  }

  /** `null` where the page cannot be drawn. Throws RefusalError where the file can be read no further. */
  marks(): Promise<PageMarks | null> {
    this.#marks ??= this.#gather();
    return this.#marks;
  }

  /** Gives back the pictures that were decoded on the way: drawing decodes its own. */
  forget(): void {
    this.#page.cleanup();
  }

  async #gather(): Promise<PageMarks | null> {
    const { document, held } = this.#session;
    try {
      const layers = await held(document.getOptionalContentConfig());
      const list = await held(this.#page.getOperatorList());
      const { commonObjs } = this.#page;
      return marksOf(list, {
        view: this.#page.view as unknown as Frame,
        ops: this.#ops,
        isShown: (layer) => layers.isVisible(layer),
        fontOf: (name): FontFacts | undefined => (commonObjs.has(name) ? commonObjs.get(name) : undefined),
      });
    } catch (error) {
      if (error instanceof RefusalError || !(error instanceof Error)) throw error;
      return null;
    }
  }
}
