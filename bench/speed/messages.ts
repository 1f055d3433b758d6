/** What the bench and the process of one engine say to each other. */
import type { Fields } from './found.js';

export const ENGINES = ['yanpiao', 'tesseract.js', 'ocr-node', 'decode'] as const;

/**
 * `yanpiao`: our reader; `tesseract.js`: as a newcomer uses it; `ocr-node`: @gutenye/ocr-node, the plain PP-OCR
 * pipeline; `decode`: JPEG or PNG to pixels by sharp and nothing else, the floor.
 */
export type EngineName = (typeof ENGINES)[number];

/** One page, read. Milliseconds of wall clock and of CPU (user + system, all threads). */
export interface PageCost {
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Wall clock until the provisional answer from the QR; `null` where there is none. */
  readonly provisionalMs: number | null;
  /** Text of the page, line by line; for our reader every value it gives. */
  readonly text: string;
  /** Fields of each slip, where the engine extracts any. */
  readonly slips: readonly Fields[] | null;
}

export type Question = { readonly do: 'read'; readonly path: string } | { readonly do: 'peak' };

export type Reply =
  | { readonly say: 'started'; readonly wallMs: number; readonly cpuMs: number }
  | { readonly say: 'page'; readonly page: PageCost }
  | { readonly say: 'peak'; readonly bytes: number }
  | { readonly say: 'failed'; readonly stack: string };
