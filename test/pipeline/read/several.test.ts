import { expect, test } from 'vitest';
import { drawCase } from '../../../samples/damage/pictures.js';
import { assembleReadTools } from '../../../src/assemble-reading.js';
import { findPapers } from '../../../src/pipeline/read/find.js';

test('slips on a desk are found one by one, whichever way each lies', async () => {
  const { bytes, slips } = await drawCase({
    set: 'fit',
    kind: 'bus_paper',
    form: 'bus_paper',
    damage: 'several',
    number: 10,
  });
  const tools = await assembleReadTools({ ocrEngine: 'paddle' });
  const ocr = await tools.ocr();
  try {
    const papers = await findPapers(await tools.image.decode(bytes), [], ocr);
    expect(papers).toHaveLength(slips.length);
    const quads = papers.flatMap(({ lines }) => lines.map(({ quad }) => JSON.stringify(quad)));
    expect(new Set(quads).size).toBe(quads.length);
    for (const { lines } of papers) expect(lines.length).toBeGreaterThanOrEqual(8);
  } finally {
    await ocr.close();
  }
}, 120_000);
