import { useEffect } from 'react';
import { useI18n } from '../i18n/index.js';

/** The title of the browser's tab: what goes on, then the program's name. */
export function useTitle(title: string | null): void {
  const { text } = useI18n();
  useEffect(() => {
    const name = `${text.brand} ${text.brandLatin}`;
    document.title = title === null ? name : `${title} · ${text.brand}`;
  }, [title, text]);
}
