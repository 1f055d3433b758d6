import { describe, expect, it } from 'vitest';
import { checkSlip } from '../../../src/pipeline/check/check.js';
import { digital, TODAY } from './slips.js';

const GROSS = digital().fields.grossTotal?.value ?? '';
const misread = GROSS.replace(/\.\d\d$/, '.99');
const ocr = (value: string, confidence: number) =>
  ({ value, source: 'ocr:paddle', confidence, accepted: true }) as const;

describe('a broken hard rule', () => {
  it('takes the confidence of the recognised field that is likelier to blame, and leaves what was read exactly', () => {
    const slip = digital({ fields: { grossTotal: ocr(misread, 0.991) }, qr: null });
    const { fields } = checkSlip(slip, TODAY);
    expect(fields.grossTotal).toMatchObject({ accepted: false });
    expect(fields.grossTotal?.confidence).toBeLessThan(0.25);
    expect(fields.netTotal).toEqual(slip.fields.netTotal);
  });

  it('parts the blame by how doubtful each was', () => {
    const words = digital().fields.grossTotalWords?.value ?? '';
    const slip = digital({
      fields: { grossTotal: ocr(misread, 0.999), grossTotalWords: ocr(words, 0.99), netTotal: null },
      qr: null,
    });
    const { fields } = checkSlip(slip, TODAY);
    expect(fields.grossTotal?.confidence).toBeGreaterThan(fields.grossTotalWords?.confidence ?? 1);
    expect(fields.grossTotal?.accepted).toBe(false);
  });

  it('takes nothing where all was read exactly: then the paper breaks it', () => {
    const slip = digital({ fields: { grossTotal: misread } });
    const { fields, findings } = checkSlip(slip, TODAY);
    expect(fields).toEqual(slip.fields);
    expect(findings.some(({ result, severity }) => result === 'broken' && severity === 'E')).toBe(true);
  });

  it('changes no more when checked again', () => {
    const once = checkSlip(digital({ fields: { grossTotal: ocr(misread, 0.991) }, qr: null }), TODAY);
    expect(checkSlip(once, TODAY)).toEqual(once);
  });
});
