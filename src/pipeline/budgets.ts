/**
 * What one file may cost, each number with its reason. A file past one of them is refused with a code and a remedy;
 * it is never half read. How many bytes it may have is said in document/file-kind.ts.
 */
export const BUDGETS = {
  /** CONTRACT, upload limits: 100 megapixels. Decoded to RGB that is 300 MB, which still fits beside the engines. */
  imagePixels: 100_000_000,
  /** More than a mailroom puts through a feeder at once (500 sheets), with both sides scanned. */
  pages: 1000,
  /** CONTRACT: CPU a page. */
  pageCpuMs: 20_000,
  /** CPU before the number of pages is known: starting Node and the engines takes 3 to 4 s cold, opening a 1 GB PDF some more. */
  openCpuMs: 30_000,
  /**
   * Wall clock a page, a net under the CPU budget for a child that hangs without using any. Six times the CPU budget:
   * on a busy machine a page waits more than it works.
   */
  pageWallMs: 120_000,
  /** CONTRACT allows 1.5 GB for all processes together; what remains is for the parent. */
  readerBytes: 1200 * 1024 ** 2,
  /**
   * A child above this when it has finished a file is replaced, so that the next ordinary page stays below 700 MB: on
   * top of what it holds a photo of 12 megapixels takes some 100 MB while it is read. Many pages in one file may need more.
   */
  readerIdleBytes: 550 * 1024 ** 2,
  /** Files after which a child is replaced anyway, against slow leaks in native code. */
  readerFiles: 200,
  /** Without work for this long, children end and give their memory back; the next file then waits a second or two. */
  readerIdleMs: 300_000,
  /** BASELINE: lines found at 1280 px are as many as at 1536, at two thirds of the time; 960 loses totals to cut boxes. */
  detectionSide: 1280,
  /**
   * Longer side of a page's pixels. A 12 MP photo (4032) keeps all of its own: codes and small print need them. A 48 MP
   * one is decoded at half its size, which JPEG gives for less than the whole: 146 MB of pixels would tell no more, for
   * such sensors pair four cells to a colour. 4200 × 3150 are 40 MB.
   */
  pageSide: 4200,
  /** BASELINE: the chain up to the binarised pass takes 0.26 s at the median and 0.9 s on 12 MP. */
  codeMs: 1500,
  /**
   * Dots an inch at which a PDF page is drawn for its QR and for recognition: an e-invoice's modules are 0.4 mm and so
   * 3 pixels, its smallest print (7 points) 19 pixels high.
   */
  pageDpi: 200,
  /** Elements and attributes: twelve for each of 40 000 lines of goods, which is what fits into the bytes that an XML may have. */
  xmlElements: 500_000,
  /** Invoices nest six elements, vouchers of the Ministry of Finance five; the rest is for envelopes around them. */
  xmlDepth: 64,
  /** Objects and characters on one page of an OFD. The busiest invoice has some 5000; composite units that use each other could ask for any number. */
  pageObjects: 200_000,
  /** Files embedded in a PDF that are looked at: an e-invoice has one or two, a portfolio of a month's invoices is no invoice. */
  embeddedFiles: 64,
  /** A ZIP, and an OFD, which is one. */
  archive: {
    /** An OFD page is some six parts; with {@link BUDGETS.pages} pages that is 6000. A month of a company's XML is a few thousand. */
    entries: 10_000,
    /** Inflated, all parts together. A 清单 of 4000 lines is about 10 MB of XML, scanned pages 1 MB each; a part is held in memory. */
    bytes: 256 * 1024 ** 2,
    /** XML packs 5 to 40 times, a page of one repeated line 100 times; a bomb 1000 times. Judged past `ratioFrom` only. */
    ratio: 200,
    ratioFrom: 16 * 1024 ** 2,
  },
} as const;
