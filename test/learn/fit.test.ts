import { describe, expect, it } from 'vitest';
import type { Box } from '../../src/document/geometry.js';
import { addTables, withLearnt } from '../../src/learn/add.js';
import { countReadings } from '../../src/learn/count.js';
import { fitModels } from '../../src/learn/fit.js';
import { type LabelledGathering, labelledSlips } from '../../src/learn/gathering.js';
import { parseLabels } from '../../src/learn/labels.js';
import { priors } from '../../src/learn/priors.js';
import { fitThreshold } from '../../src/learn/threshold.js';
import type { Candidate } from '../../src/pipeline/extract/candidates/candidate.js';
import type { Gathered } from '../../src/pipeline/extract/extract.js';
import { judgeFields } from '../../src/pipeline/extract/judge/judge.js';

const HERE: Box = [0.1, 0.1, 0.3, 0.12];
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
const file = (label: unknown, ...gathered: Gathered[]): LabelledGathering => {
  const expected = parseLabels({ file: label }).get('file');
  if (expected === undefined) throw new Error('no label');
  return { expected, gathered };
};
const BINS = [0, 0.8, 0.9];
const count = (...files: LabelledGathering[]) => countReadings(files.flatMap(labelledSlips), BINS);

describe('counting readings', () => {
  it('counts by source, channel, field and score, and only what is labelled', () => {
    const { readings } = count(
      file(
        { number: '1' },
        slip(
          candidate('1'),
          candidate('2', { score: 0.85 }),
          candidate('1', { source: 'qr', channel: 'code', score: 1 }),
          candidate('无标签', { field: 'note' }),
        ),
      ),
    );
    expect(readings).toEqual({
      'ocr:paddle|label|id|invoiceNumber|other': [
        [0, 0],
        [0, 1],
        [1, 1],
      ],
      'qr|code|id|invoiceNumber|other': [
        [0, 0],
        [0, 0],
        [1, 1],
      ],
    });
  });

  it('holds each slip against the label it agrees with', () => {
    const { readings } = count(
      file({ receipts: [{ number: '1' }, { number: '2' }] }, slip(candidate('2')), slip(candidate('1'))),
    );
    expect(readings['ocr:paddle|label|id|invoiceNumber|other']?.[2]).toEqual([2, 2]);
  });

  it('counts second looks at one print as patterns, and what they rescue, but as no readings of their own', () => {
    const at = (value: string, look?: Candidate['look']) =>
      candidate(value, { box: HERE, ...(look === undefined ? {} : { look }) });
    const { readings, patterns, rescues } = count(
      file({ number: '1' }, slip(at('1'), at('1', 'taller'))),
      file({ number: '1' }, slip(at('7'), at('1', 'taller'), at('2', 'path'))),
    );
    expect(readings['ocr:paddle|label|id|invoiceNumber|other']?.[2]).toEqual([1, 2]);
    expect(patterns).toEqual({ '1/0': { ifRight: 1, ifWrong: 0 }, '0/1': { ifRight: 0, ifWrong: 1 } });
    expect(rescues).toMatchObject({ taller: [1, 1], 'near path': [0, 1], 'near path|id': [0, 1] });
  });

  it('counts checks on wrong values only: what we draw is lawful, and life is not', () => {
    const sums = (net: string) =>
      slip(
        candidate(net, { field: 'netTotal' }),
        candidate('13.00', { field: 'taxTotal' }),
        candidate('113.00', { field: 'grossTotal' }),
      );
    const label = { amount: '100.00', tax: '13.00', total: '113.00' };
    expect(count(file(label, sums('100.00'))).checks.sumHolds).toEqual({ ifRight: [0, 0], ifWrong: [0, 0] });
    expect(count(file(label, sums('108.00'))).checks.sumHolds.ifWrong).toEqual([0, 1]);
  });
});

describe('adding up', () => {
  it('adds class by class', () => {
    expect(addTables({ a: [[1, 2]] }, { a: [[1, 1]], b: [[0, 3]] })).toEqual({ a: [[2, 3]], b: [[0, 3]] });
  });

  it('keeps what was counted before and says where both came from', () => {
    const base = priors('2026-01-01').calibration;
    const learnt = { ...count(file({ number: '1' }, slip(candidate('2')))), confidence: {} };
    const { readings, evidence } = withLearnt(base, learnt, '2026-02-01', 'a folder');
    expect(readings).toMatchObject({ date: '2026-02-01', from: 'src/learn/priors.ts; a folder' });
    expect(evidence.checks.sumHolds).toEqual(base.evidence.checks.sumHolds);
  });
});

describe('fitting', () => {
  /** One reading in eleven is wrong, whatever its score says. */
  const files = Array.from({ length: 220 }, (_, i) =>
    file({ number: '12345678' }, slip(candidate(i % 11 === 3 ? '12345679' : '12345678'))),
  );
  const options = { base: priors('2026-01-01'), files, date: '2026-02-01', from: 'a test', errorRate: 0.005 };

  it('brings confidences to what was counted', () => {
    const { models, fields, after } = fitModels(options);
    const field = judgeFields(slip(candidate('12345678')), models).invoiceNumber;
    expect(fields).toBe(220);
    expect(field?.confidence).toBeGreaterThan(0.88);
    expect(field?.confidence).toBeLessThan(0.93);
    expect(field?.accepted).toBe(false);
    expect(after.result().ece).toBeLessThan(0.02);
  });

  it('adds to what was known: many right ones outweigh the wrong', () => {
    const { models } = fitModels(options);
    const right = Array.from({ length: 600 }, () => file({ number: '1' }, slip(candidate('1'))));
    const again = fitModels({ ...options, base: models, files: right });
    const field = judgeFields(slip(candidate('12345678')), again.models).invoiceNumber;
    expect(field?.confidence).toBeGreaterThan(0.93);
  });
});

describe('the threshold of acceptance', () => {
  const judged = (of: number, confidence: number, wrong = 0) => ({ confidence, right: of - wrong, of });

  it('lies where the mean of what is accepted, said and seen, stays within the error rate', () => {
    expect(fitThreshold([judged(2000, 0.999), judged(100, 0.985, 1), judged(900, 0.97)], 0.005)).toBe(0.985);
  });

  it('rises above confidences that were wrong too often', () => {
    expect(fitThreshold([judged(1000, 0.999), judged(1000, 0.992, 15)], 0.005)).toBe(0.999);
  });

  it('is out of reach when nothing is sure enough, or too little was counted to show it', () => {
    expect(fitThreshold([judged(10_000, 0.9)], 0.005)).toBe(1);
    expect(fitThreshold([judged(1000, 0.999, 9)], 0.005)).toBe(1);
    expect(fitThreshold([judged(450, 0.9999)], 0.005)).toBe(1);
    expect(fitThreshold([judged(470, 0.9999)], 0.005)).toBe(0.9999);
  });
});
