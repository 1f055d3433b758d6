/** Who testified, in the order of trust of DOMAIN's rule 5: electronic original, QR, text layer, OCR; a person before all. */
export const SOURCES = [
  'person',
  'xml',
  'xbrl',
  'ofd',
  'qr',
  'text',
  'ocr:paddle',
  'ocr:tesseract',
  'rule',
  'ledger',
] as const;
export type Source = (typeof SOURCES)[number];
