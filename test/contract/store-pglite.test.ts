import { openTestPglite } from '../support/database.js';
import { storeContract } from './store.js';

storeContract('PGlite', () => openTestPglite());
