/** A file in a ZIP or mail, taken out as it lies there. */
import { writeFile } from 'node:fs/promises';
import type { FileBytes } from '../../document/file-bytes.js';
import { type IntakeTools, openFile } from '../../pipeline/intake/contents.js';

/**
 * Writes the member's bytes to `to`. Throws RefusalError where there is none of that name, or it is damaged, encrypted or
 * too large; any other error where it cannot be written.
 */
export async function writeMember(
  file: FileBytes,
  name: string,
  to: string,
  tools: IntakeTools,
): Promise<void> {
  const opened = await openFile(file, tools);
  try {
    // Truncates: a second try after a fault finds what the first one left.
    await writeFile(to, await opened.bytes(name), { mode: 0o600 });
  } finally {
    await opened.close();
  }
}
