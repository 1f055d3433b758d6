/** The state of a document on its way through the line, and of the work that moves it. */

/** CONTRACT: `GET /documents/:id`. `review`: something was not sure enough and a person decides. `failed`: a fault of ours, to be re-run. */
export type DocumentState = 'queued' | 'reading' | 'matching' | 'review' | 'done' | 'refused' | 'failed';

export const DOCUMENT_STATES: readonly DocumentState[] = [
  'queued',
  'reading',
  'matching',
  'review',
  'done',
  'refused',
  'failed',
];

/** States in which nothing more happens by itself. */
export const FINAL_STATES: readonly DocumentState[] = ['review', 'done', 'refused', 'failed'];

/**
 * The closed set of jobs. `read`: subject is a document, its original is opened, and read where it is short. `part`:
 * some pages of a long one are read. `join`: what its parts said is put together. `match`: a document's slips are held
 * against the ledger. `collapse`: subject is a record, the slips of one invoice are put together. `import`: subject is a
 * ledger import. `query`: subject is a file of questions to the ledger. `registry`: external registers are asked about a
 * document's slips.
 */
export type WorkKind = 'read' | 'part' | 'join' | 'match' | 'collapse' | 'import' | 'query' | 'registry';
export const WORK_KINDS: readonly WorkKind[] = [
  'read',
  'part',
  'join',
  'match',
  'collapse',
  'import',
  'query',
  'registry',
];
