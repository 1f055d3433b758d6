/** Who testified. The order of trust is DOMAIN's rule 5: electronic original, QR, text layer, OCR. */
export type Source =
  | 'xml'
  | 'xbrl'
  | 'ofd'
  | 'qr'
  | 'text'
  | 'ocr:paddle'
  | 'ocr:tesseract'
  | 'ledger'
  | 'rule'
  | 'person';
