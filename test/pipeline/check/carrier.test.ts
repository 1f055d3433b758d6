import { describe, expect, it } from 'vitest';
import type { EditSign, SignatureReport } from '../../../src/document/evidence.js';
import type { Slip } from '../../../src/document/slip.js';
import { checkSlip } from '../../../src/pipeline/check/check.js';
import type { FileEvidence } from '../../../src/pipeline/check/subject.js';
import { digital, legacy, TODAY } from './slips.js';

const INTACT: SignatureReport = {
  state: 'intact',
  coversAll: true,
  chain: ['示例省税务局', '示例签章证书'],
  signedAt: '2024-05-28T10:11:12Z',
  algorithm: 'SM2 SM3',
  problem: null,
};

const evidence = (changes: Partial<FileEvidence>): FileEvidence => ({
  carrier: 'ofd',
  signatures: [INTACT],
  hidden: [],
  texts: [],
  papers: [],
  ...changes,
});

const findingsOf = (slip: Slip, changes: Partial<FileEvidence>, id: string) =>
  checkSlip(slip, TODAY, evidence(changes)).findings.filter((finding) => finding.id === id);

describe('F2: signatures of an OFD', () => {
  it('names who signed an intact one, and does not speak of trust', () => {
    expect(findingsOf(legacy(), {}, 'F2')).toEqual([
      {
        id: 'F2',
        result: 'holds',
        severity: 'W',
        message: '签名完好（示例省税务局，SM2 SM3，2024-05-28；证书由 示例签章证书 签发，未作信任判断）',
      },
    ]);
  });

  it.each([
    ['broken', { state: 'broken', problem: 'Doc/One.xml 的摘要不一致' }, 'broken', '签名损坏：Doc/One.xml'],
    [
      'not checked',
      { state: 'not_checked', problem: '未知的签名算法 1.2' },
      'unknown',
      '签名未验：未知的签名算法 1.2',
    ],
    [
      'less than all',
      { coversAll: false, problem: '签名未覆盖 A.xml' },
      'unknown',
      '签名完好，但签名未覆盖 A.xml',
    ],
  ] as const)('tells what is %s apart', (_, changes, result, message) => {
    expect(findingsOf(legacy(), { signatures: [{ ...INTACT, ...changes }] }, 'F2')).toEqual([
      { id: 'F2', result, severity: 'W', message: expect.stringContaining(message) },
    ]);
  });

  it('misses a signature on an invoice of the tax-control system, and only mentions it on a digital one', () => {
    const e = legacy({ kind: 'vat_general_e' });
    expect(findingsOf(e, { signatures: [] }, 'F2')).toMatchObject([{ result: 'broken', severity: 'W' }]);
    expect(findingsOf(digital(), { signatures: [] }, 'F2')).toMatchObject([
      { result: 'unknown', severity: 'I' },
    ]);
  });
});

describe('F1: a PDF', () => {
  const pdf = { carrier: 'pdf' } as const;

  it('was edited where bytes follow what was signed, unless they are signed as well', () => {
    const partly = { ...INTACT, coversAll: false, problem: '签名后追加了 812 字节' };
    expect(findingsOf(digital(), { ...pdf, signatures: [partly] }, 'F1')).toMatchObject([
      { result: 'broken', message: expect.stringContaining('签名后追加了 812 字节') },
    ]);
    expect(findingsOf(digital(), { ...pdf, signatures: [partly, INTACT] }, 'F1')).toMatchObject([
      { result: 'holds' },
      { result: 'holds' },
    ]);
  });

  it('need not be signed, least of all a scan', () => {
    expect(findingsOf(digital(), { ...pdf, signatures: [] }, 'F1')).toMatchObject([
      { result: 'unknown', severity: 'I' },
    ]);
    const scan = digital({ all: { source: 'ocr:paddle' } });
    expect(findingsOf(scan, { ...pdf, signatures: [] }, 'F1')).toEqual([]);
  });

  it('says what no eye sees', () => {
    const hidden = [{ page: 1, text: '合计 9,999.00', drawn: '合计 99.00' }];
    expect(findingsOf(digital(), { ...pdf, hidden }, 'F1')).toMatchObject([
      {
        result: 'broken',
        severity: 'W',
        message: expect.stringContaining('“合计 9,999.00”，该处所见为“合计 99.00”'),
      },
      { result: 'holds' },
    ]);
  });
});

describe('F1: what an editor left', () => {
  const INTACT_PDF = { carrier: 'pdf' } as const;
  const changed = (changes: Partial<FileEvidence>, slip = digital()) =>
    findingsOf(slip, { ...INTACT_PDF, ...changes }, 'F1').filter(({ result }) => result !== 'holds');

  it.each([
    ['mixed', 'W', '同一数值中有两种字体或字号'],
    ['overlaid', 'W', '同一位置有两个不同的数字重叠'],
    ['replaced', 'W', '文件的旧版本在此处为另一内容'],
    ['on_picture', 'I', '扫描图上另加了可见文字'],
    ['stray', 'I', '此金额的字体与版面上其他数字都不同'],
    ['patched', 'W', '扫描图上此处先被遮盖，再加了数字'],
  ] as const)('%s: with the place, and no finding about a picture', (what, severity, message) => {
    const sign: EditSign = { what, page: 1, boxes: [[0.1, 0.2, 0.3, 0.25]], text: '371.52' };
    const { findings } = checkSlip(digital(), TODAY, evidence(INTACT_PDF), { signs: [sign], codes: [] });
    expect(findings.filter(({ id, result }) => /F[14]/.test(id) && result === 'broken')).toEqual([
      {
        id: 'F1',
        result: 'broken',
        severity,
        message: expect.stringContaining(message),
        places: [{ page: 1, box: sign.boxes[0] }],
      },
    ]);
  });

  it('only mentions that it was saved over, and by an editor', () => {
    const traces = { updates: 2, software: ['Acrobat Pro DC 21.1', 'iText 5.5'] };
    expect(changed({ traces })).toHaveLength(1);
    expect(changed({ traces, signatures: [] })).toMatchObject([
      { message: expect.stringContaining('无签名') },
      { result: 'unknown', severity: 'I', message: expect.stringContaining('2 次') },
      { result: 'unknown', severity: 'I', message: expect.stringContaining('Acrobat Pro DC 21.1') },
    ]);
    expect(changed({ traces: { updates: 0, software: ['iText 5.5', 'Acrobat Distiller 9'] } })).toEqual([]);
  });

  it('mentions a page that is of no invoice of its kind; 数电 ones grow with their lines', () => {
    const papers = (width: number, height: number) => [{ page: 1, width, height }];
    expect(changed({ papers: papers(595.28, 396.85) })).toEqual([]);
    expect(changed({ papers: papers(595.28, 841.89) })).toEqual([]);
    expect(changed({ papers: papers(842, 595) })).toMatchObject([
      { severity: 'I', message: expect.stringContaining('297 × 210 毫米') },
    ]);
    const old = legacy({ kind: 'vat_general_e' });
    expect(changed({ papers: papers(610, 394) }, old)).toEqual([]);
    expect(changed({ papers: papers(595.28, 841.89) }, old)).toMatchObject([{ severity: 'I' }]);
  });
});

describe('what a file says for machines, and what it shows', () => {
  const rival = { confidence: 0, box: null, page: 1 };
  const total = digital().fields.grossTotal?.value ?? '';
  const told = (other: string) =>
    digital({
      fields: {
        grossTotal: { value: total, source: 'xml', rivals: [{ ...rival, value: other, source: 'text' }] },
      },
    });

  it('differ: F2 of an OFD, F3 of a PDF', () => {
    const message = expect.stringContaining(`价税合计为 ${total}，另处为 9.90`);
    expect(findingsOf(told('9.90'), { texts: ['¥9.90'] }, 'F2')).toContainEqual({
      id: 'F2',
      result: 'broken',
      severity: 'W',
      message,
    });
    expect(findingsOf(told('9.90'), { carrier: 'pdf', texts: ['¥9.90'] }, 'F3')).toEqual([
      { id: 'F3', result: 'broken', severity: 'E', message },
    ]);
  });

  it('agree where the page says the value at all, but not as a part of another', () => {
    expect(findingsOf(told('9.90'), { texts: [`¥${total}`] }, 'F2')).toContainEqual(
      expect.objectContaining({ result: 'holds', message: expect.stringContaining('一致（1 项）') }),
    );
    expect(findingsOf(told('9.90'), { texts: [`1${total}`] }, 'F2')).toContainEqual(
      expect.objectContaining({ result: 'broken' }),
    );
  });

  it('keep what they were found to be when the file is not at hand any more', () => {
    const found = checkSlip(digital(), TODAY, evidence({ signatures: [] }));
    const again = checkSlip(found, TODAY);
    expect(again.findings.filter(({ id }) => id === 'F2')).toEqual(
      found.findings.filter(({ id }) => id === 'F2'),
    );
  });
});

it('F1: a total that is printed otherwise than words, sums or QR say is told with its place', () => {
  const slip = digital();
  const { grossTotal } = slip.fields;
  if (grossTotal === undefined) throw new Error('a total');
  const rival = {
    value: '9371.52',
    confidence: 0,
    source: 'text',
    box: [0.7, 0.7, 0.8, 0.72],
    page: 1,
  } as const;
  const forged: Slip = {
    ...slip,
    fields: { ...slip.fields, grossTotal: { ...grossTotal, source: 'text', rivals: [rival] } },
  };
  const told = (one: Slip) =>
    findingsOf(one, { carrier: 'pdf' }, 'F1').filter(({ message }) => message.includes('印为'));
  expect(told(forged)).toMatchObject([
    { severity: 'W', message: expect.stringContaining('9371.52'), places: [{ page: 1, box: rival.box }] },
  ]);
  expect(told(slip)).toEqual([]);
  const unconfirmed = { ...grossTotal, source: 'rule', accepted: false, rivals: [rival] } as const;
  const [sure] = told({ ...slip, fields: { ...slip.fields, grossTotal: unconfirmed } });
  expect(sure).not.toHaveProperty('unsure');
});

it('F2: a total is told likewise of an OFD whose tags say what its page says', () => {
  const slip = digital();
  const { grossTotal } = slip.fields;
  if (grossTotal === undefined) throw new Error('a total');
  const rival = { value: '9371.52', confidence: 0, source: 'ofd', box: null, page: 1 } as const;
  const outvoted = { ...grossTotal, source: 'qr', agreeing: ['text'], rivals: [rival] } as const;
  const forged: Slip = { ...slip, fields: { ...slip.fields, grossTotal: outvoted } };
  const told = (...texts: readonly string[]) =>
    findingsOf(forged, { texts }, 'F2').filter(({ message }) => message.includes('印为'));
  expect(told('(小写)¥9,371.52')).toMatchObject([{ result: 'broken', severity: 'W' }]);
  // Where the page says otherwise than the tags, that is what is told.
  expect(told('(小写)¥4,449.00')).toEqual([]);
});
