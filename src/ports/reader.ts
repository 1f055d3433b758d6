/** Reads one file from first byte to judged slips, somewhere it can be killed. */
import type { PagePlace, Part } from '../document/contents.js';
import type { PartyList } from '../document/ledger.js';
import type { Refusal } from '../document/refusal.js';
import type { Beginning, DocumentReading, PackedPart, ReadProgress } from '../document/report.js';
import type { PackedSheet } from '../document/sheet.js';
import type { Slip } from '../document/slip.js';

export interface Reader {
  /**
   * Never throws for the document's own fault: that is `refusal` in the reading, budgets included.
   * Throws only when the reader itself cannot be started. `known`: companies that may support what was nearly read; a
   * list is handed to each reading process once.
   */
  read(
    path: string,
    onProgress?: (progress: ReadProgress) => void,
    known?: PartyList | null,
  ): Promise<DocumentReading>;
  /**
   * Opens a file: what is a single part is read at once, like {@link read}; a longer one comes back as its parts. So does
   * one whose reader was lost on a page of several, as parts of one page each.
   */
  begin(
    path: string,
    onProgress?: (progress: ReadProgress) => void,
    known?: PartyList | null,
  ): Promise<Beginning>;
  /**
   * Reads one part. A page that cannot be read is a refused page of it; `refusal`: the whole part spent a budget or
   * crashed the reader, and its pages deserve to be tried one by one.
   */
  readPart(
    path: string,
    part: Part,
    onProgress?: (progress: ReadProgress) => void,
    known?: PartyList | null,
  ): Promise<PackedPart | { readonly refusal: Refusal }>;
  /**
   * The slips on sheets that were read apart: an invoice whose pages lie in several parts. `null`: that spent a budget
   * or crashed the reader.
   */
  judge(sheets: readonly PackedSheet[], known?: PartyList | null): Promise<readonly Slip[] | null>;
  /** One page as a JPEG for a person's eye, at most `maxSide` pixels; `null` when the page does not exist or cannot be drawn. */
  picture(path: string, place: PagePlace, maxSide: number): Promise<Uint8Array | null>;
  /**
   * Writes the bytes of a ZIP's or mail's member to a new file at `to`. `false`: there is none of that name, or it cannot
   * be taken out. Throws when the file cannot be written.
   */
  member(path: string, name: string, to: string): Promise<boolean>;
  /**
   * From now on as many processes as may read at the same time stand ready, engines loaded, so that no file waits for
   * their start. Without this they are started when there is work. Returns at once; failures show when a file is read.
   */
  keepWarm(): void;
  close(): Promise<void>;
}
