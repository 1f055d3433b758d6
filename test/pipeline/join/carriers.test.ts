/** One invoice, one record: what several originals say together, and what they differ in. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../src/document/finding.js';
import type { RecordSource } from '../../../src/document/record.js';
import type { FieldResult, LineItem, Slip } from '../../../src/document/slip.js';
import type { Source } from '../../../src/document/source.js';
import type { FieldName } from '../../../src/invoice/fields.js';
import { bestVoices, mergeSlips } from '../../../src/pipeline/join/carriers.js';
import { differencesOf } from '../../../src/pipeline/join/differences.js';

type Said = string | Partial<FieldResult>;
type Fields = Partial<Record<FieldName, Said>>;

const CARRIERS = { xml: 'xml', ofd: 'ofd', text: 'pdf' } as const;
let originals = 0;

/** An original whose fields all come from one source, accepted unless told otherwise. */
function original(
  source: Source,
  fields: Fields,
  more: Partial<Slip> & { sha256?: string } = {},
): RecordSource {
  originals += 1;
  const { sha256 = `sha-${originals}`, ...slip } = more;
  const judged = Object.entries(fields).map(([name, said]) => {
    const given = typeof said === 'string' ? { value: said } : said;
    const base = { confidence: 0.99, accepted: true, source, box: null, page: 1, rivals: [] };
    return [name, { ...base, value: '', ...given }];
  });
  return {
    documentId: `d${originals}`,
    slipId: '1',
    file: `${source}-${originals}`,
    sha256,
    size: 1,
    carrier: source in CARRIERS ? CARRIERS[source as keyof typeof CARRIERS] : 'image',
    handedInAt: new Date(originals),
    slip: {
      id: '1',
      kind: 'digital_general',
      pages: [1],
      member: null,
      fields: Object.fromEntries(judged),
      lines: [],
      findings: [],
      qr: null,
      ...slip,
    },
  };
}

const line = (name: string, amount: string): LineItem => ({ name, amount });
const merged = (...sources: RecordSource[]): Slip => mergeSlips('r1', sources);
const f3 = (...sources: RecordSource[]): readonly Finding[] =>
  merged(...sources).findings.filter(({ id }) => id === 'F3');

describe('the best source of a field', () => {
  const unsure = { accepted: false, confidence: 0.6 };
  const cases: [string, RecordSource[], string][] = [
    ['XML before PDF', [original('text', { note: 'b' }), original('xml', { note: 'a' })], 'a'],
    ['QR before text', [original('text', { note: 'b' }), original('qr', { note: 'a' })], 'a'],
    ['text before OCR', [original('ocr:paddle', { note: 'b' }), original('text', { note: 'a' })], 'a'],
    ['a person before XML', [original('xml', { note: 'b' }), original('person', { note: 'a' })], 'a'],
    [
      'the surer of two photos',
      [
        original('ocr:paddle', { note: { value: 'b', confidence: 0.98 } }),
        original('ocr:paddle', { note: 'a' }),
      ],
      'a',
    ],
    [
      'what is accepted before a better source in doubt',
      [original('text', { note: { value: 'b', ...unsure } }), original('ocr:paddle', { note: 'a' })],
      'a',
    ],
    [
      'XML before what is accepted elsewhere, even in doubt',
      [original('text', { note: 'b' }), original('xml', { note: { value: 'a', ...unsure } })],
      'a',
    ],
    [
      'what stands there before a mask',
      [original('xml', { passengerName: '王*' }), original('ocr:paddle', { passengerName: '王明' })],
      '王明',
    ],
    [
      'what stands there before a blank',
      [original('xml', { note: '' }), original('text', { note: 'a' })],
      'a',
    ],
    [
      'an original that is blank before a doubtful smudge',
      [original('ocr:paddle', { note: { value: 'b', ...unsure } }), original('xml', { note: '' })],
      '',
    ],
    [
      'whoever says anything',
      [original('xml', {}), original('ocr:paddle', { note: { value: 'a', ...unsure } })],
      'a',
    ],
  ];
  it.each(cases)('%s', (_name, sources, value) => {
    const field = sources[0] && 'passengerName' in sources[0].slip.fields ? 'passengerName' : 'note';
    expect(merged(...sources).fields[field]?.value).toBe(value);
    expect(merged(...sources.toReversed()).fields[field]?.value).toBe(value);
  });

  it('keeps what the others say as rivals, each value once, and names the original', () => {
    const xml = original('xml', { note: { value: 'a', rivals: [rival('c'), rival('b')] } });
    const sources = [original('text', { note: 'b' }), xml, original('ocr:paddle', { note: 'b ' })];
    expect(merged(...sources).fields.note?.rivals.map(({ value, source }) => [value, source])).toEqual([
      ['b', 'text'],
      ['c', 'ocr:paddle'],
    ]);
    expect(bestVoices(sources).get('note')?.documentId).toBe(xml.documentId);
  });

  const rival = (value: string) => ({
    value,
    confidence: 0.01,
    source: 'ocr:paddle' as const,
    box: null,
    page: 1,
  });
});

describe('what agreement and disagreement do to confidence', () => {
  const doubt = { value: '1.00', accepted: false, confidence: 0.7 };

  it('takes the highest measured confidence of those that agree, and no higher', () => {
    const { fields } = merged(
      original('xml', { grossTotal: { value: '1.00', confidence: 0.99 } }),
      original('ocr:paddle', { grossTotal: { value: '1.00', confidence: 0.997 } }),
    );
    expect(fields.grossTotal).toMatchObject({
      confidence: 0.997,
      accepted: true,
      source: 'xml',
      agreeing: ['ocr:paddle'],
    });
  });

  it('accepts nothing that nobody accepted, however many say it', () => {
    const { fields } = merged(
      original('ocr:paddle', { grossTotal: doubt }),
      original('text', { grossTotal: doubt }),
      original('qr', { grossTotal: doubt }),
    );
    expect(fields.grossTotal).toMatchObject({ accepted: false, confidence: 0.7 });
  });

  it('accepts what an original says, though the photo was in doubt', () => {
    const { fields } = merged(
      original('ocr:paddle', { grossTotal: doubt }),
      original('xml', { grossTotal: '1.00' }),
    );
    expect(fields.grossTotal).toMatchObject({ accepted: true, source: 'xml' });
  });

  it('acts on neither of two equally good originals that differ', () => {
    const { fields } = merged(
      original('text', { grossTotal: '1.00' }),
      original('text', { grossTotal: { value: '2.00', confidence: 0.99 } }),
    );
    expect(fields.grossTotal?.accepted).toBe(false);
    expect(fields.grossTotal?.confidence).toBeLessThan(0.5);
  });

  it('keeps the word of the original against a lesser copy', () => {
    const { fields } = merged(
      original('text', { grossTotal: '1.00' }),
      original('xml', { grossTotal: '2.00' }),
    );
    expect(fields.grossTotal).toMatchObject({ value: '2.00', accepted: true, confidence: 0.99 });
  });

  it('no longer calls a value mended that another original shows as it stands', () => {
    const mended = { value: 'A1', repaired: true };
    expect(merged(original('ocr:paddle', { checkCode: mended })).fields.checkCode?.repaired).toBe(true);
    const both = merged(
      original('ocr:paddle', { checkCode: mended }),
      original('ocr:paddle', { checkCode: 'A1' }),
    );
    expect(both.fields.checkCode?.repaired).toBeUndefined();
  });
});

describe('F3', () => {
  it('names field, both values and both files', () => {
    const [xml, pdf] = [
      original('xml', { grossTotal: '113.00' }),
      original('text', { grossTotal: '118.00' }),
    ];
    expect(f3(pdf, xml)).toEqual([
      {
        id: 'F3',
        result: 'broken',
        severity: 'E',
        message: `价税合计在各原件中不一致：113.00（${xml.file}），118.00（${pdf.file}）`,
      },
    ]);
    expect(differencesOf([pdf, xml])).toMatchObject([
      { field: 'grossTotal', certain: true, voices: [{ from: xml }, { from: pdf }] },
    ]);
  });

  it('is a warning where one side was recognised from a picture', () => {
    const found = f3(
      original('xml', { grossTotal: '113.00' }),
      original('ocr:paddle', { grossTotal: '118.00' }),
    );
    expect(found).toMatchObject([{ result: 'broken', severity: 'W' }]);
    expect(found[0]?.message).toContain('可能是误读');
  });

  it('is an error where the picture’s QR said it', () => {
    const photo = original('ocr:paddle', { issueDate: { value: '2026-01-02', agreeing: ['qr'] } });
    expect(f3(original('xml', { issueDate: '2026-01-03' }), photo)).toMatchObject([{ severity: 'E' }]);
  });

  const doubtful = (value: string) => ({ value, accepted: false, confidence: 0.6 });
  const silent: [string, Fields, Source, Fields][] = [
    ['what nobody accepted', { grossTotal: '1.00' }, 'text', { grossTotal: doubtful('2.00') }],
    ['a field that one side lacks', { buyerName: '甲公司' }, 'text', {}],
    ['a blank', { buyerTaxId: '91310000MA1FL0AA0X' }, 'text', { buyerTaxId: '' }],
    ['a mask', { passengerName: '王小明' }, 'text', { passengerName: '王*明' }],
    ['a masked tax', { taxTotal: '0.00' }, 'text', { taxTotal: '***' }],
    ['money written otherwise', { grossTotal: '1113.00' }, 'text', { grossTotal: '¥1,113.00' }],
    ['a date written otherwise', { issueDate: '2026-01-02' }, 'text', { issueDate: '2026年01月02日' }],
    [
      'brackets, spaces and case',
      { buyerName: '甲（上海） abc公司' },
      'text',
      { buyerName: '甲(上海)ABC公司' },
    ],
    ['the mark behind a person', { buyerName: '王小明' }, 'text', { buyerName: '王小明（个人）' }],
    ['the end of a check code', { checkCode: '12345678901234567890' }, 'qr', { checkCode: '567890' }],
    ['notes, which the print makes longer', { note: 'a' }, 'text', { note: 'a 开户行 b' }],
    ['a sum of our own', { netTotal: '1.00' }, 'rule', { netTotal: '2.00' }],
    ['a person’s word', { netTotal: '1.00' }, 'person', { netTotal: '2.00' }],
  ];
  it.each(silent)('says nothing of %s', (_name, ours, source, theirs) => {
    const found = f3(original('xml', ours), original(source, theirs));
    expect(found.filter(({ result }) => result === 'broken')).toEqual([]);
  });

  it('counts an original that is silent in doubt by its electronic word', () => {
    const ofd = original('ofd', { grossTotal: doubtful('2.00') });
    expect(f3(original('xml', { grossTotal: '1.00' }), ofd)).toMatchObject([
      { result: 'broken', severity: 'E' },
    ]);
  });

  it('holds where originals agree, and is silent about a single one', () => {
    const [xml, pdf] = [original('xml', { grossTotal: '1.00' }), original('text', { grossTotal: '1.00' })];
    expect(f3(xml, pdf)).toMatchObject([{ result: 'holds', message: expect.stringContaining('2 份原件') }]);
    expect(f3(xml)).toEqual([]);
  });

  it('hears the same bytes once', () => {
    const first = original('text', { grossTotal: '1.00' }, { sha256: 'same' });
    const again = original('text', { grossTotal: '1.00' }, { sha256: 'same' });
    expect(f3(first, again)).toEqual([]);
    expect(merged(first, again).fields.grossTotal?.agreeing).toBeUndefined();
  });
});

describe('the rest of the slip', () => {
  it('takes kind, QR and identity', () => {
    const photo = original('ocr:paddle', {}, { kind: 'other', qr: '01,32' });
    const pdf = original('text', { note: 'a' }, { kind: 'digital_special' });
    expect(merged(photo, pdf)).toMatchObject({
      id: 'r1',
      kind: 'digital_special',
      pages: [],
      member: null,
      qr: '01,32',
    });
  });

  it('takes the lines of the best original of which they add up', () => {
    const fields = { netTotal: '3.00' };
    const xml = original('xml', fields, { lines: [] });
    const half = original('ofd', fields, { lines: [line('ofd', '1.00')] });
    const whole = original('text', fields, { lines: [line('a', '1.00'), line('b', '2.00')] });
    expect(merged(xml, half, whole).lines.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(merged(xml, half).lines.map(({ name }) => name)).toEqual(['ofd']);
  });

  it('keeps what was found about each file, worst first, and leaves the rules to be asked again', () => {
    const finding = (id: string, result: Finding['result']): Finding => ({
      id,
      result,
      severity: 'W',
      message: id,
    });
    const pdf = original('text', {}, { findings: [finding('F1', 'holds'), finding('A2', 'broken')] });
    const other = original('text', {}, { findings: [finding('F1', 'broken'), finding('F3', 'broken')] });
    expect(merged(pdf, other).findings.map(({ id, message }) => [id, message])).toEqual([
      ['F1', `${other.file}：F1`],
      ['F1', `${pdf.file}：F1`],
      ['F3', `${other.file}：F3`],
    ]);
  });

  it('tells of each place which original it is in', () => {
    const finding: Finding = { id: 'F4', result: 'broken', severity: 'W', message: 'F4' };
    const place = { page: 2, box: [0.1, 0.1, 0.2, 0.2] } as const;
    const photo = original('ocr:paddle', {}, { findings: [{ ...finding, places: [place] }] });
    const [only] = merged(original('text', {}), photo).findings;
    expect(only?.places).toEqual([{ ...place, documentId: photo.documentId }]);
  });

  it('is nothing without slips', () => {
    expect(() => mergeSlips('r1', [])).toThrow(RangeError);
  });
});

describe('lines of goods in F3', () => {
  const xml = (...amounts: string[]) => having('xml', amounts);
  const having = (source: Source, amounts: readonly string[], fields: Fields = { netTotal: '3.00' }) =>
    original(source, fields, { lines: amounts.map((amount) => line('货物', amount)) });
  const cases: [string, RecordSource, RecordSource, string][] = [
    ['amounts that differ', xml('1.00', '2.00'), having('text', ['1.00', '9.00']), 'broken E'],
    [
      'amounts that differ and add up alike',
      xml('1.00', '2.00'),
      having('ofd', ['1.50', '1.50']),
      'broken E',
    ],
    ['a line less of the same sum', xml('1.00', '2.00'), having('ofd', ['3.00']), 'broken E'],
    [
      'the same in print, where a line may be taken for two',
      xml('3.00'),
      having('text', ['1.00', '2.00']),
      'broken W',
    ],
    ['another order', xml('1.00', '2.00'), having('text', ['2.00', '1.00']), 'holds E'],
    ['a photo with a line less', xml('1.00', '2.00'), having('ocr:paddle', ['1.00']), 'holds E'],
    [
      'a page of which a part was recognised',
      xml('1.00', '2.00'),
      having('text', ['1.00'], {
        netTotal: '3.00',
        issueDate: { value: '2026-01-02', source: 'ocr:paddle' },
      }),
      'holds E',
    ],
    [
      'a line that refers to a list elsewhere',
      xml('1.00', '2.00'),
      original('text', { netTotal: '3.00' }, { lines: [line('(详见销货清单)', '3.00')] }),
      'holds E',
    ],
    ['an original without lines', xml('1.00', '2.00'), having('text', []), 'holds E'],
  ];
  it.each(cases)('%s', (_what, one, other, found) => {
    expect(f3(one, other).map(({ result, severity }) => `${result} ${severity}`)).toEqual([found]);
  });

  it('says how many and how much each original has', () => {
    const [finding] = f3(xml('1.00', '2.00'), having('text', ['1.00']));
    expect(finding?.message).toMatch(
      /明细.*2 行，金额合计 3\.00（xml-\d+），1 行，金额合计 1\.00（text-\d+）/,
    );
  });
});
