import { describe, expect, it } from 'vitest';
import { refusal } from '../../src/document/refusal.js';
import type { DocumentReading } from '../../src/document/report.js';
import type { FieldResult, Slip } from '../../src/document/slip.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Kind } from '../../src/invoice/kinds.js';
import { evaluateFolder } from '../../src/learn/evaluate.js';
import { parseLabels } from '../../src/learn/labels.js';
import { bestAssignment } from '../../src/learn/pairing.js';
import { formatEvaluation } from '../../src/learn/report.js';

type Values = Partial<Record<FieldName, string | readonly [value: string, confidence: number]>>;

function slip(kind: Kind, values: Values, more: Partial<Slip> = {}): Slip {
  const fields = Object.fromEntries(
    Object.entries(values).map(([name, given]): [string, FieldResult] => {
      const [value, confidence] = typeof given === 'string' ? [given, 0.99] : given;
      return [
        name,
        { value, confidence, accepted: confidence >= 0.98, source: 'text', box: null, page: 1, rivals: [] },
      ];
    }),
  );
  return { id: '1', kind, pages: [1], member: null, fields, lines: [], findings: [], qr: null, ...more };
}

const reading = (slips: readonly Slip[], seconds = 1): DocumentReading & { seconds: number } => ({
  carrier: 'pdf',
  pages: 1,
  refusal: null,
  slips,
  members: [],
  pageFacts: [],
  ms: { total: 0, decode: 0, qr: 0, ocr: 0 },
  cpuSeconds: seconds / 2,
  seconds,
});

const evaluate = (labels: unknown, readings: Readonly<Record<string, ReturnType<typeof reading> | Error>>) =>
  evaluateFolder({
    dir: '/folder',
    labels,
    read: (path) => {
      const found = readings[path.replace('/folder/', '')];
      return found instanceof Error || found === undefined
        ? Promise.reject(found ?? new Error('missing'))
        : Promise.resolve(found);
    },
  });

describe('names of labels', () => {
  const only = (label: unknown) => parseLabels({ file: label }).get('file')?.slips[0];

  it('maps the old names to ours', () => {
    const truth = only({
      type: 'ordinary_electronic',
      code: 'c',
      number: 'n',
      date: 'd',
      amount: '1',
      tax: '2',
      total: '3',
    });
    expect(truth?.kind).toBe('vat_general_e');
    expect(Object.fromEntries(truth?.fields ?? [])).toEqual({
      invoiceCode: 'c',
      invoiceNumber: 'n',
      issueDate: 'd',
      netTotal: '1',
      taxTotal: '2',
      grossTotal: '3',
    });
  });

  it.each([
    ['special_paper', [], 'vat_special_paper'],
    ['ordinary_paper', [], 'vat_general_paper'],
    ['roll', [], 'vat_general_roll'],
    ['special_electronic', [], 'vat_special_e'],
    ['ordinary_electronic', ['toll'], 'toll_e'],
    ['digital_special', [], 'digital_special'],
    ['digital_ordinary', [], 'digital_general'],
    ['train', [], 'train_paper'],
    ['taxi', [], 'taxi_paper'],
    ['toll', [], 'toll_paper'],
    ['vehicle', ['used_car'], 'used_vehicle_paper'],
    ['vehicle', [], 'other'],
    ['something', [], 'other'],
  ] as const)('%s with flags %j is %s', (type, flags, kind) => {
    expect(only({ type, flags })?.kind).toBe(kind);
  });

  it('reads dates and totals of tickets and vehicles as their own fields', () => {
    expect([
      ...(only({ type: 'train', date: 'd', total: '9', trainNo: 'G1', fromStation: 'a' })?.fields ?? []),
    ]).toEqual([
      ['travelDate', 'd'],
      ['fare', '9'],
      ['trainNumber', 'G1'],
      ['fromStation', 'a'],
    ]);
    expect([...(only({ type: 'taxi', date: 'd', total: '9' })?.fields.keys() ?? [])]).toEqual([
      'tripDate',
      'fare',
    ]);
    expect([...(only({ type: 'vehicle', total: '9', taxControlCode: 'x' })?.fields.keys() ?? [])]).toEqual([
      'carTotal',
      'cipherText',
    ]);
  });

  it('gives a slip for every part, which takes the type of the whole', () => {
    const slips = parseLabels({
      file: { type: 'taxi', receipts: [{ number: '1' }, { number: '2', type: 'toll' }] },
    });
    expect(slips.get('file')?.slips.map(({ kind }) => kind)).toEqual(['taxi_paper', 'toll_paper']);
  });

  it('reads the full truth of a drawn sample: all fields under our names, every line', () => {
    const truth = only({
      kind: 'vat_special_e',
      fields: { invoiceNumber: '1', drawer: '舒样', somethingElse: 'x' },
      lines: [{ name: '纸', amount: '1.00' }],
      qr: 'q',
    });
    expect(truth).toEqual({
      kind: 'vat_special_e',
      fields: new Map([
        ['invoiceNumber', '1'],
        ['drawer', '舒样'],
      ]),
      qr: 'q',
      lineItems: 1,
      lines: [{ name: '纸', amount: '1.00' }],
    });
  });

  it('refuses what is no set of labels', () => {
    expect(() => parseLabels([])).toThrow('not an object');
    expect(() => parseLabels({ a: 1 })).toThrow('a is not an object');
  });
});

describe('pairing', () => {
  it('takes the best sum, not the best first', () => {
    expect(
      bestAssignment([
        [3, 2],
        [3, 0],
      ]),
    ).toEqual([1, 0]);
  });

  it('leaves the one too many alone', () => {
    expect(bestAssignment([[1], [5], [2]])).toEqual([null, 0, null]);
    expect(bestAssignment([[1, 7, 3]])).toEqual([1]);
    expect(bestAssignment([])).toEqual([]);
    expect(bestAssignment([[], []])).toEqual([null, null]);
  });
});

describe('counting', () => {
  it('compares money and dates by value and names without spaces', async () => {
    const result = await evaluate(
      { a: { type: 'digital_special', total: '12.3', date: '2025-01-02', buyerName: '甲（乙）有限公司' } },
      {
        a: reading([
          slip('digital_special', {
            grossTotal: '12.30',
            issueDate: '2025-01-02',
            buyerName: '甲(乙) 有限公司',
          }),
        ]),
      },
    );
    expect(result.fields).toEqual({
      grossTotal: { n: 1, exact: 1, accepted: 1, acceptedWrong: 0 },
      issueDate: { n: 1, exact: 1, accepted: 1, acceptedWrong: 0 },
      buyerName: { n: 1, exact: 1, accepted: 1, acceptedWrong: 0 },
    });
    expect(result.kinds).toEqual({ digital_special: { n: 1, exact: 1 } });
    expect(result.headerExact).toEqual({ n: 1, exact: 1 });
    expect(result.wrong).toEqual([]);
  });

  it('tells wrong, missing, and accepted and wrong apart', async () => {
    const result = await evaluate(
      { a: { type: 'digital_special', number: '1', tax: '2.00', total: '3.00' } },
      { a: reading([slip('digital_special', { invoiceNumber: ['7', 0.99], taxTotal: ['9.00', 0.5] })]) },
    );
    expect(result.fields.invoiceNumber).toEqual({ n: 1, exact: 0, accepted: 1, acceptedWrong: 1 });
    expect(result.fields.taxTotal).toEqual({ n: 1, exact: 0, accepted: 0, acceptedWrong: 0 });
    expect(result.wrong).toEqual([
      {
        file: 'a',
        field: 'invoiceNumber',
        truth: '1',
        read: '7',
        confidence: 0.99,
        accepted: true,
        source: 'text',
      },
      {
        file: 'a',
        field: 'taxTotal',
        truth: '2.00',
        read: '9.00',
        confidence: 0.5,
        accepted: false,
        source: 'text',
      },
      {
        file: 'a',
        field: 'grossTotal',
        truth: '3.00',
        read: null,
        confidence: null,
        accepted: false,
        source: null,
      },
    ]);
    expect(result.headerExact).toEqual({ n: 1, exact: 0 });
  });

  it('counts every labelled field of refused and crashed files as wrong', async () => {
    const result = await evaluate(
      { a: { type: 'taxi', number: '1' }, b: { type: 'taxi', number: '1', lineItems: 1, qr: 'x' } },
      {
        a: { ...reading([]), refusal: refusal('damaged_file') },
        b: { ...reading([]), refusal: refusal('reader_crashed') },
      },
    );
    expect(result).toMatchObject({ files: 2, refused: 1, crashed: 1 });
    expect(result.fields.invoiceNumber).toMatchObject({ n: 2, exact: 0 });
    expect(result.lineItems).toEqual({ n: 1, exact: 0 });
    expect(result.qr).toEqual({ n: 1, exact: 0 });
    expect(result.kinds).toEqual({ taxi_paper: { n: 2, exact: 0 } });
    expect(result.failures).toEqual([
      { file: 'a', reason: 'damaged_file' },
      { file: 'b', reason: 'reader_crashed' },
    ]);
  });

  it('counts nothing when the reader itself cannot work', async () => {
    const labels = { a: { type: 'taxi', number: '1' } };
    await expect(evaluate(labels, { a: new Error('cannot start') })).rejects.toThrow('cannot start');
  });

  it('pairs slips and labels in any order and counts those too many', async () => {
    const result = await evaluate(
      { a: { type: 'taxi', receipts: [{ number: '1' }, { number: '2' }] } },
      { a: reading(['9', '2', '1'].map((number) => slip('taxi_paper', { invoiceNumber: number }))) },
    );
    expect(result.fields.invoiceNumber).toMatchObject({ n: 2, exact: 2 });
    expect(result.spurious).toBe(1);
  });

  it('expects no slip of what is no invoice', async () => {
    const labels = { a: { type: 'other', flags: ['not_an_invoice'] } };
    expect(await evaluate(labels, { a: reading([]) })).toMatchObject({
      kinds: { other: { n: 1, exact: 1 } },
      spurious: 0,
    });
    expect(await evaluate(labels, { a: reading([slip('digital_general', {})]) })).toMatchObject({
      kinds: { other: { n: 1, exact: 0 } },
      spurious: 1,
    });
  });

  it('measures line counts, QR texts and times', async () => {
    const labels = { a: { qr: '01,10,a,', lineItems: 2 }, b: { qr: 'x', lineItems: 0 } };
    const result = await evaluate(labels, {
      a: reading([slip('other', {}, { qr: '01,10, a,', lines: [{ name: '1' }, { name: '2' }] })], 1),
      b: reading([slip('other', {}, { qr: 'y', lines: [{ name: '1' }] })], 3),
    });
    expect(result.qr).toEqual({ n: 2, exact: 1 });
    expect(result.lineItems).toEqual({ n: 2, exact: 1 });
    expect(result.secondsPerFile).toEqual({ median: 1, p95: 3 });
    expect(result.cpuSecondsPerFile).toEqual({ median: 0.5, p95: 1.5 });
  });

  it('counts kinds by field, cells, whole invoices and what each source kept of its word', async () => {
    const truth = { kind: 'digital_general', fields: { invoiceNumber: '1', note: 'n' } };
    const labels = {
      a: { ...truth, lines: [{ name: '纸', unit: '箱' }] },
      b: { ...truth, lines: [{ name: '纸', unit: '箱' }] },
    };
    const lines = [{ name: '纸', unit: '箱' }];
    const result = await evaluate(labels, {
      a: reading([slip('digital_general', { invoiceNumber: '1', note: 'n' }, { lines })]),
      b: reading([slip('digital_general', { invoiceNumber: '1', note: ['m', 0.7] }, { lines: [] })]),
    });
    expect(result.kindFields.digital_general?.note).toEqual({
      n: 2,
      exact: 1,
      accepted: 1,
      acceptedWrong: 0,
    });
    expect(result.lineCells).toEqual({ name: { n: 2, exact: 1 }, unit: { n: 2, exact: 1 } });
    expect([result.headerExact, result.coreExact, result.linesExact, result.invoiceExact]).toEqual([
      { n: 2, exact: 1 },
      { n: 2, exact: 2 },
      { n: 2, exact: 1 },
      { n: 2, exact: 1 },
    ]);
    expect(result.all).toEqual({ n: 4, exact: 3, accepted: 3, acceptedWrong: 0 });
    expect(result.sources.text).toMatchObject({ n: 4, exact: 3, ece: result.ece });
  });

  it('computes the calibration error by bins', async () => {
    const labels = { a: { number: '1', code: '2' } };
    const result = await evaluate(labels, {
      a: reading([slip('other', { invoiceNumber: ['1', 0.96], invoiceCode: ['3', 0.6] })]),
    });
    expect(result.ece).toBeCloseTo((0.04 + 0.6) / 2);
    expect(formatEvaluation(result)).toMatch(/all fields +\| +2 \| +1 \|/);
  });

  it('reads only the files asked for and reports its progress', async () => {
    const seen: string[] = [];
    const result = await evaluateFolder({
      dir: '/folder',
      labels: { 'x/a': { number: '1' }, b: { number: '1' } },
      only: (file) => file.startsWith('x/'),
      read: () => Promise.resolve(reading([])),
      onProgress: (done, total, file) => seen.push(`${done}/${total} ${file}`),
    });
    expect(result.files).toBe(1);
    expect(seen).toEqual(['0/1 x/a', '1/1 ']);
  });
});
