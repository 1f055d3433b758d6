import { describe, expect, it } from 'vitest';
import type { Box } from '../../../../src/document/geometry.js';
import type { KnownParty } from '../../../../src/document/ledger.js';
import type { FieldName } from '../../../../src/invoice/fields.js';
import type { Kind } from '../../../../src/invoice/kinds.js';
import { priors } from '../../../../src/learn/priors.js';
import type { Candidate } from '../../../../src/pipeline/extract/candidates/candidate.js';
import { judgeFields } from '../../../../src/pipeline/extract/judge/judge.js';
import { knownParties } from '../../../../src/pipeline/known-parties.js';
import type { Count, Models } from '../../../../src/pipeline/models.js';
import { uscc } from '../../check/slips.js';

/** Nineteen readings of twenty are right, and of mended ones two of three, whatever they are of. */
const readings: Record<string, Count[]> = {
  'ocr:paddle|label': Array.from({ length: 9 }, (): Count => [950, 1000]),
  'ocr:paddle|repair': Array.from({ length: 9 }, (): Count => [67, 100]),
};
const base = priors('2026-01-01');
const models: Models = {
  ...base,
  calibration: { ...base.calibration, readings: { ...base.calibration.readings, counts: readings } },
};

const HERE: Box = [0.1, 0.1, 0.3, 0.12];
let row = 0;
/** Read from a print of its own unless a box is given. */
function read(field: FieldName, value: string, more: Partial<Candidate> = {}): Candidate {
  row += 1;
  const box: Box = [0.1, row / 1000, 0.3, row / 1000 + 0.0005];
  return { field, value, channel: 'label', source: 'ocr:paddle', score: 0.98, page: 1, box, ...more };
}
const judge = (
  candidates: readonly Candidate[],
  kind: Kind = 'digital_general',
  known: readonly KnownParty[] = [],
) => judgeFields({ kind, candidates, lines: [] }, models, knownParties(known));

const ID = uscc('110108', 'MAQX0002');
const BUYER = uscc('320594', 'MAQX0001');

describe('looks at one print', () => {
  it('are one witness: a second look that agrees is worth less than a second print', () => {
    const first = read('drawer', '舒样', { box: HERE });
    const look = read('drawer', '舒样', { box: HERE, look: 'taller' });
    const alone = judge([first]).drawer?.confidence ?? 0;
    const twice = judge([first, look]).drawer?.confidence ?? 0;
    const apart = judge([first, read('drawer', '舒样')]).drawer?.confidence ?? 0;
    expect(alone).toBeLessThan(twice);
    expect(twice).toBeLessThan(apart);
  });

  it('that differ take confidence and leave a rival', () => {
    const first = read('drawer', '舒样', { box: HERE });
    const { drawer } = judge([first, read('drawer', '舒祥', { box: HERE, look: 'wider' })]);
    expect(drawer?.value).toBe('舒样');
    expect(drawer?.confidence).toBeLessThan(judge([first]).drawer?.confidence ?? 0);
    expect(drawer?.rivals).toMatchObject([{ value: '舒祥' }]);
  });
});

describe('rules that tie fields', () => {
  it('choose the less likely path when the sum proves it, and say that it was mended', () => {
    const { netTotal, grossTotal } = judge([
      read('netTotal', '108.00', { box: HERE }),
      read('netTotal', '100.00', { box: HERE, look: 'path' }),
      read('taxTotal', '13.00'),
      read('grossTotal', '113.00'),
    ]);
    expect(netTotal).toMatchObject({ value: '100.00', repaired: true });
    expect(netTotal?.rivals).toMatchObject([{ value: '108.00' }]);
    expect(grossTotal?.repaired).toBeUndefined();
  });

  it('accept no mending where another would do as well', () => {
    const mended = [
      read('drawer', '舒样', { box: HERE, channel: 'repair' }),
      read('drawer', '舒祥', { box: HERE, channel: 'repair' }),
    ];
    const open: Models = { ...models, thresholds: { ...models.thresholds, accept: 0.01 } };
    const { drawer } = judgeFields({ kind: 'other', candidates: mended, lines: [] }, open);
    expect(drawer?.accepted).toBe(false);
    const [only] = mended;
    if (only === undefined) throw new Error('no mending');
    expect(judgeFields({ kind: 'other', candidates: [only], lines: [] }, open).drawer?.accepted).toBe(true);
  });

  it('hold the year of a number against the date', () => {
    const number = (year: string) => read('invoiceNumber', `${year}942000000012345678`);
    const fits = judge([number('25'), read('issueDate', '2025-03-01')]).issueDate?.confidence ?? 0;
    const not = judge([number('25'), read('issueDate', '2023-03-01')]).issueDate?.confidence ?? 1;
    expect(not).toBeLessThan(fits - 0.05);
  });

  it('hold the rate of the lines against the tax', () => {
    const candidates = [read('netTotal', '100.00'), read('taxTotal', '13.00')];
    const withRate = (taxRate: string) =>
      judgeFields({ kind: 'digital_general', candidates, lines: [{ name: '纸', taxRate }] }, models).taxTotal
        ?.confidence ?? 0;
    expect(withRate('13%')).toBeGreaterThan(withRate('***'));
    expect(withRate('6%')).toBeLessThan(withRate('***'));
  });

  it('add up what a flight costs', () => {
    const fare = read('fare', '330.28');
    const rest = [
      read('fuelSurcharge', '64.22'),
      read('taxTotal', '35.50'),
      read('civilAviationFund', '50.00'),
      read('grossTotal', '480.00'),
    ];
    const sure = judge([fare, ...rest], 'digital_air').fare?.confidence ?? 0;
    expect(sure).toBeGreaterThan(judge([fare], 'digital_air').fare?.confidence ?? 1);
    const derived = judge(rest, 'digital_air').fare;
    expect(derived).toMatchObject({ value: '330.28', source: 'rule' });
  });

  it('take one id on both sides for a mix-up', () => {
    const twice = judge([read('buyerTaxId', ID), read('sellerTaxId', ID)]);
    const two = judge([read('buyerTaxId', BUYER), read('sellerTaxId', ID)]);
    expect(twice.buyerTaxId?.confidence).toBeLessThan(two.buyerTaxId?.confidence ?? 0);
  });
});

describe('the amount in words', () => {
  const words = (value: string, more: Partial<Candidate> = {}) => read('grossTotalWords', value, more);

  it('is the reading that spells the figures, not one that lost its end', () => {
    const cut = words('壹佰元整', { box: HERE });
    const whole = words('壹佰元伍角', { box: HERE, look: 'path', score: 0.4 });
    expect(judge([cut, whole]).grossTotalWords?.value).toBe('壹佰元整');
    const fields = judge([cut, whole, read('grossTotal', '100.50')]);
    expect(fields.grossTotalWords).toMatchObject({ value: '壹佰元伍角', repaired: true });
  });

  it('is doubtful where the figures say otherwise, and sure where they agree; its own figures do not count', () => {
    const confidence = (...more: Candidate[]) =>
      judge([words('壹佰元整', { box: HERE }), ...more]).grossTotalWords?.confidence ?? 0;
    const own = read('grossTotal', '100.00', { box: HERE, channel: 'words' });
    expect(confidence(own)).toBe(confidence());
    expect(confidence(own, read('grossTotal', '100.00'))).toBeGreaterThan(confidence());
    expect(confidence(own, read('grossTotal', '188.00'))).toBeLessThan(confidence() - 0.2);
  });
});

describe('known companies', () => {
  const known = [{ name: '杭州样例木牛贸易有限公司', taxId: ID }];
  const misread = read('sellerName', '杭州样例木生贸易有限公司');

  it('support a name that was nearly read beside its tax id, as a mending', () => {
    const fields = judge([misread, read('sellerTaxId', ID)], 'digital_general', known);
    expect(fields.sellerName).toMatchObject({ value: known[0]?.name, repaired: true, source: 'ledger' });
    expect(fields.sellerName?.rivals).toMatchObject([{ value: misread.value }]);
  });

  it('decide nothing alone: a mending is accepted only where somebody read it so', () => {
    const open: Models = { ...models, thresholds: { ...models.thresholds, accept: 0.01 } };
    const name = (candidates: readonly Candidate[]) =>
      judgeFields(
        { kind: 'digital_general', candidates: [...candidates, read('sellerTaxId', ID)], lines: [] },
        open,
        knownParties(known),
      ).sellerName;
    const at = { ...misread, box: HERE };
    expect(name([at])).toMatchObject({ value: known[0]?.name, accepted: false });
    const path: Candidate = { ...at, value: known[0]?.name ?? '', look: 'path', score: 0.3 };
    expect(name([at, path])).toMatchObject({ value: known[0]?.name, repaired: true, accepted: true });
  });

  it('add nothing to what was written down as characters', () => {
    const exact = { ...misread, source: 'text' } as const;
    expect(judge([exact, read('sellerTaxId', ID)], 'digital_general', known).sellerName).toMatchObject({
      value: misread.value,
      rivals: [],
    });
  });

  it('support nothing that was not nearly read', () => {
    const other = read('sellerName', '成都虚构蜃楼物流有限公司');
    const fields = judge([other, read('sellerTaxId', ID)], 'digital_general', known);
    expect(fields.sellerName?.value).toBe(other.value);
    expect(judge([read('sellerTaxId', ID)], 'digital_general', known).sellerName).toBeUndefined();
    expect(judge([misread], 'digital_general', known).sellerName?.value).toBe(misread.value);
  });

  it('make a pair that was read as it is known surer', () => {
    const pair = [read('sellerName', known[0]?.name ?? ''), read('sellerTaxId', ID)];
    const sure = judge(pair, 'digital_general', known).sellerName?.confidence ?? 0;
    expect(sure).toBeGreaterThan(judge(pair).sellerName?.confidence ?? 1);
  });
});
