/** Invented artefacts that the contract suites store. */
import { randomUUID } from 'node:crypto';
import type { Contents, Part } from '../../src/document/contents.js';
import type { LedgerInvoice } from '../../src/document/ledger.js';
import type { PageFact, PageRole } from '../../src/document/page.js';
import type { DocumentReading, PackedPart } from '../../src/document/report.js';
import type { PackedSheet } from '../../src/document/sheet.js';
import type { FieldResult, Slip } from '../../src/document/slip.js';
import type { Verdict } from '../../src/document/verdict.js';
import type { FieldName } from '../../src/invoice/fields.js';
import type { Principal } from '../../src/ports/accounts.js';
import type { Announcement } from '../../src/ports/queue.js';
import type { NewDocument } from '../../src/ports/store.js';

/** Whoever hands in; a person and a key are needed only where rows point at them. */
export const principal = (organisationId: string): Principal => ({
  organisationId,
  role: 'owner',
  personId: null,
  apiKeyId: null,
  name: 'Test',
});

/** The one announcement that there is. */
export function only(announcements: readonly Announcement[]): Announcement {
  const [first] = announcements;
  if (first === undefined || announcements.length !== 1)
    throw new Error(`${announcements.length} announcements`);
  return first;
}

let originals = 0;
/** A document whose bytes nobody has handed in before. */
export const newDocument = (file = 'a.pdf'): NewDocument => {
  originals += 1;
  return { file, sha256: originals.toString(16).padStart(64, '0'), size: 1000 + originals };
};

const field = (value: string): FieldResult => ({
  value,
  confidence: 0.99,
  accepted: true,
  source: 'text',
  box: [0.1, 0.1, 0.2, 0.2],
  page: 1,
  rivals: [],
});

export function slip(id: string, values: Partial<Record<FieldName, string>>): Slip {
  const fields = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, field(value)]));
  return { id, kind: 'digital_general', pages: [1], member: null, fields, lines: [], findings: [], qr: null };
}

export const reading = (slips: readonly Slip[]): DocumentReading => ({
  carrier: 'pdf',
  pages: 2,
  refusal: null,
  slips,
  members: [{ name: null, carrier: 'pdf', first: 1, pages: 2, refusal: null }],
  pageFacts: [fact(1), fact(2)],
  ms: { total: 900, decode: 100, qr: 200, ocr: 600 },
  cpuSeconds: 1.2,
});

export const fact = (page: number, role: PageRole = 'slip'): PageFact => ({
  page,
  member: null,
  role,
  entry: 1,
});

/** A scan of so many pages, and its parts of two pages each. */
export function longDocument(pages: number): { contents: Contents; parts: readonly Part[] } {
  const contents: Contents = {
    carrier: 'pdf',
    pages,
    members: [{ name: null, carrier: 'pdf', first: 1, pages, refusal: null }],
  };
  const parts = Array.from({ length: Math.ceil(pages / 2) }, (_, index): Part => {
    const from = index * 2 + 1;
    return {
      number: index + 1,
      pieces: [{ member: null, from, to: Math.min(from + 1, pages), first: from }],
    };
  });
  return { contents, parts };
}

/** A store does not look into it. */
export const sheet = (page: number): PackedSheet => ({ page, packed: `sheet of page ${page}` });

/** What a part of `longDocument` says: one slip, on its first page. */
export function partReading(part: Part, invoiceNumber: string): PackedPart {
  const pages = part.pieces.flatMap(({ from, to, first }) =>
    Array.from({ length: to - from + 1 }, (_, index) => first + index),
  );
  return {
    part: part.number,
    pageFacts: pages.map((page) => fact(page)),
    slips: [{ ...slip('1', { invoiceNumber }), pages: pages.slice(0, 1) }],
    sheets: pages.map(sheet),
    ms: { total: 100, decode: 10, qr: 20, ocr: 60 },
    cpuSeconds: 0.1,
  };
}

export const verdict = (outcome: Verdict['outcome']): Verdict => ({
  outcome,
  state: 'normal',
  confidence: 0.97,
  reasons: [{ field: 'invoiceNumber', ours: '1', theirs: '1', agree: true, accepted: true }],
  remedy: '无需处理',
  ledgerId: null,
  candidates: [],
  checkedAt: '2026-11-22T00:00:00.000Z',
});

export function invoice(change: Partial<LedgerInvoice> = {}): LedgerInvoice {
  return {
    kind: 'digital_general',
    invoiceCode: null,
    invoiceNumber: '26312000000012345678',
    alias: null,
    issueDate: '2026-03-15',
    checkCode: null,
    buyerName: '沙洲试验有限公司',
    buyerTaxId: '91310000MA1TEST01X',
    sellerName: '云杉样本科技有限公司',
    sellerTaxId: '91310000MA1TEST02Y',
    netTotal: 10_000n,
    taxTotal: 1_300n,
    grossTotal: 11_300n,
    state: 'normal',
    risk: null,
    drawer: null,
    note: null,
    lines: [{ name: '*样本*铅笔', quantity: '10', amount: '100.00', taxRate: '13%', taxAmount: '13.00' }],
    ...change,
  };
}

/** An id that is none of ours. */
export const unknownId = (): string => randomUUID();
