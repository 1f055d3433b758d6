/** Whatever was thrown becomes a problem of the catalogue (problems.ts), and that an answer. */
import { DatabaseFault } from '../adapters/postgres/errors.js';
import { BlobTooLarge, StorageFull } from '../ports/blobs.js';
import { IdempotencyConflict } from '../ports/idempotency.js';
import { BadCursor } from '../ports/page.js';
import { RulesChanged } from '../ports/rules.js';
import type { Problem } from './contract/common.js';
import type { BlockedSlipRow, HeldClaimRow } from './contract/refused-claim.js';
import { type Language, PROBLEMS, type ProblemCode, type Text } from './problems.js';

export interface InvalidPart {
  readonly path: string;
  readonly message: string;
}

interface More {
  readonly detail?: Text;
  readonly errors?: readonly InvalidPart[];
  readonly held?: readonly HeldClaimRow[];
  readonly blocked?: readonly BlockedSlipRow[];
  /** Seconds after which to try again, told in the header. */
  readonly retryAfter?: number;
  readonly cause?: unknown;
}

/** Thrown by a route or hook to answer with a problem of the catalogue. `detail` replaces the catalogue's. */
export class HttpProblem extends Error {
  readonly code: ProblemCode;
  readonly detail: Text | null;
  readonly errors: readonly InvalidPart[] | null;
  /** Of `already_claimed` and `not_claimable`. */
  readonly held: readonly HeldClaimRow[] | null;
  readonly blocked: readonly BlockedSlipRow[] | null;
  readonly retryAfter: number | null;
  constructor(code: ProblemCode, more: More = {}) {
    super(code, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'HttpProblem';
    this.code = code;
    this.detail = more.detail ?? null;
    this.errors = more.errors ?? null;
    this.held = more.held ?? null;
    this.blocked = more.blocked ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }
}

/** The answer's body. Details of 5xx are the catalogue's own, never the cause's. */
export function problemBody(error: HttpProblem, language: Language, requestId: string): Problem {
  const { status, title, detail, remedy } = PROBLEMS[error.code];
  return {
    type: `/api/errors#${error.code}`,
    status,
    code: error.code,
    title: title[language],
    detail: (error.detail ?? detail)[language],
    remedy: remedy[language],
    requestId,
    ...(error.errors === null ? {} : { errors: error.errors.map((part) => ({ ...part })) }),
    ...(error.held === null ? {} : { held: [...error.held] }),
    ...(error.blocked === null ? {} : { blocked: [...error.blocked] }),
  };
}

/** English when Accept-Language prefers it to Chinese; Chinese otherwise. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const weigh = (prefix: string) =>
    Math.max(
      0,
      ...(acceptLanguage ?? '')
        .toLowerCase()
        .split(',')
        .map((part) => part.trim().split(/\s*;\s*q=/))
        .filter(([tag = '']) => tag === prefix || tag.startsWith(`${prefix}-`))
        .map(([, quality = '1']) => Number(quality) || 0),
    );
  return weigh('en') > weigh('zh') ? 'en' : 'zh';
}

/** Codes of fastify and its plugins, in our words. */
const FOREIGN: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'too_large',
  FST_REQ_FILE_TOO_LARGE: 'too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
  FST_PARTS_LIMIT: 'too_many_files',
  FST_FILES_LIMIT: 'too_many_files',
  FST_FIELDS_LIMIT: 'too_many_files',
  FST_MP_PREMATURE_CLOSE: 'upload_incomplete',
  ERR_STREAM_PREMATURE_CLOSE: 'upload_incomplete',
};

/** What of a request fastify cannot even take apart, by its code. */
const UNREADABLE: Readonly<Record<string, InvalidPart>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: { path: 'body', message: 'is no JSON, or has a key such as __proto__' },
  FST_ERR_CTP_EMPTY_JSON_BODY: { path: 'body', message: 'is empty where Content-Type says it is JSON' },
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: { path: 'body', message: 'is not as long as Content-Length says' },
  FST_ERR_BAD_URL: { path: 'url', message: 'holds % that stand for no character' },
  FST_ERR_MAX_PARAM_LENGTH: { path: 'url', message: 'holds a part that is too long to be an id' },
};

/** The database went away, shuts down or takes no more connections: by SQLSTATE, by the system, by the driver. */
const AWAY = /^(08|57P0|53300)|^E(CONN|PIPE|HOST|TIMEDOUT|AI_AGAIN)|^CONNECT|thread_lost/;

/** No room on the disk of the database: ENOSPC of the system, 53100 of PostgreSQL. */
const FULL = new Set(['ENOSPC', '53100']);

/** Any thrown thing as a problem of the catalogue; what is not known is `internal`. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof BlobTooLarge) return new HttpProblem('too_large', { cause: error });
  if (error instanceof StorageFull) return new HttpProblem('storage_full', { cause: error });
  if (error instanceof IdempotencyConflict) return new HttpProblem('idempotency_conflict', { cause: error });
  if (error instanceof RulesChanged) return new HttpProblem('rules_changed', { cause: error });
  if (error instanceof BadCursor) {
    return new HttpProblem('invalid_request', {
      errors: [{ path: 'querystring/cursor', message: 'not of this list' }],
    });
  }
  if (!(error instanceof Error)) return new HttpProblem('internal', { cause: error });
  const parts = invalidParts(error);
  if (parts !== null) return new HttpProblem('invalid_request', { errors: parts, cause: error });
  if (codesOf(error).some((code) => FULL.has(code))) return new HttpProblem('storage_full', { cause: error });
  if (error instanceof DatabaseFault && AWAY.test(error.code))
    return new HttpProblem('not_ready', { cause: error });
  const [code = ''] = codesOf(error);
  const unreadable = UNREADABLE[code];
  if (unreadable !== undefined)
    return new HttpProblem('invalid_request', { errors: [unreadable], cause: error });
  const known = FOREIGN[code];
  if (known !== undefined) return new HttpProblem(known, { cause: error });
  return new HttpProblem(byStatus('statusCode' in error ? error.statusCode : undefined), { cause: error });
}

function byStatus(status: unknown): ProblemCode {
  if (typeof status !== 'number' || status < 400 || status >= 500) return 'internal';
  const exact: Readonly<Record<number, ProblemCode>> = {
    401: 'not_signed_in',
    403: 'forbidden',
    404: 'not_found',
    413: 'too_large',
    415: 'unsupported_media_type',
    429: 'rate_limited',
  };
  return exact[status] ?? 'invalid_request';
}

/** The codes of an error and of what caused it, outermost first. */
function codesOf(error: Error): string[] {
  const codes: string[] = [];
  for (let at: unknown = error; at instanceof Error && codes.length < 5; at = at.cause) {
    codes.push('code' in at && typeof at.code === 'string' ? at.code : '');
  }
  return codes;
}

/** The parts of the request that fastify's validation refused; null for other errors. */
function invalidParts(error: Error): InvalidPart[] | null {
  if (!('validation' in error) || !Array.isArray(error.validation)) return null;
  const context = 'validationContext' in error ? String(error.validationContext) : '';
  return error.validation.map((issue: { instancePath?: unknown; message?: unknown }) => ({
    path: `${context}${typeof issue.instancePath === 'string' ? issue.instancePath : ''}`.replace(/\/$/, ''),
    message: typeof issue.message === 'string' ? issue.message : '',
  }));
}
