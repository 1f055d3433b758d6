/** One way to ask the server: JSON in and out, problem+json as typed errors, the language told, the connection watched. */
import { languageTag, storedLanguage } from '../i18n/language.js';
import { reportLost, reportReached } from './connection.js';
import { ApiError, errorOf } from './errors.js';

export const API = '/api/v1';

interface Options {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as JSON; a FormData as multipart, with files in it. */
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** The JSON of a 2xx answer, taken to be `T`. Throws ApiError for everything else. */
export async function request<T>(path: string, options: Options = {}): Promise<T> {
  const response = await send(path, options);
  const body = await parsed(response);
  if (!response.ok) throw errorOf(response.status, body);
  return body as T;
}

/** The bytes of a 2xx answer. Throws ApiError for everything else. */
export async function requestBlob(path: string, signal?: AbortSignal): Promise<Blob> {
  const response = await send(path, signal === undefined ? {} : { signal });
  if (!response.ok) throw errorOf(response.status, await parsed(response));
  return response.blob();
}

async function send(path: string, { method = 'GET', body, signal }: Options): Promise<Response> {
  try {
    const response = await fetch(path, {
      method,
      credentials: 'same-origin',
      headers: {
        accept: 'application/json',
        'accept-language': languageTag(storedLanguage()),
        ...(body === undefined || body instanceof FormData ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: body instanceof FormData ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    reportReached();
    return response;
  } catch (error) {
    if (signal?.aborted === true) throw error;
    reportLost();
    throw new ApiError(0, 'offline');
  }
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    // A proxy's HTML page, for instance. A 2xx that is no JSON is no answer of our server.
    if (response.ok) throw new ApiError(response.status, 'unexpected_answer');
    return null;
  }
}
