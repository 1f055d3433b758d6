/** What an electronic original shows beside its text: whether it was signed, and whether it shows what it says. */
import type { Box } from './geometry.js';

/** One signature of a PDF or OFD, verified as far as that can be done offline. */
export interface SignatureReport {
  /**
   * `intact`: what it covers is what was signed, and the signature fits the certificate that came with it. `broken`:
   * one of the two does not hold. `not_checked`: its algorithm or form is unknown to us. Nobody's trust is asked: the
   * chain is told, not believed.
   */
  readonly state: 'intact' | 'broken' | 'not_checked';
  /** Whether everything but the signature itself is covered: bytes appended after signing are not. */
  readonly coversAll: boolean;
  /** Names of the certificates, the signer's first, then its issuers as far as they are told. */
  readonly chain: readonly string[];
  /** As the signature says, ISO 8601; `null`: it does not. */
  readonly signedAt: string | null;
  /** `SM2 SM3`, `RSA SHA-256`… */
  readonly algorithm: string | null;
  /** What is broken, unknown or not covered, one line in Chinese: the part whose digest differs. */
  readonly problem: string | null;
}

/**
 * Something about a page that editing leaves behind, and that may have another cause: a place to hold against the
 * original, never a proof. `resaved`: pixels that were not saved as JPEG with the page the first time; `copied`: the same
 * patch of paper twice; `uneven`: a figure higher, lower or larger than the others of its value; `editor`: written by a
 * program for editing pictures. In the text of a PDF: `mixed`: a number of two fonts or sizes; `overlaid`: figures set over
 * others; `stray`: an amount in a font of its own; `on_picture`: a number set on a scan; `patched`: the same, painted over before; `replaced`: text in the place of a value of an earlier revision.
 */
export interface EditSign {
  readonly what: 'resaved' | 'copied' | 'uneven' | 'editor' | TextSign;
  /** From 1, in the document. */
  readonly page: number;
  /** Where to look, in fractions of the upright page; none where it is about the page as a whole. */
  readonly boxes: readonly Box[];
  /** The value as it was read, or the program's name. */
  readonly text: string;
}

/** Those of a PDF's text. */
export type TextSign = 'mixed' | 'overlaid' | 'stray' | 'on_picture' | 'patched' | 'replaced';

/** How a PDF came about, as the file itself tells. */
export interface FileTraces {
  /** Times it was saved over: revisions but the first. */
  readonly updates: number;
  /** What wrote it, as it says itself: creator and producer. */
  readonly software: readonly string[];
}

/** Text that no eye sees, beside what is drawn in its place. */
export interface HiddenText {
  readonly page: number;
  readonly text: string;
  /** What a person sees there; empty: nothing. */
  readonly drawn: string;
  /** Fractions of the upright page; left out in what was read before places were kept. */
  readonly box?: Box;
}

/** Of the pages that an invoice stands on; the signatures are those of the whole file. */
export interface CarrierEvidence {
  readonly carrier: 'pdf' | 'ofd';
  /** Empty: it is not signed. */
  readonly signatures: readonly SignatureReport[];
  readonly hidden: readonly HiddenText[];
  /** Of a PDF. */
  readonly traces?: FileTraces;
}
