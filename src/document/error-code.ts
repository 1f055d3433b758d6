/** The code that an error of Node or of the machine bears (`ENOENT`, `ENOSPC`); `null` where it bears none. */
export const errorCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
