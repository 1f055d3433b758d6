/** The language of the page: chosen by the person, kept in the browser. */
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './en.js';
import { type Language, languageTag, storedLanguage, storeLanguage } from './language.js';
import type { Texts } from './texts.js';
import { zh } from './zh.js';

export type { Language } from './language.js';
export type { Texts } from './texts.js';

const dictionaries: Record<Language, Texts> = { zh, en };

interface I18n {
  readonly language: Language;
  readonly text: Texts;
  setLanguage(language: Language): void;
}

const Context = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setState] = useState<Language>(storedLanguage);

  useEffect(() => {
    document.documentElement.lang = languageTag(language);
  }, [language]);

  const value = useMemo(() => {
    const setLanguage = (next: Language) => {
      storeLanguage(next);
      setState(next);
    };
    return { language, text: dictionaries[language], setLanguage };
  }, [language]);
  return <Context value={value}>{children}</Context>;
}

/** The texts in the chosen language, and the choice. */
export function useI18n(): I18n {
  const value = useContext(Context);
  if (value === null) throw new Error('useI18n outside of I18nProvider');
  return value;
}
