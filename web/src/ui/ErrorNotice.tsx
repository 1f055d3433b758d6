import { Button } from 'antd';
import { isApiError, isOffline } from '../api/errors.js';
import { type Texts, useI18n } from '../i18n/index.js';
import { Notice } from './Notice.js';
import styles from './ui.module.css';

/** Message and remedy of an error, in the server's words where it gave some. */
export function describeError(
  error: unknown,
  text: Texts,
): { title: string; remedy: string; requestId: string | null } {
  if (isOffline(error))
    return { title: text.error.offline, remedy: text.error.offlineRemedy, requestId: null };
  const problem = isApiError(error) ? error.problem : null;
  if (problem === null)
    return { title: text.error.unknown, remedy: text.error.unknownRemedy, requestId: null };
  const title =
    problem.detail === '' || problem.detail === problem.title
      ? problem.title
      : text.common.about(problem.title, problem.detail);
  return { title, remedy: problem.remedy, requestId: problem.requestId };
}

/** An error as a box, with a way to try again where that can help. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: () => unknown }) {
  const { text } = useI18n();
  const { title, remedy, requestId } = describeError(error, text);
  return (
    <Notice tone="bad" title={title}>
      <p>{remedy}</p>
      {requestId !== null && <p className={styles.small}>{text.common.requestId(requestId)}</p>}
      {onRetry !== undefined && (
        <Button size="middle" onClick={() => void onRetry()} className={styles.retry}>
          {text.common.retry}
        </Button>
      )}
    </Notice>
  );
}
