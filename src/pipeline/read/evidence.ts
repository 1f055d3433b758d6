/** What the signatures of a PDF or OFD are worth, told with each of its sheets: its parts are read and judged apart. */
import type { Sheet } from '../../document/sheet.js';
import type { PageSource } from '../intake/member.js';

/** Verified here and not when it is opened: only now is it known that there is anything to read. */
export async function withEvidence(sheets: readonly Sheet[], { signed }: PageSource): Promise<Sheet[]> {
  const isRead = (sheet: Sheet) => sheet.refusal === undefined;
  if (signed === undefined || !sheets.some(isRead)) return [...sheets];
  const traces = await signed.traces?.();
  const evidence = {
    carrier: signed.carrier,
    signatures: await signed.signatures(),
    ...(traces === undefined ? {} : { traces }),
  };
  return sheets.map((sheet) => (isRead(sheet) ? { ...sheet, evidence } : sheet));
}
