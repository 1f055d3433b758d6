/**
 * The page in a real browser against the real, built program: a newcomer signs in, hands in the demo files and sees
 * what each of them is.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openVisit, type Visit } from '../support/browser.js';
import { OWNER, root } from '../support/program.js';

const chromium = inject('chromium');
const DEMO = join(root, 'samples/demo');

/** What the page calls each outcome of demo.json. */
const WORDS = {
  match: { zh: '一致', en: 'Match' },
  mismatch: { zh: '不一致', en: 'Mismatch' },
  not_found: { zh: '查无此票', en: 'Not found' },
} as const;

interface Demo {
  readonly samples: readonly { file: string; titleZh: string; outcome: keyof typeof WORDS }[];
}

/** Reading by OCR takes seconds, and minutes on a machine that does much else. */
const PATIENCE = 180_000;
const SOON = { timeout: PATIENCE / 2 };

describe.skipIf(chromium === null)('the page in a browser', { timeout: PATIENCE }, () => {
  let visit: Visit;
  let page: Page;
  let demo: Demo;

  beforeAll(async () => {
    demo = JSON.parse(await readFile(join(DEMO, 'demo.json'), 'utf8'));
    visit = await openVisit(chromium ?? '', SOON.timeout);
    page = visit.page;
  }, PATIENCE);

  afterAll(() => visit?.close());

  const rowOf = (file: string) => page.getByTestId('document-row').filter({ hasText: file }).first();

  it('says where the first password is, refuses a wrong one and lets the owner in', async () => {
    await page.goto(visit.program.url);
    await page.getByText('npm start').waitFor();
    await page.getByLabel('邮箱').fill(OWNER.email);
    await page.getByLabel('密码').fill('not-the-password');
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByText('邮箱或密码不正确').waitFor();

    await page.getByLabel('密码').fill(OWNER.password);
    await page.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '选择文件' }).waitFor();
    for (const { titleZh } of demo.samples) await page.getByText(titleZh).waitFor();
  });

  it('takes the three demo files and says what each of them is', async () => {
    await page.getByTestId('files').setInputFiles(demo.samples.map(({ file }) => join(DEMO, file)));
    for (const { file, outcome } of demo.samples) {
      await rowOf(file).getByText(WORDS[outcome].zh, { exact: true }).waitFor();
    }
    await page.getByText(`已完成 ${demo.samples.length}/${demo.samples.length}`).waitFor();
  });

  it('still knows them after a reload', async () => {
    await page.reload();
    for (const { file, outcome } of demo.samples) {
      await rowOf(file).getByText(WORDS[outcome].zh, { exact: true }).waitFor();
    }
  });

  it('shows the page with the boxes of its fields, and the verdict with its reasons', async () => {
    for (const { file, outcome } of demo.samples) {
      await page.goto(visit.program.url);
      await rowOf(file).click();
      await expect.poll(() => page.getByTestId('outcome').textContent(), SOON).toBe(WORDS[outcome].zh);
      await expect.poll(() => page.title(), SOON).toContain(WORDS[outcome].zh);

      const boxes = page.getByTestId('boxes').locator('rect');
      await boxes.first().waitFor();
      const picture = await page.locator('figure img').boundingBox();
      const drawn = await page.getByTestId('boxes').locator('[data-field="invoiceNumber"]').boundingBox();
      expect(await boxes.count()).toBeGreaterThanOrEqual(5);
      expect(drawn?.width).toBeGreaterThan(10);
      expect(inside(drawn, picture)).toBe(true);
    }
  });

  it('links a field and its box both ways', async () => {
    const row = page.locator('li[data-field="invoiceNumber"]');
    const box = page.getByTestId('boxes').locator('[data-field="invoiceNumber"]');
    await row.getByRole('button').first().focus();
    await expect.poll(() => box.getAttribute('data-active'), SOON).toBe('true');
    await row.getByRole('button').first().blur();
    await expect.poll(() => box.getAttribute('data-active'), SOON).toBe('false');

    await box.hover({ force: true });
    await expect.poll(() => row.getAttribute('data-active'), SOON).toBe('true');
  });

  it('accuses in the reasons only what differs', async () => {
    const mismatch = demo.samples.find(({ outcome }) => outcome === 'mismatch');
    await page.goto(visit.program.url);
    await rowOf(mismatch?.file ?? '').click();
    const reasons = page.getByRole('table', { name: '逐项对照' });
    await reasons.getByRole('row').filter({ hasText: '不一致' }).first().waitFor();
    await reasons
      .getByRole('row')
      .filter({ hasText: '发票号码' })
      .getByText('一致', { exact: true })
      .waitFor();
  });

  it('tells plainly why a file cannot be read', async () => {
    await page.goto(visit.program.url);
    await page.getByTestId('files').setInputFiles({
      name: 'not-a-picture.pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('just some words\n'),
    });
    // A single file opens by itself.
    await page.waitForURL(/\/documents\//);
    await page.getByRole('alert').getByText('不支持这种文件').waitFor();
    await page.getByText('English', { exact: true }).click();
    await page.getByRole('alert').getByText('This type of file is not supported').waitFor();
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('alert').getByText('不支持这种文件').waitFor();
  });

  it('opens the result of a sample at one click', async () => {
    const match = demo.samples.find(({ outcome }) => outcome === 'match');
    await page.goto(visit.program.url);
    await page.getByRole('button', { name: match?.titleZh ?? '' }).click();
    await page.waitForURL(/\/documents\//);
    await expect.poll(() => page.getByTestId('outcome').textContent(), SOON).toBe('一致');
    await page.getByText('与之前上传的文件完全相同').waitFor();
  });

  it('speaks English when asked to, and remembers it', async () => {
    await page.getByText('English', { exact: true }).click();
    await expect.poll(() => page.getByTestId('outcome').textContent(), SOON).toBe(WORDS.match.en);
    await page.reload();
    await expect.poll(() => page.getByTestId('outcome').textContent(), SOON).toBe(WORDS.match.en);
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByText('中文', { exact: true }).click();
    await expect.poll(() => page.getByTestId('outcome').textContent(), SOON).toBe(WORDS.match.zh);
  });

  it('fits a phone without scrolling sideways, the verdict on the first screen', async () => {
    await page.setViewportSize({ width: 375, height: 812 });
    await page.reload();
    await page.getByTestId('boxes').waitFor();
    const word = await page.getByTestId('outcome').boundingBox();
    expect((word?.y ?? 0) + (word?.height ?? 0)).toBeLessThan(812);
    expect(await sideways(page)).toBe(0);

    await page.goto(visit.program.url);
    await page.getByTestId('document-row').first().waitFor();
    expect(await sideways(page)).toBe(0);
    await page.getByRole('button', { name: '拍照' }).waitFor();
  });

  it('was never complained about by the browser', () => {
    expect(visit.complaints).toEqual([]);
  });
});

type Bounds = { x: number; y: number; width: number; height: number } | null;

/** With a pixel or two to spare: boxes have a little air around the text. */
function inside(inner: Bounds, outer: Bounds): boolean {
  if (inner === null || outer === null) return false;
  return (
    inner.x >= outer.x - 3 &&
    inner.y >= outer.y - 3 &&
    inner.x + inner.width <= outer.x + outer.width + 3 &&
    inner.y + inner.height <= outer.y + outer.height + 3
  );
}

/** By how many pixels the page is wider than its window. */
function sideways(page: Page): Promise<number> {
  return page.evaluate('Math.max(0, document.documentElement.scrollWidth - window.innerWidth)');
}
