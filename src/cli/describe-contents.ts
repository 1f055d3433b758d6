/** What lies in a document beside its invoices, briefly: its files, and the pages that are none. */
import type { Member } from '../document/contents.js';
import type { PageFact, PageRole } from '../document/page.js';
import type { DocumentReading } from '../document/report.js';

/** Roles that are worth a line, in the order of the lines; what is refused is told page by page. */
const ROLES: readonly (readonly [PageRole, string])[] = [
  ['list', '无主清单 lists without their invoice'],
  ['back', '背面 backs'],
  ['blank', '空白页，已略去 blank, left out'],
  ['separator', '分隔页 separators'],
  ['other', '其他 no invoice'],
];

/** Lines of its own for members and pages; none for a plain file that is nothing but invoices. */
export function describeContents({
  members,
  pageFacts,
}: Pick<DocumentReading, 'members' | 'pageFacts'>): string[] {
  const lines = members.filter(({ name }) => name !== null).map(describeMember);
  for (const [role, name] of ROLES) {
    const pages = pageFacts.filter((fact) => fact.role === role).map(({ page }) => page);
    // A document of a single page says by its slips, or their lack, what it is.
    if (pages.length > 0 && pageFacts.length > 1) lines.push(`  ${name}: 第 ${runs(pages)} 页`);
  }
  return [...lines, ...pageFacts.flatMap(describeRefused)];
}

function describeMember({ name, carrier, first, pages, refusal }: Member): string {
  if (refusal !== null) return `  ${name}: 拒读 refused [${refusal.code}] ${refusal.message}`;
  const where = pages === 1 ? `第 ${first} 页` : `第 ${first}–${first + pages - 1} 页`;
  return `  ${name}: ${carrier ?? ''} · ${where}`;
}

function describeRefused({ page, refusal }: PageFact): string[] {
  return refusal === undefined
    ? []
    : [`  第 ${page} 页: 拒读 refused [${refusal.code}] ${refusal.message} → ${refusal.remedy}`];
}

/** `1–3、5`: ascending numbers, those that follow each other as one. */
function runs(pages: readonly number[]): string {
  const found: [number, number][] = [];
  for (const page of pages) {
    const last = found.at(-1);
    if (last !== undefined && page === last[1] + 1) last[1] = page;
    else found.push([page, page]);
  }
  return found.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join('、');
}
