import { describe, expect, it } from 'vitest';
import { countReadings, fitThreshold } from '../../src/learn/fit.js';
import { parseLabels } from '../../src/learn/labels.js';
import type { Candidate } from '../../src/pipeline/extract/candidates/candidate.js';
import type { Gathered } from '../../src/pipeline/extract/extract.js';

const candidate = (value: string, more: Partial<Candidate> = {}): Candidate => ({
  field: 'invoiceNumber',
  value,
  channel: 'label',
  source: 'ocr:paddle',
  score: 0.99,
  page: 1,
  box: null,
  ...more,
});
const slip = (...candidates: Candidate[]): Gathered => ({
  kind: 'other',
  pages: [1],
  candidates,
  lines: [],
  qr: null,
});
const expectedOf = (label: unknown) => {
  const expected = parseLabels({ file: label }).get('file');
  if (expected === undefined) throw new Error('no label');
  return expected;
};

describe('counting readings', () => {
  it('counts by source, channel, type and score, and only what is labelled', () => {
    const gathered = [
      slip(
        candidate('1'),
        candidate('2', { score: 0.85 }),
        candidate('1', { source: 'qr', channel: 'code', score: 1 }),
        candidate('无标签', { field: 'note' }),
      ),
    ];
    const { counts } = countReadings(
      [{ expected: expectedOf({ number: '1' }), gathered }],
      '2026-01-01',
      'a test',
    );
    expect(counts).toEqual({
      'ocr:paddle|label|id': [0, 0, 1, 0, 1, 0].map((of, bin) =>
        bin === 1 ? { right: 0, of: 1 } : { right: bin === 4 ? 1 : 0, of: bin === 4 ? of : 0 },
      ),
      'qr|code|id': [0, 0, 0, 0, 0, 1].map((of) => ({ right: of, of })),
    });
  });

  it('holds each slip against the label it agrees with', () => {
    const expected = expectedOf({ receipts: [{ number: '1' }, { number: '2' }] });
    const { counts } = countReadings(
      [{ expected, gathered: [slip(candidate('2')), slip(candidate('1'))] }],
      '2026-01-01',
      '',
    );
    expect(counts['ocr:paddle|label|id']?.[4]).toEqual({ right: 2, of: 2 });
  });
});

describe('the threshold of acceptance', () => {
  const fields = (count: number, confidence: number, wrong = 0) =>
    Array.from({ length: count }, (_, i) => ({ confidence, exact: i >= wrong }));

  it('lies no lower than twice the error rate below certainty', () => {
    expect(fitThreshold([...fields(1000, 0.999), ...fields(10, 0.95)], 0.005)).toBe(0.99);
  });

  it('rises above confidences that were wrong too often', () => {
    expect(fitThreshold([...fields(100, 0.999), ...fields(100, 0.992, 5)], 0.005)).toBe(0.999);
  });

  it('is out of reach when nothing is sure enough', () => {
    expect(fitThreshold(fields(10, 0.9), 0.005)).toBe(1);
    expect(fitThreshold(fields(10, 0.999, 3), 0.005)).toBe(1);
  });
});
