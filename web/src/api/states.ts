/** What the states of a document mean for the page. */
import type { DocumentStateName } from './types.js';

const FINAL: Record<DocumentStateName, boolean> = {
  queued: false,
  reading: false,
  matching: false,
  review: true,
  done: true,
  refused: true,
  failed: true,
};

/** Nothing more happens by itself. */
export function isFinal(state: DocumentStateName): boolean {
  return FINAL[state];
}
