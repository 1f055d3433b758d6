/** Signs of editing are told with a place, never errors. */
import { describe, expect, it } from 'vitest';
import type { EditSign } from '../../../src/document/evidence.js';
import type { Slip } from '../../../src/document/slip.js';
import { checkSlip } from '../../../src/pipeline/check/check.js';

const slip: Slip = {
  id: '1',
  kind: 'digital_general',
  pages: [2],
  member: null,
  fields: {
    grossTotal: {
      value: '371.52',
      confidence: 0.99,
      accepted: true,
      source: 'ocr:paddle',
      box: [0.7, 0.7, 0.9, 0.75],
      page: 2,
      rivals: [],
    },
  },
  lines: [],
  findings: [],
  qr: null,
};
const sign: EditSign = { what: 'uneven', page: 2, boxes: [[0.8, 0.71, 0.82, 0.74]], text: '￥371.52' };
const findingsOf = (signs: readonly EditSign[] | null, from = slip) =>
  checkSlip(from, '2026-01-01', null, signs === null ? null : { signs, codes: [] }).findings.filter(
    ({ id }) => id === 'F4',
  );

describe('F4', () => {
  it('names the field, marks the place and asks for the original', () => {
    const [finding] = findingsOf([sign]);
    expect(finding).toMatchObject({
      result: 'broken',
      severity: 'I',
      places: [{ page: 2, box: sign.boxes[0] }],
    });
    expect(finding?.message).toMatch(/第 2 页，价税合计 .*请对照原件核实此处/);
  });

  it('warns only of print that was saved otherwise than the rest of the page', () => {
    const severities = (['copied', 'resaved', 'uneven'] as const).map(
      (what) => findingsOf([{ ...sign, what }])[0]?.severity,
    );
    expect(severities).toEqual(['I', 'W', 'I']);
  });

  it('only tells of a program that edits, and takes nothing from any field', () => {
    const [finding] = findingsOf([{ what: 'editor', page: 2, boxes: [], text: 'Adobe Photoshop' }]);
    expect(finding).toMatchObject({ result: 'unknown', severity: 'I' });
    expect(
      checkSlip(slip, '2026-01-01', null, { signs: [sign], codes: [] }).fields.grossTotal?.accepted,
    ).toBe(true);
  });

  it('stays when the pages are not at hand any more, and goes when they show nothing', () => {
    const checked = checkSlip(slip, '2026-01-01', null, { signs: [sign], codes: [] });
    expect(findingsOf(null, checked)).toHaveLength(1);
    expect(findingsOf([], checked)).toEqual([]);
  });
});
