/** Handing in files. XMLHttpRequest, because fetch does not tell how much was sent. */
import { languageTag, storedLanguage } from '../i18n/language.js';
import { API } from './client.js';
import { reportLost, reportReached } from './connection.js';
import { ApiError, errorOf } from './errors.js';
import type { AcceptedAnswer } from './types.js';

export interface UploadCall {
  readonly answer: Promise<AcceptedAnswer>;
  abort(): void;
}

/**
 * Sends the files as one batch. `idempotencyKey` makes a second try of the same files harmless.
 * `onProgress`: fraction sent, 0..1. Rejects with ApiError; code `cancelled` after abort().
 */
export function uploadFiles(
  files: readonly File[],
  idempotencyKey: string,
  onProgress: (fraction: number) => void,
): UploadCall {
  const xhr = new XMLHttpRequest();
  const answer = new Promise<AcceptedAnswer>((resolve, reject) => {
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    xhr.onload = () => {
      reportReached();
      const body = parsed(xhr.responseText);
      if (xhr.status >= 200 && xhr.status < 300 && isAccepted(body)) resolve(body);
      else reject(errorOf(xhr.status, body));
    };
    xhr.onerror = () => {
      reportLost();
      reject(new ApiError(0, 'offline'));
    };
    xhr.onabort = () => reject(new ApiError(0, 'cancelled'));
    xhr.open('POST', `${API}/documents`);
    xhr.setRequestHeader('accept', 'application/json');
    xhr.setRequestHeader('accept-language', languageTag(storedLanguage()));
    xhr.setRequestHeader('idempotency-key', idempotencyKey);
    xhr.send(formOf(files));
  });
  return { answer, abort: () => xhr.abort() };
}

/** A key no one else has. Not crypto.randomUUID: that is missing where the page comes over plain HTTP from another machine. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function formOf(files: readonly File[]): FormData {
  const form = new FormData();
  for (const file of files) form.append('file', file, file.name);
  return form;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAccepted(body: unknown): body is AcceptedAnswer {
  return typeof body === 'object' && body !== null && 'batchId' in body && 'documents' in body;
}
