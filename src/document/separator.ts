/**
 * The separator sheet of the mailroom: a page with a QR code of ours, laid between two bundles before scanning. The
 * text is ASCII (a label is percent-encoded), so that every decoder yields it unchanged.
 */

/** What every separator's QR begins with; the number is the version of the format. */
const MARK = 'YANPIAO-SEPARATOR/1';

/** Characters of a label: what stands legibly on one line of the sheet. */
export const LONGEST_LABEL = 40;

/** The text of a separator's QR. `label`: what the bundle behind it is, for people; may be empty. */
export function separatorText(label = ''): string {
  const short = [...label.normalize('NFC').trim()].slice(0, LONGEST_LABEL).join('');
  return short === '' ? MARK : `${MARK}?${encodeURIComponent(short)}`;
}

/** The label of a separator's QR text, empty where it has none; `null`: the text is none of ours. */
export function separatorLabel(text: string): string | null {
  if (text === MARK) return '';
  if (!text.startsWith(`${MARK}?`)) return null;
  try {
    return [...decodeURIComponent(text.slice(MARK.length + 1))].slice(0, LONGEST_LABEL).join('');
  } catch (error) {
    // Somebody else's percent signs: a separator all the same.
    if (error instanceof URIError) return '';
    throw error;
  }
}
