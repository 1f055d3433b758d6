/** Learning on real files: labels and corrections in, models out, and the reader that uses them. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assembleReadTools, SHIPPED_MODELS } from '../../src/assemble-reading.js';
import { runCli } from '../../src/cli/program.js';
import { projectRoot } from '../../src/entry.js';
import { readLearnt } from '../../src/learn/learnt.js';
import { loadModels } from '../../src/pipeline/models.js';
import { recorder } from '../support/recorder.js';

/** Reads PDFs with a text layer only: no recognition is needed, and a file takes a fraction of a second. */
const SLOW = 120_000;

const samples = fileURLToPath(new URL('samples/files/', projectRoot()));
const isText = (name: string) => name.endsWith('.pdf') && !name.includes('scan');

let folder: string;
let labelled: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yanpiao-learn-'));
  labelled = join(folder, 'labelled');
  cpSync(samples, labelled, { recursive: true });
  const truth = JSON.parse(readFileSync(join(samples, 'truth.json'), 'utf8')) as Record<string, unknown>;
  const text = Object.entries(truth).filter(([name]) => isText(name));
  // Each file twice, under names and bytes of its own: enough fields to learn from.
  const twice = text.map(([name, label]) => [`again-${name}`, label] as const);
  for (const [name] of twice) {
    const bytes = readFileSync(join(samples, name.slice('again-'.length)));
    writeFileSync(join(labelled, name), Buffer.concat([bytes, Buffer.from('\n% again\n')]));
  }
  writeFileSync(join(labelled, 'labels.json'), JSON.stringify(Object.fromEntries([...text, ...twice])));
});
afterAll(() => rmSync(folder, { recursive: true }));

const learn = async (...args: string[]) => {
  const { said, io } = recorder();
  const code = await runCli(['learn', ...args], io);
  return { code, out: said.out, err: said.err };
};

describe('yanpiao learn', () => {
  it(
    'adds a labelled folder to the shipped counts, says what came of it, and readers use it',
    async () => {
      const models = join(folder, 'models');
      const { code, out } = await learn(labelled, '--models', models);
      expect(out).toMatch(/before: ECE 0\.\d+/);
      expect(out).toMatch(/accepted from [01]\.\d+ on/);
      expect(code).toBe(0);
      const [shipped, own] = [
        await loadModels(SHIPPED_MODELS),
        await loadModels(pathToFileURL(`${models}/`)),
      ];
      const counted = (counts: Readonly<Record<string, readonly (readonly [number, number])[]>>) =>
        Object.values(counts)
          .flat()
          .reduce((sum, [, of]) => sum + of, 0);
      expect(counted(own.calibration.readings.counts)).toBeGreaterThan(
        counted(shipped.calibration.readings.counts) + 200,
      );
      expect(own.calibration.readings.from).toContain('yanpiao learn');
      expect((await assembleReadTools({ modelsFolder: models })).models).toEqual(own);
      // The same again teaches nothing: it was counted.
      expect((await learn(labelled, '--models', models)).code).toBe(1);
      expect(await loadModels(pathToFileURL(`${models}/`))).toEqual(own);
      // Where the shipped ones stand in for models that cannot be used, nothing was counted yet.
      const folderUrl = pathToFileURL(`${models}/`);
      expect([...(await readLearnt(folderUrl, own))].length).toBeGreaterThan(0);
      expect([...(await readLearnt(folderUrl, shipped))]).toEqual([]);
    },
    SLOW,
  );

  it(
    'finds the originals of corrections by their digest, and leaves the models alone when they are too few',
    async () => {
      const [name] = readdirSync(samples).filter(isText);
      if (name === undefined) throw new Error('no sample');
      const bytes = readFileSync(join(samples, name));
      const correction = {
        document: createHash('sha256').update(bytes).digest('hex'),
        slip: '1',
        field: 'drawer',
        machine: '舒祥',
        corrected: '舒样',
        by: 'reviewer',
        at: '2026-11-22T10:00:00+08:00',
      };
      const file = join(folder, 'corrections.ndjson');
      const lost = { ...correction, document: '0'.repeat(64) };
      writeFileSync(file, `${JSON.stringify(correction)}\n${JSON.stringify(lost)}\n`);
      const models = join(folder, 'untouched');
      const { code, err, out } = await learn(file, '--originals', samples, '--models', models, '--json');
      expect(code).toBe(1);
      // What a name was misread as tells the match of names, whether the original is at hand or not.
      const matching = { learnt: 2, known: 0, empty: 0 };
      expect(JSON.parse(out)).toEqual({ learnt: false, fields: 1, known: 0, refused: 0, matching });
      expect(err).toMatch(/1 份原件不在/);
      await expect(loadModels(pathToFileURL(`${models}/`))).rejects.toThrow('ENOENT');
    },
    SLOW,
  );

  it.each([
    [['learn']],
    [['learn', '/no/such/folder']],
    [['learn', fileURLToPath(new URL('package.json', projectRoot()))]],
  ])('%j is wrong use', async (args) => {
    const { io } = recorder();
    expect(await runCli(args, io)).toBe(2);
  });
});

describe('models of one’s own', () => {
  it('that cannot be used are told of, and those shipped are used', async () => {
    const broken = join(folder, 'broken');
    cpSync(fileURLToPath(SHIPPED_MODELS), broken, { recursive: true });
    writeFileSync(join(broken, 'thresholds.json'), '{"accept": 2}');
    const warnings: string[] = [];
    const onWarning = (message: string) => warnings.push(message);
    const { models } = await assembleReadTools({ modelsFolder: broken, onWarning });
    expect(models).toEqual(await loadModels(SHIPPED_MODELS));
    expect(warnings).toHaveLength(1);
  });
});
