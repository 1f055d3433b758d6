import { expect, test } from 'vitest';
import type { Contents } from '../../../src/document/contents.js';
import type { PageFact } from '../../../src/document/page.js';
import { refusal } from '../../../src/document/refusal.js';
import type { FieldResult, Slip } from '../../../src/document/slip.js';
import { settledPages } from '../../../src/pipeline/join/pages.js';
import { joinParts, looseEnds, type PartSaid, refusedPart } from '../../../src/pipeline/join/parts.js';

const field = (value: string): FieldResult => ({
  value,
  confidence: 1,
  accepted: true,
  source: 'text',
  box: null,
  page: 1,
  rivals: [],
});

function slip(pages: number[], number: string, code?: string): Slip {
  return {
    id: '1',
    kind: 'vat_general_e',
    pages,
    member: null,
    fields: { invoiceNumber: field(number), ...(code === undefined ? {} : { invoiceCode: field(code) }) },
    lines: [],
    findings: [],
    qr: null,
  };
}

const fact = (page: number, role: PageFact['role'], more: Partial<PageFact> = {}): PageFact => ({
  page,
  member: null,
  role,
  entry: 1,
  ...more,
});

function part(number: number, facts: PageFact[], slips: Slip[] = []): PartSaid {
  const ms = { total: 10, decode: 1, qr: 2, ocr: 3 };
  return { part: number, pageFacts: facts, slips, ms, cpuSeconds: 0.5 };
}

const contents = (pages: number): Contents => ({
  carrier: 'pdf',
  pages,
  members: [{ name: null, carrier: 'pdf', first: 1, pages, refusal: null }],
});

const owner = { invoiceCode: '044009900111', invoiceNumber: '90817263' };

test('an invoice in two parts, and a list whose invoice stands in another, are loose ends', () => {
  const one = part(1, [fact(1, 'slip'), fact(2, 'slip')], [slip([1], '36271809'), slip([2], '90817263')]);
  const two = part(
    2,
    [fact(3, 'slip'), fact(4, 'slip')],
    [slip([3], '90817263', '044009900111'), slip([4], '1')],
  );
  const three = part(3, [
    fact(5, 'list', { owner }),
    fact(6, 'list', { owner: { ...owner, invoiceNumber: '9' } }),
  ]);
  expect(looseEnds([three, one, two])).toEqual([{ pages: [2, 3, 5] }]);
  expect(looseEnds([one, part(2, [fact(3, 'slip')], [slip([3], '5')])])).toEqual([]);
});

test('another code, another member and a separator between them keep slips of one number apart', () => {
  const one = part(1, [fact(1, 'slip')], [slip([1], '90817263', '044009900111')]);
  const code = part(2, [fact(2, 'slip')], [slip([2], '90817263', '044009900222')]);
  expect(looseEnds([one, code])).toEqual([]);
  const member = part(2, [fact(2, 'slip', { member: 'b' })], [slip([2], '90817263')]);
  expect(looseEnds([one, member])).toEqual([]);
  const parted = part(2, [fact(2, 'separator'), fact(3, 'slip')], [slip([3], '90817263')]);
  expect(looseEnds([one, parted])).toEqual([]);
});

test('what shares a page with a loose end is judged again with it', () => {
  const one = part(1, [fact(1, 'slip')], [slip([1], '11111111'), slip([1], '22222222')]);
  const two = part(2, [fact(2, 'slip'), fact(3, 'slip')], [slip([2, 3], '22222222')]);
  expect(looseEnds([one, two])).toEqual([{ pages: [1, 2, 3] }]);
});

test('joined slips take the place of their pieces, numbered in page order; lists that found their invoice are slips', () => {
  const one = part(1, [fact(1, 'slip'), fact(2, 'slip')], [slip([1], 'a'), slip([2], 'b')]);
  const two = part(2, [fact(3, 'list', { owner }), fact(4, 'slip')], [slip([4], 'c')]);
  const tied = [{ pages: [2, 3], slips: [slip([2, 3], 'b')] }];
  const reading = joinParts(contents(4), [two, one], tied);
  expect(reading.slips.map(({ id, pages }) => [id, pages])).toEqual([
    ['1', [1]],
    ['2', [2, 3]],
    ['3', [4]],
  ]);
  expect(reading.pageFacts[2]).toEqual(fact(3, 'slip'));
  expect([reading.pages, reading.refusal, reading.ms.total, reading.cpuSeconds]).toEqual([4, null, 20, 1]);
});

test('a back at the beginning of a part is one only after an invoice', () => {
  const after = (role: PageFact['role']) =>
    joinParts(contents(2), [part(1, [fact(1, role)]), part(2, [fact(2, 'back')])], []).pageFacts[1]?.role;
  expect([after('slip'), after('list'), after('other'), after('separator')]).toEqual([
    'back',
    'back',
    'other',
    'other',
  ]);
});

test('entries are counted through parts: a separator opens one, and so does the member after one that had any', () => {
  const roles = ['blank', 'separator', 'slip', 'separator', 'separator', 'blank', 'slip'] as const;
  const pages = roles.map((role, nth) => fact(nth + 1, role));
  expect(settledPages(pages).map(({ entry }) => entry)).toEqual([1, 1, 1, 2, 3, 3, 3]);
  expect(settledPages([fact(1, 'slip'), fact(2, 'separator')]).map(({ entry }) => entry)).toEqual([1, 2]);
  const next = (role: PageFact['role']) =>
    settledPages([fact(1, role, { member: 'a' }), fact(2, 'slip', { member: 'b' })])[1]?.entry;
  expect([next('separator'), next('slip')]).toEqual([2, 1]);
});

test('one page that cannot be read is that; where none can, the document is refused with the first reason', () => {
  const why = refusal('out_of_time');
  const broken = (number: number) =>
    refusedPart({ number, pieces: [{ member: null, from: number, to: number, first: number }] }, why);
  const partly = joinParts(contents(2), [part(1, [fact(1, 'other')]), broken(2)], []);
  expect([partly.refusal, partly.pageFacts[1]]).toEqual([null, fact(2, 'refused', { refusal: why })]);
  expect(joinParts(contents(2), [broken(1), broken(2)], [])).toMatchObject({
    carrier: 'pdf',
    pages: 0,
    refusal: why,
    members: [],
    pageFacts: [],
  });
});
