/** Tables for terminals whose fonts draw Chinese two columns wide. */
import Table from 'cli-table3';

/** Characters that take two columns (East Asian Width W and F, roughly). */
const WIDE = /[ᄀ-ᅟ⺀-ꓐ가-힣豈-﫿︰-﹯＀-｠￠-￦]/u;

/** Breaks `text` into lines of at most `columns`, between any two characters: Chinese has no spaces to break at. */
export function wrapped(text: string, columns: number): string {
  let used = 0;
  let out = '';
  for (const character of text) {
    const width = WIDE.test(character) ? 2 : 1;
    if (character === '\n') used = -width;
    else if (used + width > columns) {
      out += '\n';
      used = 0;
    }
    out += character;
    used += width;
  }
  return out;
}

/** A table without lines between its rows. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const none = { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' };
  const table = new Table({ style: { head: [], border: [] }, chars: none });
  table.push([...head], ...rows.map((row) => [...row]));
  return table.toString();
}
