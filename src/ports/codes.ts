/** Decoding of QR codes. */
import type { CodeFound } from '../document/sheet.js';
import type { Raster } from './image.js';

export interface CodeReader {
  /**
   * Every distinct QR code on the page, best effort within `budgetMs` of wall clock (the pass under way is finished).
   * The quad's corners follow the code's own orientation (its top left finder pattern first) so that it tells how the page is turned.
   */
  read(page: Raster, budgetMs: number): Promise<CodeFound[]>;
}
