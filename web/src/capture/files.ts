/** Which files the page offers to choose, and how dropped folders are taken apart. */

/** What is really accepted, the server decides by the bytes. */
export const ACCEPT = [
  'image/*',
  ...['.jpg', '.jpeg', '.png', '.webp', '.heic', '.heif', '.avif', '.tif', '.tiff', '.bmp', '.gif'],
  ...['application/pdf', '.pdf', '.ofd', '.xml', '.xbrl', '.zip', '.eml', '.msg'],
].join(',');

/** What systems leave in folders; nobody means to hand it in. Names with a dot in front are hidden ones. */
const LITTER = /^(\..*|~\$.*|thumbs\.db|desktop\.ini)$/i;

/** The files of a drop or a paste; folders are taken apart, whatever their depth. Rejects where one cannot be read. */
export function filesOf(transfer: DataTransfer | null): Promise<File[]> {
  if (transfer === null) return Promise.resolve([]);
  const files = Array.from(transfer.files);
  // Asked for at once: after the event nothing is left of what was dropped.
  const entries = Array.from(transfer.items).map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry?.isDirectory === true)) return Promise.resolve(files);
  return filesIn(entries.filter((entry) => entry !== null));
}

/** Whether a drag carries files (and not text or a link). */
export function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes('Files') === true;
}

/** What of the browser's entries is used here. */
export type Entry = Pick<FileSystemEntry, 'isFile' | 'isDirectory' | 'name'>;

/** Every file under these entries, in the order of their names: `2.jpg` before `10.jpg`. */
export async function filesIn(entries: readonly Entry[]): Promise<File[]> {
  const found: File[] = [];
  for (const entry of [...entries].sort(byName)) {
    if (LITTER.test(entry.name)) continue;
    if (isDirectory(entry)) found.push(...(await filesIn(await entriesOf(entry))));
    else if (isFile(entry))
      found.push(await new Promise<File>((resolve, reject) => entry.file(resolve, reject)));
  }
  return found;
}

const byName = (a: Entry, b: Entry) => a.name.localeCompare(b.name, undefined, { numeric: true });
const isDirectory = (entry: Entry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: Entry): entry is FileSystemFileEntry => entry.isFile;

/** A browser tells a folder by the hundred: asked again until nothing more comes. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<Entry[]> {
  const reader = folder.createReader();
  const found: Entry[] = [];
  for (;;) {
    const some = await new Promise<Entry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...some);
  }
}

/** Files that one request may carry; the server refuses more. */
export const FILES_AT_ONCE = 100;

/** A folder of more files than one request may carry is several batches. */
export function batchesOf(files: readonly File[]): readonly (readonly File[])[] {
  const batches: File[][] = [];
  for (let at = 0; at < files.length; at += FILES_AT_ONCE) batches.push(files.slice(at, at + FILES_AT_ONCE));
  return batches;
}
