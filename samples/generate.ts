/**
 * Draws the samples: `npm run samples [-- --out DIR --seed N --count N --kinds a,b]`. Without options it makes again
 * exactly what is committed under samples/.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/entry.js';
import { runCommand, someOf, UsageError, wholeNumber } from './command.js';
import { carried } from './containers/carried.js';
import { demoLedger } from './demo-ledger.js';
import { type DrawnFile, draw } from './draw/carriers.js';
import { ledgerWorkbook } from './ledger.js';
import { LEDGER_MAPPINGS, ledgerFiles } from './ledger-files.js';
import { CARRIERS, type Carrier, chanceRecipe, DEMO_SAMPLES, SAMPLES, SEED } from './recipes.js';
import { saboteurs } from './saboteurs.js';
import { DRAWN_KINDS, type DrawnKind } from './truth/invoice.js';
import { fullTruthOf, labelOf } from './truth/labels.js';
import { randomFor } from './truth/random.js';

const json = (value: unknown) => `${JSON.stringify(value, null, 1)}\n`;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Writes files with labels.json, truth.json and MANIFEST.tsv beside them. */
function write(folder: string, files: readonly DrawnFile[], seed: number): void {
  mkdirSync(folder, { recursive: true });
  for (const { name, bytes } of files) writeFileSync(join(folder, name), bytes);
  const of = <T>(one: (file: DrawnFile) => T) =>
    Object.fromEntries(files.map((file) => [file.name, one(file)]));
  writeFileSync(join(folder, 'labels.json'), json(of(({ invoice, flags }) => labelOf(invoice, flags))));
  writeFileSync(join(folder, 'truth.json'), json(of(({ invoice, flags }) => fullTruthOf(invoice, flags))));
  const rows = files.map(({ name, invoice, flags, bytes }) =>
    [name, invoice.kind, flags.join(' '), `seed ${seed}`, bytes.length, sha256(bytes)].join('\t'),
  );
  writeFileSync(
    join(folder, 'MANIFEST.tsv'),
    `file\tkind\tflags\torigin\tbytes\tsha256\n${rows.join('\n')}\n`,
  );
}

const DEMO_TITLES = {
  match: { titleZh: '与底账一致的发票', titleEn: 'An invoice that agrees with the ledger' },
  mismatch: { titleZh: '金额被改动过的发票', titleEn: 'An invoice whose amount was altered' },
  not_found: { titleZh: '底账中没有的发票', titleEn: 'An invoice that the ledger does not know' },
} as const;

async function writeDemo(folder: string, seed: number): Promise<void> {
  const samples = [];
  const files: DrawnFile[] = [];
  for (const sample of DEMO_SAMPLES) {
    const drawn = await draw(sample, seed);
    files.push(...drawn);
    for (const { name } of drawn) {
      samples.push({ file: name, ...DEMO_TITLES[sample.outcome], outcome: sample.outcome });
    }
  }
  write(folder, files, seed);
  writeFileSync(join(folder, 'ledger.xlsx'), await ledgerWorkbook(demoLedger(seed)));
  writeFileSync(join(folder, 'demo.json'), json({ ledger: 'ledger.xlsx', samples }));
}

async function writeHostile(folder: string, jpegBytes: Uint8Array): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const all = await saboteurs(jpegBytes);
  for (const { file, bytes } of all) if (bytes !== undefined) writeFileSync(join(folder, file), bytes);
  writeFileSync(
    join(folder, 'hostile.json'),
    json(all.map(({ file, refusal, note }) => ({ file, refusal, note }))),
  );
}

/** What samples/files holds, as mailrooms get it. */
async function writeCarried(folder: string, files: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const all = await carried((name) => readFileSync(join(files, name)));
  for (const { file, bytes } of all) writeFileSync(join(folder, file), bytes);
  writeFileSync(
    join(folder, 'carried.json'),
    json(all.map(({ file, holds, note }) => ({ file, holds, note }))),
  );
}

/** Ledger files of every format, with what an import says of each. */
async function writeLedgerFiles(folder: string, seed: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const all = await ledgerFiles(seed);
  for (const { file, bytes } of all) writeFileSync(join(folder, file), bytes);
  for (const [file, bytes] of Object.entries(LEDGER_MAPPINGS)) writeFileSync(join(folder, file), bytes);
  const told = all.map(({ file, format, mapping, invoices, skipped }) => ({
    file,
    format,
    mapping,
    rows: invoices.length,
    skipped,
  }));
  writeFileSync(join(folder, 'ledger.json'), json(told));
}

/** Makes again what is committed. */
async function writeCommitted(root: string, seed: number): Promise<void> {
  const files: DrawnFile[] = [];
  for (const sample of SAMPLES) files.push(...(await draw(sample, seed)));
  write(join(root, 'files'), files, seed);
  await writeDemo(join(root, 'demo'), seed);
  await writeHostile(join(root, 'hostile'), readFileSync(join(root, 'files', 'vat-special-paper-scan.jpg')));
  await writeCarried(join(root, 'carried'), join(root, 'files'));
  await writeLedgerFiles(join(root, 'ledger'), seed);
  console.log(`${files.length} samples, ${DEMO_SAMPLES.length} for the demo, under ${root}`);
}

/** Pictures that a chance sample may come as besides its PDF. */
const PICTURES: readonly Carrier[] = CARRIERS.filter((carrier) => !/^(?:pdf$|xml|ofd)/u.test(carrier));

/** Draws `count` invoices of chance, each as PDF and as one picture, 数电票 as XML besides. */
async function writeChance(
  folder: string,
  seed: number,
  count: number,
  kinds: readonly DrawnKind[],
): Promise<void> {
  const files: DrawnFile[] = [];
  for (let index = 0; index < count; index++) {
    const kind = kinds[index % kinds.length] ?? 'digital_general';
    const id = `${kind.replaceAll('_', '-')}-${String(index + 1).padStart(4, '0')}`;
    const random = randomFor(seed, `${id}/recipe`);
    const recipe = chanceRecipe(id, kind, random);
    const original: readonly Carrier[] = kind.startsWith('digital') ? ['xml'] : [];
    files.push(...(await draw({ ...recipe, carriers: ['pdf', random.pick(PICTURES), ...original] }, seed)));
  }
  write(folder, files, seed);
  console.log(`${files.length} samples under ${folder}`);
}

const USAGE = `npm run samples -- [--out DIR] [--seed N] [--count N] [--kinds ${DRAWN_KINDS.join(',')}]
Without --count: what is committed under samples/, made again. With it: N invoices of chance, into --out.`;

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      out: { type: 'string' },
      seed: { type: 'string' },
      count: { type: 'string' },
      kinds: { type: 'string' },
    },
  });
  const seed = values.seed === undefined ? SEED : wholeNumber('seed', values.seed, 0);
  if (values.count === undefined) {
    if (values.kinds !== undefined) throw new UsageError('--kinds needs --count');
    return writeCommitted(values.out ?? fileURLToPath(new URL('samples', projectRoot())), seed);
  }
  if (values.out === undefined) throw new UsageError('--count needs --out: chance samples are not committed');
  const kinds = values.kinds === undefined ? DRAWN_KINDS : someOf(DRAWN_KINDS, 'kinds', values.kinds);
  return writeChance(values.out, seed, wholeNumber('count', values.count, 0), kinds);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await runCommand(main, USAGE);
}
