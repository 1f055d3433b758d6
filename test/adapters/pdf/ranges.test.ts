/** A PDF on a disk is read by the ranges its pages need, and says the same as when it is read as a whole. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { library } from '../../../src/adapters/pdf/library.js';
import { pdfReader } from '../../../src/adapters/pdf/pdf.js';
import { openSession } from '../../../src/adapters/pdf/session.js';

const folder = mkdtempSync(join(tmpdir(), 'yanpiao-ranges-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PAGES = 30;
/** Bytes that do not pack, embedded in each page's own stream: the file is far larger than one page. */
const BALLAST = 120_000;

async function writePdf(useObjectStreams: boolean): Promise<{ path: string; size: number }> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= PAGES; number++) {
    const page = document.addPage([300, 200]);
    page.drawText(`Page ${number}`, { font, size: 20, x: 20, y: 100 });
    const ballast = Buffer.alloc(BALLAST, `% ${number} `);
    page.node.addContentStream(document.context.register(document.context.stream(ballast)));
  }
  const path = join(folder, `${useObjectStreams}.pdf`);
  const bytes = await document.save({ useObjectStreams });
  writeFileSync(path, bytes);
  return { path, size: bytes.length };
}

describe.each([false, true])('object streams: %s', (useObjectStreams) => {
  let file: { path: string; size: number };
  beforeAll(async () => {
    file = await writePdf(useObjectStreams);
  });

  it('reads the same text by ranges, opened anew between pages, and draws the same', async () => {
    const reader = pdfReader({ wholeUpTo: 0, keepUpTo: 4 * BALLAST });
    const [whole, ranges] = [await pdfReader().open(readFileSync(file.path)), await reader.open(file)];
    expect(ranges.pages).toBe(PAGES);
    for (const number of [30, 1, 15, 16, 17, 18, 2]) {
      const [one, other] = [await whole.page(number), await ranges.page(number)];
      expect(other.lines).toEqual(one.lines);
      expect(other.lines[0]?.text).toBe(`Page ${number}`);
      expect(Buffer.compare((await other.render(50, 500)).data, (await one.render(50, 500)).data)).toBe(0);
      one.close();
      other.close();
    }
    await whole.close();
    await ranges.close();
  });

  it('takes no more from the disk than a page needs', async () => {
    const session = await openSession(file, 0, await library());
    const page = await session.held(session.document.getPage(20));
    await session.held(page.getTextContent());
    expect(session.fetched()).toBeLessThan(file.size / 3);
    await session.close();
  });
});

it('a file that became shorter is a refusal, and nobody waits for ever', async () => {
  const { path, size } = await writePdf(false);
  writeFileSync(path, readFileSync(path).subarray(0, size / 2));
  const reader = pdfReader({ wholeUpTo: 0 });
  await expect(reader.open({ path, size })).rejects.toMatchObject({ refusal: { code: 'not_readable' } });
});

it('one whose table is lost is gone through as a whole', async () => {
  const { path, size } = await writePdf(false);
  const text = readFileSync(path).toString('latin1');
  writeFileSync(
    path,
    text.replace(/startxref\n\d+/u, (found) => found.replace(/\d/gu, '1')),
    'latin1',
  );
  const document = await pdfReader({ wholeUpTo: 0 }).open({ path, size });
  expect(document.pages).toBe(PAGES);
  expect((await document.page(7)).lines[0]?.text).toBe('Page 7');
  await document.close();
});
