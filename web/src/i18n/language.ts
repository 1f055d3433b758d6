/** The languages of the page and where the choice is kept. Chinese first: it is the default everywhere. */

export type Language = 'zh' | 'en';

const KEY = 'yanpiao.language';

export function storedLanguage(): Language {
  try {
    return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  } catch {
    // Storage may be forbidden (private windows, embedded frames): the default then holds.
    return 'zh';
  }
}

export function storeLanguage(language: Language): void {
  try {
    localStorage.setItem(KEY, language);
  } catch {
    // Kept for this visit only.
    return;
  }
}

/** As HTTP and `<html lang>` spell it. */
export function languageTag(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}
