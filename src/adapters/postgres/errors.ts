/** What goes wrong in the database, in our words: foreign errors carry statements and values, which are personal data. */

/**
 * A statement or connection failed. `code` is PostgreSQL's SQLSTATE or the system's error code; values and statements
 * are left out on purpose.
 */
export class DatabaseFault extends Error {
  readonly code: string;
  readonly constraint: string | null;
  constructor(code: string, constraint: string | null, place: string | null) {
    const parts = [constraint === null ? null : `constraint ${constraint}`, place].filter(
      (part) => part !== null,
    );
    super(`the database refused (${code})${parts.length === 0 ? '' : `: ${parts.join(', ')}`}`);
    this.name = 'DatabaseFault';
    this.code = code;
    this.constraint = constraint;
  }
}

/** The database cannot serve us at all; `remedy` says what the person who runs it must do. */
export class DatabaseUnfit extends Error {
  readonly code: 'no_chinese_trigrams';
  readonly remedy: string;
  constructor() {
    super('similar Chinese names cannot be found in this database: its locale knows no Chinese letters');
    this.name = 'DatabaseUnfit';
    this.code = 'no_chinese_trigrams';
    this.remedy =
      'Create the database with the locale C.UTF-8: createdb --locale=C.UTF-8 --template=template0 yanpiao（请用 C.UTF-8 重新建库）';
  }
}

/** PostgreSQL's code where there is no room left on its disk. */
export const DISK_FULL = '53100';

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

/** The innermost error that bears a code, as drizzle and the drivers wrap them; `null` where there is none. */
function coded(error: unknown): Record<string, unknown> | null {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth += 1) {
    const record = current as Record<string, unknown>;
    if (textOf(record.code) !== null) return record;
    current = record.cause;
  }
  return null;
}

/** SQLSTATE or system code of whatever a driver threw; `null` when it bears none. */
export function codeOf(error: unknown): string | null {
  return textOf(coded(error)?.code);
}

/** Our error for a foreign one; errors that do not come from the database are handed back as they are. */
export function translated(error: unknown): unknown {
  const source = coded(error);
  const isWrapped = error instanceof Error && error.constructor.name === 'DrizzleQueryError';
  if (error instanceof DatabaseFault || (source === null && !isWrapped)) return error;
  if (source !== null && error === source && !isForeign(source)) return error;
  const code = textOf(source?.code) ?? 'unknown';
  const constraint = textOf(source?.constraint) ?? textOf(source?.constraint_name);
  const table = textOf(source?.table) ?? textOf(source?.table_name);
  const routine = textOf(source?.routine);
  const place = [table === null ? null : `table ${table}`, routine === null ? null : `in ${routine}`];
  return new DatabaseFault(code, constraint, place.filter((part) => part !== null).join(' ') || null);
}

/** Errors of PGlite, postgres.js and the system, as against our own classes that happen to bear a code. */
function isForeign(source: Record<string, unknown>): boolean {
  return 'severity' in source || 'errno' in source || source.name === 'PostgresError';
}

/** The same object, every method of it translating errors at the edge. */
export function guarded<T extends object>(target: T): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      const member: unknown = Reflect.get(object, name, receiver);
      if (typeof member !== 'function') return member;
      return async (...args: unknown[]) => {
        try {
          return await Reflect.apply(member, object, args);
        } catch (error) {
          throw translated(error);
        }
      };
    },
  });
}
