import type { DocumentStateName, ProgressAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';

/** What is being done to a document right now, in words. */
export function useProgressText(state: DocumentStateName, progress: ProgressAnswer | null): string {
  const { text } = useI18n();
  if (state !== 'reading') return text.documents.state[state];
  // Nothing is told until the first page begins: of a ZIP or a mail every file in it is looked into before.
  const step = text.documents.step[progress?.step ?? 'open'];
  if (progress === null || progress.pages < 2 || progress.page === 0) return step;
  return text.documents.stepPage(step, progress.page, progress.pages);
}
