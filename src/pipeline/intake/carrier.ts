/** What a file is to the outside, without opening it. */
import { type FileKind, fileKind } from '../../document/file-kind.js';
import type { Carrier } from '../../document/report.js';

/** Of a file that begins with `head` (HEAD_BYTES of it, or more); `null`: nothing we read. */
export function carrierOf(head: Uint8Array): Carrier | null {
  const kind = fileKind(head);
  return kind === null ? null : carrierOfKind(kind);
}

export const carrierOfKind = (kind: FileKind): Carrier =>
  kind === 'picture' || kind === 'tiff' ? 'image' : kind;
