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
}
