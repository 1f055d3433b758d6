/** The three demo uploads against the demo ledger in a real store: what demo.json promises a newcomer. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedgerFile } from '../../src/adapters/ledger-files/read.js';
import type { OpenDatabase } from '../../src/adapters/postgres/open.js';
import { xmlReader } from '../../src/adapters/xml/xml.js';
import { zipReader } from '../../src/adapters/zip/zip.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import { importLedger } from '../../src/desk/ledger/import.js';
import { readDocument } from '../../src/pipeline/line.js';
import { verifyAgainstLedger } from '../../src/pipeline/run-match.js';
import { openTestPglite } from '../support/database.js';

const SLOW = 180_000;
const ORGANISATION = '1';

const demo = (name: string) => fileURLToPath(new URL(`../../samples/demo/${name}`, import.meta.url));
const { ledger, samples } = JSON.parse(readFileSync(demo('demo.json'), 'utf8')) as {
  ledger: string;
  samples: { file: string; outcome: string }[];
};

let database: OpenDatabase;
let tools: Awaited<ReturnType<typeof assembleReadTools>>;
beforeAll(async () => {
  database = await openTestPglite();
  tools = await assembleReadTools({ ocrEngine: 'auto', onWarning: (message) => console.warn(message) });
  await database.store.accounts.createOrganisation('样例公司', ORGANISATION);
  const report = await importLedger({
    ledger: database.store.ledger,
    file: await openLedgerFile(demo(ledger), { zip: zipReader(), xml: xmlReader() }),
    organisationId: ORGANISATION,
    source: { kind: 'import', id: null, name: 'demo' },
  });
  expect(report.skipped).toEqual([]);
}, SLOW);

afterAll(async () => {
  await (await tools.ocr()).close();
  await database.close();
});

test.each(samples)('$file: $outcome', { timeout: SLOW }, async ({ file, outcome }) => {
  const { refusal, slips } = await readDocument(readFileSync(demo(file)), tools);
  expect(refusal).toBeNull();
  const [slip] = slips;
  if (slip === undefined) throw new Error('no slip');
  const verdict = await verifyAgainstLedger(database.store, ORGANISATION, slip, new Date());
  expect(verdict.outcome).toBe(outcome);
  const differing = verdict.reasons
    .filter((reason) => reason.accepted && !reason.agree)
    .map(({ field }) => field);
  expect(differing.includes('grossTotal')).toBe(outcome === 'mismatch');
});
