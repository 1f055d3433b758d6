/** Compound files (MS-CFB), and Outlook's MSG, which is one (MS-OXMSG). */
import { createRequire } from 'node:module';

/** A folder's contents by name: streams, and folders in it. */
export interface CompoundFolder {
  readonly [name: string]: Uint8Array | CompoundFolder;
}

interface Entry {
  readonly name: string;
  readonly type: number;
  readonly length: number;
  readonly binaryProvider?: () => Uint8Array;
  readonly children?: number[];
}

const [FOLDER, STREAM, ROOT] = [1, 2, 5];

/** With sectors of 512 bytes; streams of less than 4096 bytes lie in the small ones. */
export function compoundFile(root: CompoundFolder): Buffer {
  const { burn } = createRequire(import.meta.url)('@kenjiuno/msgreader/lib/Burner.js') as {
    burn(entries: readonly Entry[]): Uint8Array;
  };
  const children: number[] = [];
  const entries: Entry[] = [{ name: 'Root Entry', type: ROOT, length: 0, children }];
  addTo(children, root, entries);
  return Buffer.from(burn(entries));
}

function addTo(children: number[], folder: CompoundFolder, entries: Entry[]): void {
  for (const [name, content] of Object.entries(folder)) {
    children.push(entries.length);
    if (content instanceof Uint8Array) {
      // Copied: the writer takes the whole memory that an array is a view of.
      entries.push({
        name,
        type: STREAM,
        length: content.length,
        binaryProvider: () => new Uint8Array(content),
      });
    } else {
      const own: number[] = [];
      entries.push({ name, type: FOLDER, length: 0, children: own });
      addTo(own, content, entries);
    }
  }
}

export interface MessageFile {
  readonly name: string;
  readonly bytes: Uint8Array | CompoundFolder;
  /** Named in the text by this id. */
  readonly contentId?: string;
}

const unicode = (text: string) => Buffer.from(text, 'utf16le');

/** What an MSG of this subject and these files holds; in a file of another message its `bytes`. */
export function message(subject: string, files: readonly MessageFile[], isRoot = true): CompoundFolder {
  const attached = files.map(({ name, bytes, contentId }, index) => [
    `__attach_version1.0_#${index.toString(16).padStart(8, '0').toUpperCase()}`,
    {
      '__properties_version1.0': Buffer.alloc(8),
      ...(bytes instanceof Uint8Array
        ? { '__substg1.0_37010102': bytes, '__substg1.0_3707001F': unicode(name) }
        : { '__substg1.0_3701000D': bytes }),
      '__substg1.0_3001001F': unicode(name),
      ...(contentId === undefined ? {} : { '__substg1.0_3712001F': unicode(contentId) }),
    },
  ]);
  return {
    '__nameid_version1.0': {
      '__substg1.0_00020102': Buffer.alloc(0),
      '__substg1.0_00030102': Buffer.alloc(0),
      '__substg1.0_00040102': Buffer.alloc(0),
    },
    // 32 bytes of header for a message that is the file itself, 24 in another one (MS-OXMSG 2.4.1).
    '__properties_version1.0': Buffer.alloc(isRoot ? 32 : 24),
    '__substg1.0_001A001F': unicode('IPM.Note'),
    '__substg1.0_0037001F': unicode(subject),
    ...Object.fromEntries(attached),
  };
}
