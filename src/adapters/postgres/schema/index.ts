/**
 * Every table, once, for PGlite and PostgreSQL. `npm run migration` writes the SQL of a change into migrations/.
 *
 * Every row belongs to an organisation; people, passwords and sessions are better-auth's. Ids are UUIDv7, so that the
 * order of ids is the order of making; money is integer 分.
 */
export * from './accounts.js';
export * from './documents.js';
export * from './ledger.js';
export * from './queries.js';
export * from './records.js';
export * from './registry.js';
export * from './rules.js';
export * from './work.js';
