/**
 * A mailroom's pile in a real browser against the real, built program: separator sheets are printed from the page, one of
 * them scanned askew, laid into a pile, and the pile comes back as its slips, its pages and its entries.
 */
import { PDFDocument, StandardFonts } from 'pdf-lib';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { zip } from '../../samples/zip.js';
import type { DocumentAnswer } from '../../src/http/contract/index.js';
import { openVisit, signIn, type Visit } from '../support/browser.js';
import { numberOn, pileOf } from '../support/pile.js';
import { eventually } from '../support/program.js';

const chromium = inject('chromium');
const PATIENCE = 240_000;
const SECONDS = PATIENCE / 1000 / 2;
const LABEL = '差旅费 三月';
/** Invoices in the pile; the page shows only some of their rows at a time. */
const INVOICES = 16;

describe.skipIf(chromium === null)('a pile in a browser', { timeout: PATIENCE }, () => {
  let visit: Visit;
  let page: Page;
  let sheets: Uint8Array;
  /** The address of the pile's page. */
  let pileUrl = '';

  beforeAll(async () => {
    // One reader: every further one would load its engines for the text of seventeen pages.
    visit = await openVisit(chromium ?? '', PATIENCE / 2, { YANPIAO_READERS: '1', YANPIAO_DEMO: 'off' });
    page = visit.page;
    await page.goto(visit.program.url);
    await signIn(page);
  }, PATIENCE);

  afterAll(() => visit?.close());

  /** Hands a file in where a person would, and waits for its page. */
  async function handIn(name: string, mimeType: string, bytes: Uint8Array): Promise<string> {
    await page.goto(visit.program.url);
    await page.getByTestId('files').setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
    await page.waitForURL(/\/documents\//);
    return new URL(page.url()).pathname.split('/').at(-1) ?? '';
  }

  const api = (path: string) => `${visit.program.url}/api/v1${path}`;

  const finished = (id: string) =>
    eventually(`document ${id}`, SECONDS, async () => {
      const document: DocumentAnswer = await (
        await visit.context.request.get(api(`/documents/${id}`))
      ).json();
      return ['done', 'review', 'refused', 'failed'].includes(document.state) ? document : undefined;
    });

  it('prints separator sheets, one to a page of A4', async () => {
    await page.getByRole('link', { name: /打印分隔页/ }).click();
    await page.getByLabel('名称').fill(LABEL);
    await page.getByLabel('张数').fill('2');
    await page.getByLabel('张数').blur();
    expect(await page.getByRole('img', { name: '分隔页二维码' }).count()).toBe(2);

    sheets = await page.pdf({ preferCSSPageSize: true });
    const sizes = (await PDFDocument.load(sheets)).getPages().map((one) => one.getSize());
    expect(sizes.map(({ width, height }) => [Math.round(width), Math.round(height)])).toEqual([
      [595, 842],
      [595, 842],
    ]);
  });

  it('lays the pile out by entries, slips and pages', async () => {
    const printed = await handIn('separators.pdf', 'application/pdf', sheets);
    expect((await finished(printed)).pageFacts.map(({ role, label }) => [role, label])).toEqual([
      ['separator', LABEL],
      ['separator', LABEL],
    ]);

    // As drawn for the eye, the longer side of 2400 pixels is a scan at 205 dpi; then askew, as feeders pull it.
    const picture = await visit.context.request.get(api(`/documents/${printed}/pages/1?side=2400`));
    const askew = await sharp(await picture.body())
      .rotate(182, { background: '#eee' })
      .jpeg()
      .toBuffer();
    const id = await handIn('收发室 三月.pdf', 'application/pdf', await pileWith(sheets, askew));
    pileUrl = page.url();
    const { pageFacts } = await finished(id);
    expect(pageFacts.map(({ entry }) => entry)).toEqual([
      ...Array<number>(4).fill(1),
      ...Array<number>(9).fill(2),
      ...Array<number>(INVOICES - 12 + 2).fill(3),
    ]);

    await page.getByText(`${INVOICES} 张票 · ${INVOICES + 3} 页 · 3 份单据`).waitFor();
    await page.getByRole('heading', { name: `第 2 份 · ${LABEL}` }).waitFor();
    await page
      .getByTestId('slip-row')
      .filter({ hasText: numberOn(1) })
      .waitFor();
    await page.getByText('页', { exact: true }).first().click();
    for (const [role, count] of [
      ['票', INVOICES],
      ['分隔页', 2],
      ['空白', 1],
    ] as const) {
      await page.getByRole('list', { name: '页的种类' }).getByText(`${role} ${count}`).waitFor();
    }
    await page.getByRole('button', { name: '第 5 页，分隔页' }).click();
    await page.getByText(`分隔页上的名称：${LABEL}`).waitFor();
  });

  it('goes from page to page and from slip to slip by the arrow keys', async () => {
    await page.keyboard.press('ArrowRight');
    await page.waitForURL(/\/pages\/6$/);
    await page.getByText('票', { exact: true }).first().click();
    await page
      .getByTestId('slip-row')
      .filter({ hasText: numberOn(5) })
      .click();
    await page
      .getByTestId('slip-row')
      .filter({ hasText: numberOn(5) })
      .focus();
    await page.keyboard.press('ArrowLeft');
    await page.waitForURL(/\/pages\/4\/slips\//);
    await expect
      .poll(() => page.locator('li[data-field="invoiceNumber"]').textContent())
      .toContain(numberOn(4));
  });

  it('offers everything for download, the original as it was', async () => {
    await page.getByTestId('downloads').click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /原件/ }).getByRole('link').click(),
    ]);
    expect(download.suggestedFilename()).toBe('收发室 三月.pdf');
    await page.getByTestId('downloads').click();
    for (const format of ['json', 'xml']) {
      const href = await page.getByRole('link', { name: new RegExp(format, 'i') }).getAttribute('href');
      expect((await visit.context.request.get(`${visit.program.url}${href}`)).status()).toBe(200);
    }
    await page.keyboard.press('Escape');
  });

  it('brings the originals of one invoice together', async () => {
    // The fourth invoice of the pile once more, as a file of its own in an archive.
    const alone = await pileOf(1, () => numberOn(4));
    const archive = zip([
      { name: '四月/发票.pdf', data: alone },
      { name: '四月/坏了.pdf', data: Buffer.from('%PDF-1.7\nnothing of a PDF follows\n') },
    ]);
    await finished(await handIn('附件.zip', 'application/zip', archive));
    await page.getByRole('heading', { name: '同一发票的原件' }).waitFor();
    expect(await page.getByTestId('original').count()).toBe(2);
    await page.getByRole('button', { name: '1 个文件没能读取' }).click();
    await page.getByText('四月/坏了.pdf', { exact: true }).first().waitFor();
    await page.getByRole('link', { name: '收发室 三月.pdf', exact: true }).click();
    await page.waitForURL(/\/slips\//);
    await expect
      .poll(() => page.locator('li[data-field="invoiceNumber"]').textContent())
      .toContain(numberOn(4));
  });

  it('leads from a sign of editing to its place on the page', async () => {
    const edited = await PDFDocument.load(await pileOf(1, () => numberOn(40)));
    const font = await edited.embedFont(StandardFonts.Helvetica);
    // Another figure over that of the tax.
    edited.getPage(0).drawText('8', { x: 501, y: 60, size: 9, font });
    await finished(await handIn('改动.pdf', 'application/pdf', await edited.save()));
    await page
      .locator('[data-testid="finding"][data-check="F1"]')
      .getByRole('button', { name: /在票面上查看/ })
      .first()
      .click();
    const looked = page.getByTestId('signs').locator('[data-looked="true"]');
    await looked.waitFor();
    // Whoever is given the address is shown the same.
    expect(new URL(page.url()).search).toMatch(/^\?look=0\.\d+(,0?\.?\d+){3}$/);
    await page.reload();
    await looked.waitFor();
  });

  it('is a list and then a slip on a phone, never wider than it', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(pileUrl);
    await page
      .getByTestId('slip-row')
      .filter({ hasText: numberOn(3) })
      .click();
    await page.getByText(`3 / ${INVOICES}`).waitFor();
    await page.getByRole('button', { name: '下一张票' }).click();
    await expect
      .poll(() => page.locator('li[data-field="invoiceNumber"]').textContent())
      .toContain(numberOn(4));
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
    await page.goBack();
    await page.getByTestId('slip-row').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')).toBe(0);
  });

  it('was never complained about by the browser', () => {
    expect(visit.complaints).toEqual([]);
  });
});

/** The pile with a printed sheet after the fourth invoice, a scanned one after the twelfth, and a blank page at its end. */
async function pileWith(printed: Uint8Array, scanned: Uint8Array): Promise<Uint8Array> {
  const pile = await PDFDocument.load(await pileOf(INVOICES));
  const [sheet] = await pile.copyPages(await PDFDocument.load(printed), [0]);
  if (sheet === undefined) throw new Error('nothing was printed');
  const image = await pile.embedJpg(scanned);
  pile.insertPage(12, [595, 842]).drawImage(image, { x: 0, y: 0, width: 595, height: 842 });
  pile.insertPage(4, sheet);
  pile.addPage([595, 842]);
  return pile.save();
}
