/** Names of the files in a ZIP or mail: keys for programs and words for people, never paths on a disk. */
import { BUDGETS } from '../budgets.js';

/** What systems and programs put beside one's files: nobody handed it in. */
const JUNK = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\._[^/]*$)/iu;

/** What comes with a mail beside its attachments: appointments, visiting cards, signatures and keys, the text itself. */
const OF_MAILS = /\.(?:ics|vcf|p7s|p7m|asc|sig|htm|html|txt|css)$/iu;

/** Whether a file is left out without a word. */
export const isJunk = (name: string, inMail: boolean): boolean =>
  JUNK.test(name) || (inMail && OF_MAILS.test(name));

/** What other programs keep in a ZIP: office documents, programs, books. */
const PROGRAMS = /^(?:\[Content_Types\]\.xml|mimetype|META-INF\/MANIFEST\.MF|AndroidManifest\.xml)$/u;

/** Whether a ZIP with such entries is one file of another program, and no folder of files. */
export const isOneFile = (names: readonly string[]): boolean => names.some((name) => PROGRAMS.test(name));

/**
 * The names made legible and unique, in their order, and the same whenever they are made: repeated ones get ` (2)`,
 * ` (3)`… before their ending. None of them is another one's folder, so that what is nested in a file can be told by it.
 */
export function uniqueNames(names: readonly string[]): string[] {
  const legible = names.map(legibleName);
  const folders = new Set(legible.flatMap(foldersOf));
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return legible.map((name) => {
    let unique = name;
    let count = next.get(name) ?? 2;
    for (; taken.has(unique) || folders.has(unique); count++) unique = numbered(name, count);
    next.set(name, count);
    taken.add(unique);
    return unique;
  });
}

/** Without what no database and no terminal takes, and of bearable length. */
function legibleName(name: string): string {
  const clean = name.replace(/[\p{Cc}\p{Cs}]/gu, '\uFFFD').replace(/^(?:\.?\/)+/u, '');
  const characters = [...clean];
  const { nameLength } = BUDGETS.container;
  if (characters.length === 0) return '?';
  return characters.length <= nameLength ? clean : `…${characters.slice(1 - nameLength).join('')}`;
}

function foldersOf(name: string): string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_, depth) => parts.slice(0, depth + 1).join('/'));
}

function numbered(name: string, count: number): string {
  const [whole = name, ending = ''] = /^(.+?)(\.[^./]*)?$/su.exec(name)?.slice(1) ?? [];
  return `${whole} (${count})${ending}`;
}
