/** What the pool and its children say to each other. */
import type { PagePlace, Part } from '../../document/contents.js';
import type { PartyList } from '../../document/ledger.js';
import type { Refusal } from '../../document/refusal.js';
import type { Beginning, DocumentReading, PackedPart, ReadProgress } from '../../document/report.js';
import type { PackedSheet } from '../../document/sheet.js';
import type { Slip } from '../../document/slip.js';

/** One piece of work; see ports/reader.ts. A child has one at a time. */
export type Request =
  | { readonly do: 'read' | 'begin'; readonly path: string; readonly known: KnownId }
  /** Its parts alone, nothing is read. */
  | { readonly do: 'open'; readonly path: string }
  | { readonly do: 'part'; readonly path: string; readonly part: Part; readonly known: KnownId }
  | { readonly do: 'judge'; readonly sheets: readonly PackedSheet[]; readonly known: KnownId }
  | {
      readonly do: 'picture';
      readonly path: string;
      readonly place: PagePlace;
      readonly maxSide: number;
    }
  /** The bytes of a file in a ZIP or mail, written to a new file at `to`. */
  | { readonly do: 'member'; readonly path: string; readonly name: string; readonly to: string };

/** Id of the companies that are known for this file, of which a child was told before; `null`: nobody. */
type KnownId = string | null;

/** Companies told to a child; no work, and no answer. It holds the few told last. */
export interface Told {
  readonly do: 'know';
  readonly list: PartyList;
}

/** What a piece of work comes to. */
export type Result =
  | { readonly say: 'reading'; readonly reading: DocumentReading }
  | { readonly say: 'beginning'; readonly beginning: Beginning }
  | { readonly say: 'part'; readonly reading: PackedPart | { readonly refusal: Refusal } }
  | { readonly say: 'slips'; readonly slips: readonly Slip[] }
  | { readonly say: 'picture'; readonly picture: Uint8Array | null }
  | { readonly say: 'member'; readonly written: boolean };

export type Answer =
  | Result
  /** Started; takes requests from now on. */
  | { readonly say: 'ready' }
  | { readonly say: 'warning'; readonly message: string }
  | { readonly say: 'progress'; readonly progress: ReadProgress }
  /** A fault of ours; `stack` holds no content of the document. */
  | { readonly say: 'fault'; readonly stack: string }
  /** Where the parent cannot look by itself. */
  | { readonly say: 'usage'; readonly usage: Usage };

/** What a process has used so far. */
export interface Usage {
  /** Resident memory. */
  readonly bytes: number;
  /** User and system time of all threads. */
  readonly cpuMs: number;
}

/** Handed to a child as its one argument. */
export interface ChildSettings {
  readonly ocrEngine: 'auto' | 'paddle' | 'tesseract';
  /** Load the engines before the first request. */
  readonly warm: boolean;
  /** Folder of one's own models; those shipped where it is absent or holds none. */
  readonly modelsFolder?: string;
}
