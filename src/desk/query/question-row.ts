/** A file full of questions, as it is read: adapters/ledger-files/questions.ts. */
import type { Question } from './question.js';

/** One row; numbered from 1 among those below the header that are not blank. */
export interface QuestionRow {
  readonly row: number;
  /** For people: sheet and row as Excel counts them. */
  readonly where: string;
  /** All cells as they stand, by column. */
  readonly cells: readonly (string | null)[];
  readonly asked: Question | RowFault;
}

/** Why a row cannot be asked. */
export interface RowFault {
  readonly code: string;
  /** For people, Chinese. */
  readonly message: string;
}

export interface QuestionFile {
  readonly headers: readonly string[];
  /** May be asked several times; each reads from the first row. */
  rows(): AsyncIterable<QuestionRow>;
  close(): void;
}

export const isFault = (asked: QuestionRow['asked']): asked is RowFault => 'code' in asked;

/** Rows of one file: a month of a large company's vouchers. More would keep others' questions waiting. */
export const MOST_QUESTIONS = 10_000;
