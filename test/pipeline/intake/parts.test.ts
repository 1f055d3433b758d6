import { expect, test } from 'vitest';
import { type Contents, type Member, placeOf } from '../../../src/document/contents.js';
import type { Carrier } from '../../../src/document/report.js';
import { isJunk, isOneFile, uniqueNames } from '../../../src/pipeline/intake/names.js';
import { partsOf } from '../../../src/pipeline/intake/parts.js';

/** Members of so many pages, one after the other; 0: refused. */
function contents(...members: [carrier: Carrier, pages: number][]): Contents {
  let first = 1;
  const all = members.map(([carrier, pages], nth): Member => {
    const member = { name: `${nth}`, carrier, first, pages, refusal: null };
    first += pages;
    return member;
  });
  return { carrier: 'zip', pages: first - 1, members: all };
}

const spans = (of: Contents) =>
  partsOf(of).map(({ pieces }) => pieces.map(({ member, from, to, first }) => [member, from, to, first]));

const lengthOf = (parts: readonly unknown[]): number => parts.length;

test('a document of few pages is one part, however many files it has', () => {
  expect(spans(contents(['pdf', 8]))).toEqual([[['0', 1, 8, 1]]]);
  expect(spans(contents(['pdf', 9]))).toHaveLength(3);
  expect(partsOf(contents(['pdf', 5], ['image', 1], ['pdf', 2]))).toHaveLength(1);
  expect(spans(contents(['image', 1], ['pdf', 3]))).toEqual([
    [
      ['0', 1, 1, 1],
      ['1', 1, 3, 2],
    ],
  ]);
});

test('a long member is cut evenly, every page in one part', () => {
  const cut = partsOf(contents(['pdf', 201]));
  const pages = cut.flatMap(({ pieces }) => pieces.map(({ from, to }) => to - from + 1));
  expect(pages.reduce((all, count) => all + count, 0)).toBe(201);
  expect([Math.min(...pages), Math.max(...pages)]).toEqual([3, 4]);
  expect(cut.map(({ number }) => number)).toEqual(cut.map((_, index) => index + 1));
});

test('small members are packed together, structured ones by the dozen; refused ones are in no part', () => {
  const mixed = contents(['pdf', 3], ['pdf', 0], ['image', 1], ['pdf', 2], ['image', 1], ['pdf', 2]);
  expect(spans(mixed)).toEqual([
    [
      ['0', 1, 3, 1],
      ['2', 1, 1, 4],
    ],
    [
      ['3', 1, 2, 5],
      ['4', 1, 1, 7],
    ],
    [['5', 1, 2, 8]],
  ]);
  const many = (carrier: Carrier, count: number) =>
    partsOf(contents(...Array.from({ length: count }, () => [carrier, 1] as [Carrier, number])));
  expect([many('xml', 256), many('xml', 512), many('ofd', 64), many('ofd', 128)].map(lengthOf)).toEqual([
    1, 4, 1, 4,
  ]);
});

test('an OFD of very many pages, which may be a scan, keeps no reader for long', () => {
  const pages = partsOf(contents(['ofd', 64])).flatMap(({ pieces }) =>
    pieces.map(({ from, to }) => to - from + 1),
  );
  expect(pages).toEqual(Array.from({ length: 8 }, () => 8));
  expect(partsOf(contents(['ofd', 8]))).toHaveLength(1);
});

test('a page is found in the member it is of', () => {
  const { members } = contents(['pdf', 6], ['pdf', 0], ['image', 1]);
  expect([placeOf(members, 6), placeOf(members, 7), placeOf(members, 8)]).toEqual([
    { member: '0', page: 6 },
    { member: '2', page: 1 },
    null,
  ]);
});

test('names are unique, the same each time, and none is the folder of another', () => {
  const names = ['a.pdf', 'a.pdf', './a.pdf', 'a (2).pdf', 'b.zip', 'b.zip/c.pdf', '\0', '', '../x.pdf'];
  const unique = uniqueNames(names);
  expect(unique).toEqual([
    'a.pdf',
    'a (2).pdf',
    'a (3).pdf',
    'a (2) (2).pdf',
    'b (2).zip',
    'b.zip/c.pdf',
    '\uFFFD',
    '?',
    '../x.pdf',
  ]);
  expect(uniqueNames(names)).toEqual(unique);
  expect([...(uniqueNames(['票'.repeat(5000)])[0] ?? '')]).toHaveLength(250);
});

test('junk is what nobody handed in; a ZIP of another program is one file', () => {
  const junk = ['__MACOSX/._a.pdf', 'may/.DS_Store', 'Thumbs.db', 'x/desktop.ini', '._a.pdf'];
  expect(junk.every((name) => isJunk(name, false))).toBe(true);
  expect(['a.pdf', 'readme.txt'].some((name) => isJunk(name, false))).toBe(false);
  expect(['invite.ics', 'smime.p7s', 'body.html'].every((name) => isJunk(name, true))).toBe(true);
  expect(isOneFile(['[Content_Types].xml', 'word/document.xml'])).toBe(true);
  expect(isOneFile(['may/a.xml', 'mimetype.pdf'])).toBe(false);
});
