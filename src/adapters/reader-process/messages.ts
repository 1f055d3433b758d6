/** What the pool and its children say to each other. */
import type { PartyList } from '../../document/ledger.js';
import type { DocumentReading, ReadProgress } from '../../document/report.js';

/** One piece of work. A child has one at a time. */
export type Request =
  | {
      readonly do: 'read';
      readonly path: string;
      /** Id of the companies that are known for this file, of which a child was told before; `null`: nobody. */
      readonly known: string | null;
    }
  | { readonly do: 'picture'; readonly path: string; readonly page: number; readonly maxSide: number };

/** Companies told to a child; no work, and no answer. It holds the few told last. */
export interface Told {
  readonly do: 'know';
  readonly list: PartyList;
}

export type Answer =
  /** Started; takes requests from now on. */
  | { readonly say: 'ready' }
  | { readonly say: 'warning'; readonly message: string }
  | { readonly say: 'progress'; readonly progress: ReadProgress }
  | { readonly say: 'reading'; readonly reading: DocumentReading }
  | { readonly say: 'picture'; readonly picture: Uint8Array | null }
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
