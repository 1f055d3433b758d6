/** One HTTP exchange with a register: bounded in time and bytes, never led to another address. */
import { BUDGETS } from '../../pipeline/budgets.js';
import type { RegistryRequest } from './request.js';

/** Why nothing usable came. Told by its code alone: what was sent and received may be personal data. */
export type ExchangeFaultCode =
  | 'timeout'
  | 'unreachable'
  | 'redirected'
  | 'too_large'
  | 'not_json'
  | 'over_limit'
  | `http_${number}`;

/** `passing`: the same request may succeed a moment later. */
export class ExchangeFault extends Error {
  readonly code: ExchangeFaultCode;
  readonly passing: boolean;
  constructor(code: ExchangeFaultCode, passing: boolean) {
    super(`the register did not answer (${code})`);
    this.name = 'ExchangeFault';
    this.code = code;
    this.passing = passing;
  }
}

/** The answer as JSON. Some registers say with 4xx what others say in the body: then the body counts. Throws ExchangeFault. */
export async function exchange(request: RegistryRequest, timeoutMs: number): Promise<unknown> {
  // Of the whole exchange: a register that sends a byte a second is one that does not answer.
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const { method, url, headers, body } = request;
    const answer = await fetch(url, { method, headers, body, signal, redirect: 'manual' });
    const text = await bounded(answer);
    const { status } = answer;
    if (status >= 300 && status < 400) throw new ExchangeFault('redirected', false);
    if (status === 429) throw new ExchangeFault('over_limit', false);
    if (status >= 500 || status === 408) throw new ExchangeFault(`http_${status}`, true);
    const json = parsed(text);
    if (json !== undefined) return json;
    throw status >= 400 ? new ExchangeFault(`http_${status}`, false) : new ExchangeFault('not_json', true);
  } catch (error) {
    if (error instanceof ExchangeFault) throw error;
    throw new ExchangeFault(signal.aborted ? 'timeout' : 'unreachable', true);
  }
}

async function bounded(answer: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    // Leaving the loop ends the connection.
    if (size > BUDGETS.register.answerBytes) throw new ExchangeFault('too_large', false);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** `undefined`: no JSON object or list. */
function parsed(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? json : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
