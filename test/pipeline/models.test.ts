import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { projectRoot } from '../../src/entry.js';
import { loadModels } from '../../src/pipeline/models.js';

const shipped = new URL('models/', projectRoot());

describe('models', () => {
  const folders: string[] = [];
  afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

  const copy = async (name: string, content: string) => {
    const folder = await mkdtemp(join(tmpdir(), 'yanpiao-models-'));
    folders.push(folder);
    await cp(shipped, folder, { recursive: true });
    await writeFile(join(folder, name), content);
    return pathToFileURL(`${folder}/`);
  };

  it('load as shipped, each count no more right than counted', async () => {
    const { calibration, thresholds } = await loadModels(shipped);
    for (const bins of Object.values(calibration.readings.counts)) {
      expect(bins).toHaveLength(calibration.readings.scoreBins.length);
      for (const [right, of] of bins) expect(right).toBeLessThanOrEqual(of);
    }
    for (const bins of Object.values(calibration.confidence.counts))
      expect(bins).toHaveLength(calibration.confidence.beliefBins.length);
    expect(1 - thresholds.accept).toBeLessThanOrEqual(4 * thresholds.errorRate + 1e-9);
  });

  it('are refused when malformed or missing', async () => {
    await expect(loadModels(await copy('thresholds.json', '{"accept": 2}'))).rejects.toThrow('accept');
    await expect(loadModels(await copy('calibration/readings.json', 'no JSON'))).rejects.toThrow();
    await expect(loadModels(new URL('nowhere/', shipped))).rejects.toThrow('ENOENT');
  });
});
