import { describe, inject } from 'vitest';
import { openTestPostgres } from '../support/database.js';
import { storeContract } from './store.js';

describe.skipIf(inject('postgres') === null)('PostgreSQL', () => {
  storeContract('PostgreSQL', openTestPostgres);
});
