/** XML as a plain tree. No entity beyond the five of XML itself, no DOCTYPE, nothing fetched. */

export interface XmlElement {
  /** Without its namespace prefix. */
  readonly name: string;
  /** Names without prefix. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text and CDATA, trimmed; that of its children is theirs. */
  readonly text: string;
}

export interface XmlReader {
  /**
   * Decodes by BOM, declaration (UTF-8, GBK, GB18030, UTF-16) or, without one, as UTF-8. Throws RefusalError
   * `damaged_file` for what is not well-formed or nests too deep, `unsafe_xml` for a DOCTYPE, and `too_large` past the
   * budgets of bytes and elements.
   */
  parse(bytes: Uint8Array): XmlElement;

  /**
   * The same of what is too long to be held, such as the sheet of a workbook: feeds every chunk of text and yields after
   * each, so that the caller can hand on what `events` collected. No budget but that of the text between two tags; what
   * `chunks` and `events` throw comes through.
   */
  feed(chunks: AsyncIterable<string>, events: XmlEvents): AsyncGenerator<void>;
}

/** Names come without their namespace prefix: `x:row` and `row` are the same to us. */
export interface XmlEvents {
  open(name: string, attribute: (name: string) => string | undefined): void;
  text(text: string): void;
  close(name: string): void;
}
