/** Every shape that crosses HTTP. The web imports its types from here, and nothing else of src/. */
export type * from './accounts.js';
export type * from './changes.js';
export type * from './claims.js';
export type { Problem } from './common.js';
export type * from './documents.js';
export type * from './ledger.js';
export type * from './queries.js';
export type * from './records.js';
export type * from './refused-claim.js';
export type * from './registry.js';
export type * from './rules.js';
export type * from './samples.js';
export type * from './slip.js';
