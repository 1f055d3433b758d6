/**
 * The ledger's pages in a real browser against the real, built program: a question is asked, a file is tried out and then
 * written, and an invoice is locked for a claim.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openVisit, signIn, type Visit } from '../support/browser.js';
import { root } from '../support/program.js';

const chromium = inject('chromium');
const DEMO = join(root, 'samples/demo');
const PATIENCE = 240_000;
const SOON = { timeout: PATIENCE / 2 };
const FILE = 'demo-match.pdf';

interface Truth {
  readonly fields: Readonly<Record<'invoiceNumber' | 'issueDate' | 'grossTotal', string>>;
  readonly qr: string;
}

const { fields, qr }: Truth = JSON.parse(readFileSync(join(DEMO, 'truth.json'), 'utf8'))[FILE];

/** So near to the truth that only a digit of it differs. */
const ONE_CENT_MORE = fields.grossTotal.replace(/\d$/, (digit) => String(Number(digit) + 1));

/** One good row, and one whose number a spreadsheet has rounded. */
const NEW_NUMBER = '25932900000900000017';
const LEDGER_CSV = [
  '发票号码,开票日期,销方名称,销方识别号,金额,税额,价税合计,发票票种,发票状态',
  `${NEW_NUMBER},2025-06-01,假想灯塔有限公司,91330106MAYP117126,100.00,13.00,113.00,数电发票（普通发票）,正常`,
  '2.59329E+19,2025-06-01,假想灯塔有限公司,91330106MAYP117126,100.00,13.00,113.00,数电发票（普通发票）,正常',
].join('\n');

describe.skipIf(chromium === null)('the ledger in a browser', { timeout: PATIENCE }, () => {
  let visit: Visit;
  let page: Page;

  beforeAll(async () => {
    visit = await openVisit(chromium ?? '', SOON.timeout, { YANPIAO_READERS: '1' });
    page = visit.page;
    await page.goto(visit.program.url);
    await signIn(page);
    // Read while the other pages are looked at.
    await page.getByTestId('files').setInputFiles(join(DEMO, FILE));
    await page.waitForURL(/\/documents\//);
  }, PATIENCE);

  afterAll(() => visit?.close());

  const goTo = (name: string) => page.getByRole('navigation').getByRole('link', { name }).click();
  const answer = (outcome: string) => page.locator(`[data-testid="answer"][data-outcome="${outcome}"]`);

  it('answers a question by fields, and by the text of a QR', async () => {
    await goTo('查验');
    await page.getByLabel('发票号码').fill(fields.invoiceNumber);
    await page.getByLabel('开票日期').fill(fields.issueDate);
    await page.getByLabel('金额').fill(ONE_CENT_MORE);
    await page.getByRole('button', { name: '查验', exact: true }).click();
    await answer('mismatch').getByText('不一致').first().waitFor();
    expect(await answer('mismatch').locator('mark').allTextContents()).toEqual([
      ONE_CENT_MORE.slice(-1),
      fields.grossTotal.slice(-1),
    ]);
    await answer('mismatch').getByText('相差 0.01 元', { exact: true }).waitFor();

    // In English the page has words of its own; the server's are marked as Chinese.
    await page.getByText('English', { exact: true }).click();
    await answer('mismatch').getByText('¥0.01 apart').waitFor();
    expect(await answer('mismatch').locator('[lang="zh-CN"]').first().textContent()).toContain(
      '相差 0.01 元',
    );
    await page.getByText('中文', { exact: true }).click();

    // The kind is known now, so the form asks for its total by name.
    await page.getByLabel('价税合计').fill(fields.grossTotal);
    await page.getByRole('button', { name: '查验', exact: true }).click();
    await expect.poll(() => answer('match').getByTestId('outcome').textContent(), SOON).toBe('一致');

    await page.getByLabel('二维码内容').fill(qr);
    await page.getByRole('button', { name: '查验', exact: true }).click();
    await answer('match').getByText('平台代码 001').waitFor();
  });

  it('keeps what was asked', async () => {
    await page.getByRole('tab', { name: '查验记录' }).click();
    await page.getByText('按二维码').first().waitFor();
    expect(await page.getByText(fields.invoiceNumber).count()).toBeGreaterThanOrEqual(3);
  });

  it('says what a ledger file would do, and does it when told', async () => {
    await goTo('底账');
    await page.getByTestId('ledger-file').setInputFiles({
      name: '夜间.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(LEDGER_CSV),
    });
    const outcome = page.getByTestId('import-outcome');
    await outcome.getByText('试算结果').waitFor();
    expect((await outcome.locator('dl').innerText()).replace(/\s+/g, ' ')).toMatch(/将新增 1 .*跳过 1/);
    expect(await page.getByText(NEW_NUMBER).count()).toBe(0);

    await page.getByTestId('import-write').click();
    await outcome.getByText('已导入').waitFor();
    await page.getByLabel('发票号码').fill(NEW_NUMBER);
    await page.getByRole('button', { name: '筛选' }).click();
    await page.getByRole('link', { name: NEW_NUMBER }).click();
    await page.getByRole('heading', { name: NEW_NUMBER }).waitFor();
    await page.getByText('假想灯塔有限公司').waitFor();
  });

  it('locks an invoice for one claim, which the list then shows', async () => {
    await goTo('票据');
    await page.getByTestId('document-row').filter({ hasText: FILE }).first().click();
    await page.getByLabel('报销单号').fill('BX-7');
    await page.getByRole('button', { name: '锁定' }).click();
    await page.locator('[data-testid="claim"][data-state="lock"]').waitFor();

    await goTo('报销');
    const claim = page.getByTestId('claim').filter({ hasText: 'BX-7' });
    await claim.getByText(fields.invoiceNumber).waitFor();
    await claim.getByRole('button', { name: '撤回' }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '确定' }).click();
    await page.locator('[data-testid="claim"][data-state="cancel"]').waitFor();
  });

  it('takes the keyboard to the search, and to the beginning of a page', async () => {
    await goTo('底账');
    await expect.poll(() => page.evaluate('document.activeElement.id'), SOON).toBe('content');
    await page.keyboard.press('/');
    await page.keyboard.type(fields.invoiceNumber);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/search\?q=/);
    await page.getByRole('main').getByRole('link').first().waitFor();
  });

  it('unfolds everything for paper', async () => {
    await goTo('票据');
    await page.getByTestId('document-row').filter({ hasText: FILE }).first().click();
    await page.getByTestId('finding').first().waitFor();
    const unfolded = page.getByText('SHA-256');
    expect(await unfolded.count()).toBe(0);
    await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    await unfolded.waitFor();
    await page.locator('[data-testid="finding"]').getByText('通过', { exact: true }).first().waitFor();
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    await unfolded.waitFor({ state: 'detached' });
  });

  it('comes compressed', async () => {
    const { request } = visit.context;
    const html = await (await request.get(visit.program.url)).text();
    const [script = ''] = /\/assets\/index-[^"]+\.js/.exec(html) ?? [];
    const { 'content-encoding': coding, 'content-type': type } = (
      await request.get(`${visit.program.url}${script}`)
    ).headers();
    expect([coding, type]).toEqual(['br', 'application/javascript; charset=utf-8']);
  });

  it('fits a phone on each of these pages', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['/ledger', '/query', '/query/history', '/claims', '/rules']) {
      await page.goto(`${visit.program.url}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      expect(
        await page.evaluate('Math.max(0, document.documentElement.scrollWidth - window.innerWidth)'),
      ).toBe(0);
    }
  });

  it('was never complained about by the browser', () => {
    expect(visit.complaints).toEqual([]);
  });
});
