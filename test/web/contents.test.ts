/** How the page sorts what a long document holds: groups, what needs a look, page numbers, and the way there. */
import { describe, expect, it } from 'vitest';
import type { DocumentAnswer, MemberAnswer, PageFactAnswer, SlipAnswer } from '../../web/src/api/types.js';
import { type Asked, claimsPath, documentPath, routeOf } from '../../web/src/app/router.js';
import { batchesOf, type Entry, FILES_AT_ONCE, filesIn } from '../../web/src/capture/files.js';
import {
  countRoles,
  groupsOf,
  groupsToLookAt,
  isTray,
  memberAt,
  pageRanges,
  pagesRead,
  slipNeedsLook,
  slipsOf,
} from '../../web/src/contents/model.js';

const slip = (id: string, pages: number[], change: Partial<SlipAnswer> = {}): SlipAnswer => ({
  id,
  kind: 'digital_general',
  pages,
  member: null,
  fields: {},
  lines: [],
  findings: [],
  qr: null,
  recordId: null,
  verdict: {
    outcome: 'match',
    state: 'normal',
    confidence: 0.99,
    reasons: [],
    remedy: '',
    ledgerId: '1',
    candidates: [],
    checkedAt: '2026-03-01T00:00:00Z',
  },
  ...change,
});

const member = (name: string | null, first: number, pages: number): MemberAnswer => ({
  name,
  carrier: 'pdf',
  first,
  pages,
  refusal: pages === 0 ? { code: 'encrypted_pdf', message: '已加密', remedy: '去除口令' } : null,
});

const fact = (page: number, role: PageFactAnswer['role'], change: Partial<PageFactAnswer> = {}) => ({
  page,
  member: null,
  role,
  entry: 1,
  ...change,
});

type Contents = Pick<DocumentAnswer, 'members' | 'pageFacts' | 'pages' | 'slips'>;

const scan: Contents = {
  pages: 6,
  members: [member(null, 1, 6)],
  slips: [slip('1', [1]), slip('2', [4, 5])],
  pageFacts: [
    fact(1, 'slip'),
    fact(2, 'blank'),
    fact(3, 'separator', { entry: 2, label: '差旅费' }),
    fact(4, 'slip', { entry: 2 }),
    fact(5, 'slip', { entry: 2 }),
  ],
};

describe('groupsOf', () => {
  it('parts a scan at its separators and shows what is not read yet', () => {
    const groups = groupsOf(scan);
    expect(
      groups.map(({ entry, tiles }) => [entry, tiles.map(({ page, role }) => `${page} ${role}`)]),
    ).toEqual([
      [{ number: 1, label: '' }, ['1 slip', '2 blank']],
      [{ number: 2, label: '差旅费' }, ['3 separator', '4 slip', '5 slip', '6 waiting']],
    ]);
    expect(countRoles(groups).get('slip')).toBe(3);
  });

  it('lists a slip once, where it begins', () => {
    expect(groupsOf(scan).flatMap(({ tiles }) => slipsOf(tiles).map(({ id }) => id))).toEqual(['1', '2']);
  });

  it('begins a group with each file, those without readable pages included', () => {
    const groups = groupsOf({
      pages: 3,
      members: [member('a.pdf', 1, 2), member('locked.pdf', 3, 0), member('b.pdf', 3, 1)],
      slips: [],
      pageFacts: [fact(1, 'slip'), fact(2, 'back'), fact(3, 'other')],
    });
    expect(groups.map(({ member: file, tiles }) => [file?.name, tiles.length])).toEqual([
      ['a.pdf', 2],
      ['locked.pdf', 0],
      ['b.pdf', 1],
    ]);
    expect(groupsToLookAt(groups, true).map(({ member: file }) => file?.name)).toEqual([
      'locked.pdf',
      'b.pdf',
    ]);
  });

  it('has no headings for a single file without separators', () => {
    const [only, ...others] = groupsOf({ ...scan, pageFacts: scan.pageFacts.slice(0, 2) });
    expect(others).toEqual([]);
    expect(only).toMatchObject({ member: null, entry: null });
  });
});

describe('what needs a look', () => {
  it('is a slip that is not in order, or breaks a rule that matters', () => {
    const broken = { id: 'F3', result: 'broken', severity: 'E', message: '' } as const;
    expect(slipNeedsLook(slip('1', [1]), true)).toBe(false);
    expect(slipNeedsLook(slip('1', [1], { findings: [broken] }), true)).toBe(true);
    expect(slipNeedsLook(slip('1', [1], { findings: [{ ...broken, severity: 'I' }] }), true)).toBe(false);
    const { verdict } = slip('1', [1]);
    if (verdict === null) throw new Error('the fixture has a verdict');
    expect(slipNeedsLook(slip('1', [1], { verdict: { ...verdict, state: 'void' } }), true)).toBe(true);
  });

  it('is a slip without a verdict once nothing more will come', () => {
    expect(slipNeedsLook(slip('1', [1], { verdict: null }), false)).toBe(false);
    expect(slipNeedsLook(slip('1', [1], { verdict: null }), true)).toBe(true);
  });
});

describe('a document', () => {
  it('is a tray when one look does not take it in', () => {
    const small = { pages: 2, members: [member(null, 1, 2)], slips: [slip('1', [1])], pageFacts: [] };
    expect(isTray(small)).toBe(false);
    expect(isTray({ ...small, members: [member('a', 1, 1), member('b', 2, 1)] })).toBe(true);
    expect(isTray({ ...small, pageFacts: [fact(2, 'refused')] })).toBe(true);
    expect(isTray(scan)).toBe(true);
  });

  it('knows the file of each page', () => {
    const members = [member('a', 1, 2), member('locked', 3, 0), member('b', 3, 4)];
    expect([1, 2, 3, 6, 7].map((page) => memberAt(members, page)?.name)).toEqual([
      'a',
      'a',
      'b',
      'b',
      undefined,
    ]);
  });

  it('writes page numbers as people do', () => {
    expect(pageRanges([3, 4, 5, 9])).toBe('3–5, 9');
    expect(pageRanges([2])).toBe('2');
  });
});

describe('addresses', () => {
  it.each<[Asked | null, string]>([
    [{ page: 12, slipId: 's 1/2' }, '/documents/d/pages/12/slips/s%201%2F2'],
    [{ page: 12, slipId: null }, '/documents/d/pages/12'],
    [{ page: null, slipId: '3' }, '/documents/d/slips/3'],
    [{ page: 2, slipId: 's', look: [0.1, 0.25, 0.3, 1] }, '/documents/d/pages/2/slips/s?look=0.1,0.25,0.3,1'],
    [null, '/documents/d'],
  ])('lead to %j and back', (asked, path) => {
    expect(documentPath('d', asked)).toBe(path);
    expect(routeOf(path)).toEqual({ name: 'document', id: 'd', asked });
  });

  it.each(['', 'BX-1', '报销 2026/7 & 8'])('lead to the claims of "%s"', (reference) => {
    expect(routeOf(claimsPath(reference))).toEqual({ name: 'claims', reference });
  });

  it('are told from what is no page of ours', () => {
    expect(routeOf('/separators')).toEqual({ name: 'separators' });
    expect(routeOf('/documents/%E0%A4%A').name).toBe('unknown');
    expect(routeOf('/documents/d/pages/x').name).toBe('unknown');
    expect(routeOf('/documents/d/pages/2?look=0.1,x,0.3,2')).toEqual({
      name: 'document',
      id: 'd',
      asked: { page: 2, slipId: null },
    });
  });
});

describe('a dropped folder', () => {
  const file = (name: string) => ({
    name,
    isFile: true,
    isDirectory: false,
    file: (resolve: (file: File) => void) => resolve(new File(['x'], name)),
  });
  /** Tells its entries two at a time, as browsers do by the hundred. */
  const folder = (name: string, entries: Entry[]) => ({
    name,
    isFile: false,
    isDirectory: true,
    createReader: () => {
      const left = [...entries];
      return { readEntries: (resolve: (some: Entry[]) => void) => resolve(left.splice(0, 2)) };
    },
  });

  it('is taken apart to its last file, in the order of names, without what systems leave there', async () => {
    const tree = [
      folder('may', [file('10.pdf'), file('2.pdf'), file('.DS_Store'), folder('deep', [file('a.xml')])]),
      file('1.jpg'),
      file('Thumbs.db'),
    ];
    expect((await filesIn(tree)).map(({ name }) => name)).toEqual(['1.jpg', '2.pdf', '10.pdf', 'a.xml']);
  });

  it('rejects where the browser cannot read it', async () => {
    const locked = {
      ...file('locked.pdf'),
      file: (_: unknown, reject: (error: Error) => void) => reject(new Error('NotReadableError')),
    };
    await expect(filesIn([locked])).rejects.toThrow('NotReadableError');
  });

  it('is several batches when one request cannot carry it', () => {
    const files = Array.from({ length: FILES_AT_ONCE + 1 }, (_, index) => new File([], `${index}`));
    expect(batchesOf(files).map(({ length }) => length)).toEqual([FILES_AT_ONCE, 1]);
    expect(batchesOf([])).toEqual([]);
  });
});

describe('pages read so far', () => {
  const members: MemberAnswer[] = [{ name: null, carrier: 'pdf', first: 1, pages: 64, refusal: null }];
  const pageFacts: PageFactAnswer[] = [1, 2, 3, 4].map((page) => ({
    page,
    member: null,
    role: 'slip',
    entry: 1,
  }));
  const progress = (page: number) => ({ step: 'ocr' as const, page, pages: 64 });

  it('counts those of parts under way, and never fewer than are shown', () => {
    expect(pagesRead({ members, pages: 64, pageFacts, progress: progress(7) })).toBe(7);
    expect(pagesRead({ members, pages: 64, pageFacts, progress: progress(2) })).toBe(4);
    expect(pagesRead({ members, pages: 64, pageFacts, progress: null })).toBe(4);
  });

  it('counts no page that has only begun', () => {
    expect(pagesRead({ members: [], pages: 0, pageFacts: [], progress: progress(3) })).toBe(0);
  });
});
