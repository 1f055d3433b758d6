/** Reads one file from first byte to judged slips, somewhere it can be killed. */
import type { PartyList } from '../document/ledger.js';
import type { DocumentReading, ReadProgress } from '../document/report.js';

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
  /** One page as a JPEG for a person's eye, at most `maxSide` pixels; `null` when the page does not exist or cannot be drawn. */
  picture(path: string, page: number, maxSide: number): Promise<Uint8Array | null>;
  /**
   * From now on as many processes as may read at the same time stand ready, engines loaded, so that no file waits for
   * their start. Without this they are started when there is work. Returns at once; failures show when a file is read.
   */
  keepWarm(): void;
  close(): Promise<void>;
}
