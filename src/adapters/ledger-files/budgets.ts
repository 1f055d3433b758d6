/** What one ledger file may cost, each number with its reason. Past one of them the file is refused, never half read. */
export const LEDGER_BUDGETS = {
  /** A year of a large company exports to some 50 MB of xlsx; CSV is larger. */
  fileBytes: 512 * 1024 ** 2,
  /** A full sheet of 1 048 576 rows with 20 columns is about 1.2 GB of XML; it is streamed, so this costs time, not memory. */
  sheetBytes: 1536 * 1024 ** 2,
  /** Shared strings are held in memory while the sheets are read, at about twice their size. */
  sharedStringBytes: 192 * 1024 ** 2,
  /** A sheet of a million rows has some two million different texts; empty ones cost five bytes of the above and eight of memory. */
  sharedStrings: 8_000_000,
  /** Everything else in the package: workbook, relations. */
  partBytes: 8 * 1024 ** 2,
  /** Spreadsheets compress 5 to 60 times; a bomb 1000 times. Judged only past `ratioFrom`, since tiny parts vary. */
  ratio: 200,
  ratioFrom: 32 * 1024 ** 2,
  /** Entries of the package: sheets, styles, printer settings; exports have about 20. */
  entries: 2000,
  /** Excel's own limits: rows a sheet, characters a cell. */
  rows: 1_048_576,
  cellChars: 32_767,
  /** Excel allows 16 384 columns; the widest of the bureau's sheets has 30. */
  columns: 512,
  /** Rows of a CSV, which knows no end of its own: the keys of all of them are held, to tell of those that come twice. */
  csvRows: 2_000_000,
  /** All cells of one row, which are written to the database with 499 others: two of Excel's longest. A row has some 500. */
  rowChars: 65_536,
  /** Identifiers and names are looked up by indexes of the database, which take 2.7 KB. The longest names of companies have 100. */
  idChars: 64,
  nameChars: 300,
  /** Lines of 信息汇总表 wait in memory until their invoice comes: about 0.4 KB each. */
  lines: 500_000,
  /** And the characters of all of them together: a line has some 80, but one shared text may fill each. */
  lineChars: 64 * 1024 ** 2,
  /** Lines of one invoice where they are gathered as they come; the longest lists of goods have some thousand. */
  linesOfInvoice: 10_000,
  /** Rows above the header row: titles, 税款所属期. */
  headerWithin: 30,
  /** An .xls is parsed as a whole by a library: its 65 536 rows of 20 columns are about 15 MB. */
  xlsBytes: 24 * 1024 ** 2,
  /** All its texts together, which are handed from one thread to another. */
  xlsChars: 96 * 1024 ** 2,
  /** Heap of the thread that parses it: some forty times the longest file, so that only what was made to swell reaches it. */
  xlsMemoryMb: 1024,
  /** A full sheet takes seconds; a file that takes minutes was made to. */
  xlsMs: 120_000,
  /** One tag of an HTML table: styles of a cell have some hundred characters. */
  tagChars: 64 * 1024,
  /** One invoice as JSON or XML: five thousand lines of 200 characters. */
  itemChars: 1024 ** 2,
} as const;
