import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CHECK_IDS, CHECKS } from '../../src/document/checks.js';

const MADE_WITH = { slip: 'reading', file: 'reading', organisation: 'match' } as const;

it('docs/checks.md lists every check as it is', async () => {
  const document = await readFile(new URL('../../docs/checks.md', import.meta.url), 'utf8');
  const rows = [...document.matchAll(/^\| [A-Z]\d \|.*$/gm)].map(([row]) => row);
  expect(rows).toEqual(
    CHECK_IDS.map((id) => {
      const { chinese, english, severity, needs } = CHECKS[id];
      return `| ${id} | ${chinese} | ${english} | ${severity} | ${MADE_WITH[needs]} |`;
    }),
  );
});
