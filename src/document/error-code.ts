/** What may be said of an error without its message: that may hold content of a document. */

/** The code that an error of Node or of the machine bears (`ENOENT`, `ENOSPC`); `null` where it bears none. */
export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** What a person may see of a fault: its kind, no content of a document. */
export function faultName(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown fault';
  const code = errorCode(error);
  return code === null ? error.name : `${error.name} ${code}`;
}
