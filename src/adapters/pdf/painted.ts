/** What a page paints, asked of pdfjs once. */
import type { PDFPageProxy } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { RefusalError } from '../../document/refusal.js';
import type { FontFacts } from './graphics.js';
import { marksOf, type Operators, type PageMarks } from './marks.js';
import { offering, PackedJpegs } from './packed.js';
import { isShared, pixelsOf } from './pixels.js';
import type { Frame, Matrix } from './plane.js';
import { type Content, type Scan, scanOn } from './scan.js';
import type { Session } from './session.js';

export class Painted {
  readonly #session: Session;
  readonly #page: PDFPageProxy;
  readonly #ops: Operators;
  readonly #jpegs = new PackedJpegs();
  #gathered: Promise<{ readonly marks: PageMarks; readonly scan: Scan | null } | null> | null = null;
  #isForgotten = false;

  /** `ops`: pdfjs's operators by name. */
  constructor(session: Session, page: PDFPageProxy, ops: Operators) {
    this.#session = session;
    this.#page = page;
    this.#ops = ops;
  }

  /** `null` where the page cannot be drawn. Throws RefusalError where the file can be read no further. */
  async marks(): Promise<PageMarks | null> {
    return (await this.#once())?.marks ?? null;
  }

  /** The picture that is all there is to see, and what it holds; `null` where the page is to be drawn. Throws like {@link marks}. */
  async scan(): Promise<{ readonly scan: Scan; readonly content: Content } | null> {
    const scan = this.#isForgotten ? null : ((await this.#once())?.scan ?? null);
    if (scan === null) return null;
    const decoded = pixelsOf(scan.picture, this.#page);
    const content = await this.#session.held<Content | null>(Promise.race([this.#jpegs.first(), decoded]));
    return content === null || this.#jpegs.count > 1 ? null : { scan, content };
  }

  /** Gives back the pictures that were decoded on the way: drawing decodes its own. */
  forget(): void {
    this.#isForgotten = true;
    this.#jpegs.leaveAll();
    this.#page.cleanup();
  }

  close(): void {
    this.#jpegs.drop();
    this.#page.cleanup();
  }

  #once() {
    this.#gathered ??= this.#gather();
    return this.#gathered;
  }

  async #gather() {
    const { document, held } = this.#session;
    let scan: Scan | null = null;
    try {
      const layers = await held(document.getOptionalContentConfig());
      const list = await held(offering(this.#jpegs, () => this.#page.getOperatorList()));
      const { commonObjs } = this.#page;
      const view = this.#page.view as unknown as Frame;
      const marks = marksOf(list, {
        view,
        ops: this.#ops,
        isShown: (layer) => layers.isVisible(layer),
        fontOf: (name): FontFacts | undefined => (commonObjs.has(name) ? commonObjs.get(name) : undefined),
      });
      const upright = this.#page.getViewport({ scale: 1 }).transform as unknown as Matrix;
      scan = scanOn(marks, view, upright);
      return { marks, scan };
    } catch (error) {
      if (error instanceof RefusalError || !(error instanceof Error)) throw error;
      return null;
    } finally {
      // Only a scan's one picture is taken undecoded, and not where other pages wait for it to be decoded.
      if (scan === null || typeof scan.picture.source !== 'string' || isShared(scan.picture.source))
        this.#jpegs.leaveAll();
    }
  }
}
