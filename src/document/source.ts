/** Who testified. The order of trust is DOMAIN's rule 5: electronic original, QR, text layer, OCR. */
export const SOURCES = [
  'xml',
  'xbrl',
  'ofd',
  'qr',
  'text',
  'ocr:paddle',
  'ocr:tesseract',
  'ledger',
  'rule',
  'person',
] as const;
export type Source = (typeof SOURCES)[number];
