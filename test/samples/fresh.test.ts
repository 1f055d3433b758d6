/** What is committed under samples/ is what the generator draws today. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { demoLedger } from '../../samples/demo-ledger.js';
import { flagsOf, nameOf } from '../../samples/draw/carriers.js';
import { drawPdf } from '../../samples/draw/document.js';
import { einvoiceXml } from '../../samples/draw/einvoice-xml.js';
import { ofdOf } from '../../samples/draw/ofd.js';
import { ledgerWorkbook } from '../../samples/ledger.js';
import { DEMO_SAMPLES, invoiceOf, SAMPLES, type Sample, SEED } from '../../samples/recipes.js';
import { fullTruthOf, labelOf } from '../../samples/truth/labels.js';

const bytesOf = (path: string) => readFileSync(new URL(`../../samples/${path}`, import.meta.url));
const jsonOf = (path: string): unknown => JSON.parse(bytesOf(path).toString('utf8'));
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Reading two CJK fonts and drawing ten pages takes seconds where other tests run beside it. */
const SLOW = 120_000;

const folders: readonly (readonly [string, readonly Sample[]])[] = [
  ['files', SAMPLES],
  ['demo', DEMO_SAMPLES],
];

describe.each(folders)('samples/%s', (folder, samples) => {
  const drawn = samples.flatMap((sample) => {
    const invoice = invoiceOf(sample, SEED);
    return sample.carriers.map((carrier) => ({
      name: nameOf(sample.id, carrier),
      carrier,
      invoice,
      flags: flagsOf(sample, invoice, carrier),
    }));
  });

  test('labels and full truth are those of the generator', () => {
    const labels = drawn.map(({ name, invoice, flags }) => [name, labelOf(invoice, flags)]);
    expect(jsonOf(`${folder}/labels.json`)).toEqual(Object.fromEntries(labels));
    const truths = drawn.map(({ name, invoice, flags }) => [name, fullTruthOf(invoice, flags)]);
    expect(jsonOf(`${folder}/truth.json`)).toEqual(Object.fromEntries(truths));
  });

  test(
    'PDFs with a text layer are those of the generator, byte for byte',
    async () => {
      for (const { name, carrier, invoice } of drawn) {
        if (carrier !== 'pdf') continue;
        expect(sha256(await drawPdf(invoice)), name).toBe(sha256(bytesOf(`${folder}/${name}`)));
      }
    },
    SLOW,
  );

  test('XML originals are those of the generator, byte for byte', () => {
    for (const { name, carrier, invoice } of drawn) {
      if (carrier !== 'xml' && carrier !== 'xml-gbk') continue;
      const bytes = einvoiceXml(invoice, carrier === 'xml' ? 'UTF-8' : 'GBK');
      expect(sha256(bytes), name).toBe(sha256(bytesOf(`${folder}/${name}`)));
    }
  });

  test(
    'OFDs are those of the generator, byte for byte',
    async () => {
      for (const { name, carrier, invoice } of drawn) {
        if (carrier !== 'ofd') continue;
        const bytes = await ofdOf(invoice, await drawPdf(invoice));
        expect(sha256(bytes), name).toBe(sha256(bytesOf(`${folder}/${name}`)));
      }
    },
    SLOW,
  );

  test('the manifest names every file with its digest', () => {
    const [, ...rows] = bytesOf(`${folder}/MANIFEST.tsv`).toString('utf8').trimEnd().split('\n');
    const listed = rows.map((row) => row.split('\t'));
    expect(listed.map(([name]) => name)).toEqual(drawn.map(({ name }) => name));
    for (const [name = '', , , , size, digest] of listed) {
      const bytes = bytesOf(`${folder}/${name}`);
      expect(digest, name).toBe(sha256(bytes));
      expect(Number(size), name).toBe(bytes.length);
    }
    const pages = readdirSync(new URL(`../../samples/${folder}`, import.meta.url)).filter((name) =>
      /\.(pdf|png|jpg|xml|ofd)$/.test(name),
    );
    expect(pages.sort()).toEqual(drawn.map(({ name }) => name).sort());
  });
});

test(
  'the demo ledger is that of the generator, byte for byte',
  async () => {
    expect(sha256(await ledgerWorkbook(demoLedger(SEED)))).toBe(sha256(bytesOf('demo/ledger.xlsx')));
  },
  SLOW,
);
