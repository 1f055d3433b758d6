import { Component, type ReactNode } from 'react';
import { useI18n } from '../i18n/index.js';
import styles from './app.module.css';

/** The last resort: an error while drawing shows a way on instead of an empty page. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <Broken /> : this.props.children;
  }
}

/** Plain HTML: what broke may be Ant Design itself, or a part that could not be loaded. */
function Broken() {
  const { text } = useI18n();
  return (
    <main className={styles.broken} role="alert">
      <h1>{text.error.title}</h1>
      <p>{text.error.unexpected}</p>
      <button type="button" onClick={() => window.location.reload()}>
        {text.error.reload}
      </button>
    </main>
  );
}
