/**
 * What one file may cost, each number with its reason. A file past one of them is refused with a code and a remedy;
 * it is never half read. How many bytes it may have is said in document/file-kind.ts.
 */
export const BUDGETS = {
  /** CONTRACT, upload limits: 100 megapixels. Decoded to RGB that is 300 MB, which still fits beside the engines. */
  imagePixels: 100_000_000,
  /**
   * Of HEIC, which its decoder unpacks as a whole and at full size: 12 megapixels took 260 MB and 1.4 s of CPU, 25 took
   * 415 MB and 2.6 s. Telephones take 48 at most; 60 would be some 850 MB beside the engines' 300.
   */
  heicPixels: 60_000_000,
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
  /** A PDF on a disk is read at once up to this: its table, its pages and what is embedded would be most of it anyway. */
  pdfWholeBytes: 4 * 1024 ** 2,
  /**
   * Bytes of a PDF on a disk that are held at once. Past this it is opened anew before its next page, for pdfjs keeps
   * every range it was given: 48 MB are some sixty scanned pages.
   */
  pdfKeptBytes: 48 * 1024 ** 2,
  /**
   * Most bytes of such a file for one page, or to open it. A sound one takes its table and a page's pictures, 40 MB at
   * 100 megapixels; one whose table is damaged is gone through as a whole, which at 256 MB still fits the reader's memory.
   */
  pdfRangeBytes: 256 * 1024 ** 2,
  /** Elements and attributes: twelve for each of 40 000 lines of goods, which is what fits into the bytes that an XML may have. */
  xmlElements: 500_000,
  /** Invoices nest six elements, vouchers of the Ministry of Finance five; the rest is for envelopes around them. */
  xmlDepth: 64,
  /** Objects and characters on one page of an OFD. The busiest invoice has some 5000; composite units that use each other could ask for any number. */
  pageObjects: 200_000,
  /**
   * Characters of one line of an OFD; what follows is a line of its own. Across A3 there is room for some 600 of the
   * smallest print, and what looks for fields tries each place of a line with each other.
   */
  lineGlyphs: 1000,
  /** Files embedded in a PDF that are looked at: an e-invoice has one or two, a portfolio of a month's invoices is no invoice. */
  embeddedFiles: 64,
  /**
   * A signature's ASN.1. A seal's picture makes it 6 to 30 KB and some 60 elements, a chain of certificates with a time
   * stamp 20 KB and 1000; the library that parses it allows no deeper nesting than we ask for.
   */
  signedValue: { bytes: 4 * 1024 ** 2, nodes: 20_000, depth: 40 },
  /** Signatures of one file that are verified: an invoice has one or two, and each takes some 10 ms. */
  signatures: 16,
  /**
   * PDFs up to this are searched for signatures byte by byte, some 30 ms: one that an appended revision hides is found.
   * Larger ones are scans, searched only where their form names a signature.
   */
  signatureScanBytes: 64 * 1024 ** 2,
  /** Strings of a PDF, such as a signature's certificates, which pdfjs does not hand out. */
  pdfStrings: {
    /** Bytes of one: a certificate has some 1 to 2 KB, and twice that in hexadecimal digits. */
    bytes: 64 * 1024,
    /** Streams of objects that are opened: they hold 100 objects each, and an invoice has one or two of them. */
    streams: 64,
    /** Such a stream inflated: 100 objects of a few KB. */
    streamBytes: 4 * 1024 ** 2,
    /** Revisions of one object. */
    revisions: 16,
  },
  /** How far from its byte range, and from its value, a signature's dictionary begins and ends: certificates may stand in it. */
  signatureReach: 64 * 1024,
  /** Certificates of a signature's chain. */
  certificates: 8,
  /** Areas of a PDF's or OFD's page that are held against each character; a form has some hundred cells. */
  covers: 400,
  /** What is looked at for signs of editing in the text of a PDF. */
  editSigns: {
    /** Figures of a page; invoices have some hundreds, lists some thousands. */
    figures: 5000,
    /** Places told of each sign on a page: who edits changes a few values. */
    told: 8,
    /** Ends of revisions looked for in a file: more saves than anybody's. */
    ends: 16,
    /** Earlier revisions that a page is compared with, the newest first: each is opened as a file of its own, some 20 ms. */
    revisions: 3,
    /** Pages compared so: an invoice's own are the first ones. */
    pages: 8,
    /** Characters of such a page, for each value is counted in all of it: a full page of print has some 10 000. */
    chars: 40_000,
  },
  /** Squares of a PDF's page that one run of text is looked for in; a longer one is not parted. */
  pdfRunSquares: 4096,
  /** Pictures of a page that are looked at by themselves for a code. An invoice has one code, and seals and marks beside it. */
  codePictures: 6,
  /** What an opened OFD keeps, so that nothing is unpacked or put together twice. */
  ofdKept: {
    /** Pages: tags and pages ask for the same ones, and an invoice has few. */
    pages: 8,
    /** Bytes of unpacked parts: an invoice's are all asked for again, by its signatures. */
    bytes: 4 * 1024 ** 2,
    /** And of those that were parsed: a tree takes some twenty times as much. */
    parsedBytes: 512 * 1024,
  },
  /** Characters that all tags of an OFD may say: each names what stands on a page, and nothing else. */
  ofdTagChars: 4 * 1024 ** 2,
  /** Groups in groups on an OFD's page, and composite units that use others: more is a loop. */
  ofdDepth: 16,
  tiff: {
    /** Directories looked at: four for each of {@link BUDGETS.pages}, since each may bring a mask, a thumbnail and a copy. */
    directories: 4000,
    /** Entries of one directory; some sixty tags are known. */
    entries: 4096,
  },
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
  /** A ZIP or mail that holds documents. What is nested in it is one more {@link BUDGETS.archive}. */
  container: {
    /** As in an archive: a month of a company's papers, and what systems put beside them. */
    entries: 10_000,
    /** Files in it that are told one by one; what is junk is not counted. */
    members: 5_000,
    /** Pages of all members together: a month of a company's XML is a few thousand, each a page. */
    pages: 5_000,
    /** A container that is a file may hold others, these hold no more. */
    depth: 2,
    /** Inflated, of all entries that are looked into, nested ones included: what 1 GB of XML and scans comes to. */
    bytes: 4 * 1024 ** 3,
    /** Inflated, of one: it is held in memory while it is read, a PDF twice, and a reader has {@link BUDGETS.readerBytes}. */
    memberBytes: 256 * 1024 ** 2,
    /** Of a whole mail: it is parsed in memory, with each file in it decoded beside it. Mail servers take 25 to 50 MB. */
    mailBytes: 128 * 1024 ** 2,
    /** A picture inside a mail's text with fewer pixels is a logo or an icon: an invoice cannot be read from so few. */
    inlinePixels: 200_000,
    /** Characters of a member's name that are kept, its end: paths in archives are hardly ever longer. */
    nameLength: 250,
  },
  mail: {
    /** Parts that hold no others: the most attachments seen on one mail are some hundred, and each is looked at by itself. */
    parts: 5000,
    /** Multiparts within each other; mail programs use three, lists and virus scanners put two more around them. */
    depth: 32,
    /** Header lines of one part that tell about its content: a long name in a wasteful encoding takes 2 KB. */
    headerBytes: 64 * 1024,
    /** Texts of an MSG, subject and body: msgreader takes 24 bytes for each of these, and a book of 1000 pages has 4 MB. */
    textBytes: 8 * 1024 ** 2,
    /** Folders within each other in an MSG: each message attached to another is two deeper. */
    folders: 32,
  },
  /** Files below this are read into memory at once; of longer ones only what is needed, as far as their kind allows. */
  loadedBytes: 32 * 1024 ** 2,
  /**
   * Pages' work of a document that is read at once: three sheets of a bundle with what hangs on them. Cutting it would
   * cost more (its file opened again, its sheets stored) than a second reader saves.
   */
  wholePages: 8,
  /**
   * Pages' work of one part of a longer one: some 10 s of one reader. A photo that is handed in behind a pile waits for
   * the first part under way to end: half as long as with parts of eight, which cost a fiftieth less a page.
   */
  partPages: 4,
  /**
   * Pages of a document that may cost a reader each, or all the time a page has. With the parts they are found in that is
   * ten minutes of CPU; without a bound a thousand pages made for it would take six hours.
   */
  lostPages: 16,
  /** One question to an external register. */
  register: {
    /** Inflated; an invoice of 2000 lines is some 500 KB of JSON. */
    answerBytes: 1024 ** 2,
    /** Characters of what it says in words that are kept. */
    textLength: 500,
    /** Waiting for one's turn under its rate limit: longer than this and the work is better done later. */
    turnMs: 60_000,
  },
} as const;
