import type { DocumentStateName, ProgressAnswer } from '../api/types.js';

/** How far each step of reading a page is, roughly: recognition is where the time goes. */
const STEPS: Record<ProgressAnswer['step'], number> = {
  open: 0,
  qr: 0.1,
  text: 0.25,
  ocr: 0.35,
  extract: 0.95,
};

/** Fraction of the way to the result, for a bar: honest about order, rough about time. */
export function fractionOf(state: DocumentStateName, progress: ProgressAnswer | null): number {
  if (state === 'queued') return 0.04;
  if (state === 'matching') return 0.92;
  if (state !== 'reading') return 1;
  if (progress === null) return 0.08;
  const pages = Math.max(1, progress.pages);
  // Of a document in parts no page is begun until they are cut.
  const done = (Math.min(pages, progress.page) - 1 + STEPS[progress.step]) / pages;
  return 0.08 + 0.8 * Math.max(0, done);
}
