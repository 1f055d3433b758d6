/** The committed samples through the real reading line, against the truth that drew them. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { FullTruth } from '../../samples/truth/labels.js';
import { assembleReadTools } from '../../src/assemble-reading.js';
import type { DocumentReading } from '../../src/document/report.js';
import type { Slip } from '../../src/document/slip.js';
import { comparable } from '../../src/invoice/compare.js';
import { FIELD_NAMES, type FieldName } from '../../src/invoice/fields.js';
import { parseLabels } from '../../src/learn/labels.js';
import { readDocument } from '../../src/pipeline/line.js';

/** Two cores shared with other tests: an OCR page takes seconds, the first one more. */
const SLOW = 180_000;

const sample = (path: string) => readFileSync(new URL(`../../samples/${path}`, import.meta.url));
const json = (path: string) => JSON.parse(sample(path).toString('utf8'));

type Tools = Awaited<ReturnType<typeof assembleReadTools>>;
let tools: Tools;
beforeAll(async () => {
  tools = await assembleReadTools({ ocrEngine: 'auto', onWarning: (message) => console.warn(message) });
});

const files = ['files', 'demo'].flatMap((folder) => {
  const truths = json(`${folder}/truth.json`) as Record<string, FullTruth>;
  return [...parseLabels(json(`${folder}/labels.json`))].map(([name, { slips }]) => {
    const [label] = slips;
    const truth = truths[name];
    if (label === undefined || truth === undefined) throw new Error(`${name} has no truth`);
    const textLayer = /\.(?:xml|ofd)$/u.test(name) || (name.endsWith('.pdf') && !name.includes('scan'));
    return { path: `${folder}/${name}`, label, truth, textLayer };
  });
});

function onlySlip(reading: DocumentReading): Slip {
  expect(reading.refusal).toBeNull();
  expect(reading.slips).toHaveLength(1);
  const [slip] = reading.slips;
  if (slip === undefined) throw new Error('no slip');
  return slip;
}

/** Values in the form in which they are compared, so that a failure shows all wrong fields at once. */
function shown(values: ReadonlyMap<FieldName, string>): Record<string, string> {
  return Object.fromEntries([...values].map(([field, value]) => [field, comparable(field, value)]));
}

const readOf = (slip: Slip, fields: Iterable<FieldName>): ReadonlyMap<FieldName, string> =>
  new Map([...fields].map((field) => [field, slip.fields[field]?.value ?? '(not read)']));

/** What the QR carries (DOMAIN 2.1): read exactly wherever the code can be decoded, and here it can. */
const inQr = (truth: FullTruth): ReadonlySet<FieldName> =>
  new Set([
    'invoiceCode',
    'invoiceNumber',
    'issueDate',
    'checkCode',
    truth.fields.invoiceCode === undefined ? 'grossTotal' : 'netTotal',
  ]);

/**
 * The part of all labelled header fields of pictures that is right at least: a floor that catches a broken line, not
 * the measure (docs/accuracy.md). When this was written: PP-OCR 0.99, tesseract.js 0.83.
 */
const FLOORS = { 'ocr:paddle': 0.95, 'ocr:tesseract': 0.75 } as const;

/** tesseract.js, where PP-OCR has no native library, loses lines and cells; what it does not know it must not accept. */
async function needsPaddle(textLayer: boolean, skip: (why: string) => void): Promise<void> {
  if (!textLayer && (await tools.ocr()).source !== 'ocr:paddle') skip('PP-OCR cannot run on this machine');
}

const readings = new Map<string, Slip>();

describe.each(files)('$path', ({ path, label, truth, textLayer }) => {
  let slip: Slip;
  beforeAll(async () => {
    slip = onlySlip(await readDocument(sample(path), tools));
    readings.set(path, slip);
  }, SLOW);

  test('kind, QR and what a QR carries', () => {
    expect(slip.kind).toBe(label.kind);
    expect(slip.qr).toBe(label.qr ?? null);
    const carried = [...label.fields].filter(([field]) => inQr(truth).has(field));
    expect(
      shown(
        readOf(
          slip,
          carried.map(([field]) => field),
        ),
      ),
    ).toEqual(shown(new Map(carried)));
  });

  test('as many lines as are printed, and no finding is broken: the invoice is lawful', async ({ skip }) => {
    // A lawful invoice to a person; that it is one is what T3 is there to tell.
    const told = label.fields.get('buyerName') === '个人' ? ['T3'] : [];
    await needsPaddle(textLayer, skip);
    expect(slip.lines).toHaveLength(label.lineItems ?? 0);
    expect(slip.findings.filter((finding) => finding.result === 'broken').map(({ id }) => id)).toEqual(told);
  });

  test('an accepted field is right', () => {
    const accepted = FIELD_NAMES.filter((field) => slip.fields[field]?.accepted && field in truth.fields);
    const right = new Map(accepted.map((field) => [field, truth.fields[field] ?? '']));
    expect(shown(readOf(slip, accepted))).toEqual(shown(right));
  });
});

describe('text layer, XML and OFD: every field and every cell of every line', () => {
  test.each(files.filter(({ textLayer }) => textLayer))('$path', ({ path, truth }) => {
    const slip = readings.get(path);
    if (slip === undefined) throw new Error('it was not read');
    const all = FIELD_NAMES.filter((field) => field in truth.fields);
    const fields = new Map(all.map((field) => [field, truth.fields[field] ?? '']));
    expect(shown(readOf(slip, all))).toEqual(shown(fields));
    expect(slip.lines).toEqual(truth.lines);
  });
});

test('the tilted photo of the demo: every cell of every line', async ({ skip }) => {
  await needsPaddle(false, skip);
  const path = 'demo/demo-mismatch-snap.png';
  expect(readings.get(path)?.lines).toEqual(files.find((file) => file.path === path)?.truth.lines);
});

test('pictures: nearly every labelled field', async () => {
  const wrong: string[] = [];
  let judged = 0;
  for (const { path, label, textLayer } of files) {
    if (textLayer) continue;
    for (const [field, value] of label.fields) {
      judged += 1;
      const read = readings.get(path)?.fields[field]?.value ?? '';
      if (comparable(field, read) !== comparable(field, value))
        wrong.push(`${path} ${field}: ${value} | ${read}`);
    }
  }
  expect(1 - wrong.length / judged, wrong.join('\n')).toBeGreaterThanOrEqual(
    FLOORS[(await tools.ocr()).source],
  );
});

describe('files that mean no good', () => {
  const hostile = json('hostile/hostile.json') as { file: string; refusal: string | null; note: string }[];
  test.each(hostile)('$file: $note', { timeout: SLOW }, async ({ file, refusal }) => {
    const reading = await readDocument(sample(`hostile/${file}`), tools);
    expect(reading.refusal?.code ?? null).toBe(refusal);
    const accepted = reading.slips.flatMap((slip) =>
      Object.values(slip.fields).filter((field) => field.accepted),
    );
    expect(accepted).toEqual([]);
  });
});

afterAll(async () => {
  await (await tools.ocr()).close();
});
