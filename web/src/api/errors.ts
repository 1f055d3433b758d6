/** What can go wrong between the page and the server, as one type. */
import type { Problem } from './types.js';

/** `status` 0: no answer came at all (offline, server gone, request cut off). */
export class ApiError extends Error {
  readonly status: number;
  /** Stable code of the server, or `offline` / `unexpected_answer` of ours. */
  readonly code: string;
  readonly problem: Problem | null;

  constructor(status: number, code: string, problem: Problem | null = null) {
    super(`${status} ${code}`);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.problem = problem;
  }
}

export function isApiError(error: unknown): error is ApiError {
  return error instanceof ApiError;
}

/** The person has to sign in (again). */
export function isUnauthenticated(error: unknown): boolean {
  return isApiError(error) && error.status === 401;
}

/** The server did not answer: worth trying again. */
export function isOffline(error: unknown): boolean {
  return isApiError(error) && error.status === 0;
}

/** The error of an answer that is not 2xx: problem+json when it is one. */
export function errorOf(status: number, body: unknown): ApiError {
  const problem = asProblem(body);
  return new ApiError(status, problem?.code ?? 'unexpected_answer', problem);
}

function asProblem(body: unknown): Problem | null {
  if (typeof body !== 'object' || body === null) return null;
  const { code, title } = body as Partial<Problem>;
  return typeof code === 'string' && typeof title === 'string' ? (body as Problem) : null;
}
