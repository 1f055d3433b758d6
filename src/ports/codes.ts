/** Decoding of QR codes. */
import type { Box } from '../document/geometry.js';
import type { CodeFound } from '../document/sheet.js';
import type { Raster } from './image.js';

export interface CodeReader {
  /**
   * Every distinct QR code on the page, or on the part of it `within` (fractions; the quads stay fractions of the
   * page), best effort within `budgetMs` of the
   * process's CPU time (the pass under way is finished). The quad's corners follow the
   * code's own orientation, whatever its angle (its top left finder pattern first), so that it tells how the paper lies.
   */
  read(page: Raster, budgetMs: number, within?: Box): Promise<CodeFound[]>;
}
