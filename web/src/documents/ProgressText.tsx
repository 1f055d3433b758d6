import type { DocumentStateName, ProgressAnswer } from '../api/types.js';
import { useI18n } from '../i18n/index.js';

/** What is being done to a document right now, in words. */
export function useProgressText(state: DocumentStateName, progress: ProgressAnswer | null): string {
  const { text } = useI18n();
  if (state !== 'reading' || progress === null) return text.documents.state[state];
  const step = text.documents.step[progress.step];
  return progress.pages > 1 ? text.documents.stepPage(step, progress.page, progress.pages) : step;
}
