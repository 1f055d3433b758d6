/** JSON and NDJSON, invoice by invoice: an array of any length is never held, only the one object that is being read. */
import { type ItemProblem, toldInvoice } from '../../desk/ledger/told-invoice.js';
import type { SkippedRow } from '../../document/ledger.js';
import { LedgerFileError, type LedgerRow } from '../../document/ledger-file.js';
import { LEDGER_BUDGETS } from './budgets.js';
import { decoded, type TextFile } from './text.js';

/** How a text that begins as JSON holds its invoices: one array (bare, or `items` of an answer of ours), or one object after the other. */
export function jsonForm(sample: string): 'json' | 'ndjson' | null {
  if (/^\s*\[/.test(sample) || /^\s*\{\s*"items"\s*:\s*\[/.test(sample)) return 'json';
  return /^\s*\{/.test(sample) ? 'ndjson' : null;
}

export async function* jsonRows(
  file: TextFile,
  form: 'json' | 'ndjson',
  sample: string,
): AsyncGenerator<LedgerRow> {
  const objects = new Objects(form === 'ndjson' ? 0 : /^\s*\[/.test(sample) ? 1 : 2);
  let number = 0;
  for await (const chunk of decoded(file)) {
    for (const text of objects.take(chunk)) {
      number += 1;
      yield rowOf(text, `第 ${number} 条`);
    }
  }
  if (!objects.complete) throw new LedgerFileError('damaged_file', 'JSON');
}

function rowOf(text: string, where: string): LedgerRow {
  let item: unknown;
  try {
    item = JSON.parse(text);
  } catch (cause) {
    throw cause instanceof SyntaxError ? new LedgerFileError('damaged_file', 'JSON', { cause }) : cause;
  }
  const told = toldInvoice(item);
  if (!('path' in told)) return { where, invoice: told };
  return {
    where,
    code: rowCode(told.code),
    message: told.path === null ? told.message : `${told.path}：${told.message}`,
  };
}

/** `duplicate` is the importer's to find. */
const rowCode = (code: ItemProblem['code']): SkippedRow['code'] => code;

/** Cuts a stream of JSON into the objects that stand at one depth; what stands around them is passed over. */
class Objects {
  readonly #depth: number;
  #at = 0;
  #inText = false;
  #escaped = false;
  #parts: string[] = [];
  #length = 0;
  #open = false;

  /** `depth`: of brackets around the objects that are wanted. */
  constructor(depth: number) {
    this.#depth = depth;
  }

  /** Whether everything that was opened has been closed. */
  get complete(): boolean {
    return this.#at === 0 && !this.#inText;
  }

  *take(chunk: string): Generator<string> {
    let from = 0;
    for (let at = 0; at < chunk.length; at += 1) {
      const code = chunk.charCodeAt(at);
      if (this.#inText) this.#inside(code);
      else if (code === QUOTE) this.#inText = true;
      else if (code === BRACE || code === BRACKET) {
        if (this.#at === this.#depth && code === BRACE) {
          this.#open = true;
          from = at;
        }
        this.#at += 1;
      } else if (code === BRACE_END || code === BRACKET_END) {
        this.#at -= 1;
        if (this.#at < 0) throw new LedgerFileError('damaged_file', 'JSON');
        if (this.#at === this.#depth && this.#open) yield this.#object(chunk.slice(from, at + 1));
      }
    }
    if (this.#open) this.#keep(chunk.slice(from));
  }

  #inside(code: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === BACKSLASH) this.#escaped = true;
    else if (code === QUOTE) this.#inText = false;
  }

  #object(end: string): string {
    this.#keep(end);
    const text = this.#parts.join('');
    this.#parts = [];
    this.#length = 0;
    this.#open = false;
    return text;
  }

  #keep(part: string): void {
    this.#length += part.length;
    if (this.#length > LEDGER_BUDGETS.itemChars) throw new LedgerFileError('too_large', 'item');
    this.#parts.push(part);
  }
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const [BRACE, BRACE_END, BRACKET, BRACKET_END] = [0x7b, 0x7d, 0x5b, 0x5d];
