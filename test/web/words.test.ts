import { expect, it } from 'vitest';
import { OUTCOME_WORDS, STATE_WORDS } from '../../src/document/verdict-words.js';
import { zh } from '../../web/src/i18n/zh.js';

it('calls outcomes and states on the page what tables and reports call them', () => {
  expect(zh.verdict.outcome).toEqual(OUTCOME_WORDS);
  expect(zh.verdict.state).toEqual(STATE_WORDS);
});
