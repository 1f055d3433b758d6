/** Files that a person may put beside what he found at an official site: what a browser saves or a telephone takes. */

export interface ScreenshotType {
  readonly mediaType: 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf';
  /** Of a file's name, with its dot. */
  readonly ending: string;
}

/** Bytes that {@link screenshotType} wants to see. */
export const SCREENSHOT_HEAD_BYTES = 12;

const PNG = '\x89PNG\r\n\x1a\n';

/**
 * By the file's first bytes. A PDF has to begin as one: readers take its header further on as well, and then something
 * that runs could stand before it. `null`: nothing that is taken.
 */
export function screenshotType(head: Uint8Array): ScreenshotType | null {
  const text = String.fromCharCode(...head.subarray(0, SCREENSHOT_HEAD_BYTES));
  if (text.startsWith(PNG)) return { mediaType: 'image/png', ending: '.png' };
  if (text.startsWith('\xff\xd8\xff')) return { mediaType: 'image/jpeg', ending: '.jpg' };
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8))
    return { mediaType: 'image/webp', ending: '.webp' };
  return text.startsWith('%PDF-') ? { mediaType: 'application/pdf', ending: '.pdf' } : null;
}
