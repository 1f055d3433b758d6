import { isOffline } from '../api/errors.js';
import { useI18n } from '../i18n/index.js';
import { Logo } from '../ui/Logo.js';
import styles from './app.module.css';

/** What is shown before anything is known: the name, and why nothing comes if nothing comes. Small on purpose. */
export function Splash({ error = null, onRetry }: { error?: Error | null; onRetry?: () => unknown }) {
  const { text } = useI18n();
  return (
    <main className={styles.splash} aria-busy={error === null}>
      <Logo size={48} />
      {error === null ? (
        <p>{text.common.loading}</p>
      ) : (
        <div role="alert">
          <p>{isOffline(error) ? text.connection.failed : text.error.unknown}</p>
          <button type="button" onClick={onRetry}>
            {text.common.retry}
          </button>
        </div>
      )}
    </main>
  );
}
