import { useReachable } from '../api/connection.js';
import { useI18n } from '../i18n/index.js';
import styles from './app.module.css';

/** Says that the server is gone, for as long as it is. */
export function ConnectionBar() {
  const { text } = useI18n();
  const reachable = useReachable();
  return (
    <div role="status" className={reachable ? 'visually-hidden' : styles.lost}>
      {reachable ? '' : text.connection.lost}
    </div>
  );
}
