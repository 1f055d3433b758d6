/** The built program in a real browser: a visit to a server of its own, and what the browser complained about. */
import { type BrowserContext, chromium as driver, type Page } from 'playwright-core';
import { OWNER, type Program, startProgram, temporaryFolder } from './program.js';

/** Nothing but the page: no sandbox (tests may run as root), no look-ups of the browser's own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export interface Visit {
  readonly program: Program;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors of scripts, and of the content security policy. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** Starts the program with `env` and opens its window in the browser at `chromium`; `timeout`: how long it waits for anything, in ms. */
export async function openVisit(
  chromium: string,
  timeout: number,
  env: Record<string, string> = {},
): Promise<Visit> {
  const toClose: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const each of toClose.toReversed()) await each();
  };
  try {
    const folder = await temporaryFolder();
    toClose.push(() => folder.remove());
    const program = await startProgram(folder.path, env);
    toClose.push(() => program.stop());
    const browser = await driver.launch({ executablePath: chromium, args: FLAGS });
    toClose.push(() => browser.close());
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(timeout);
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) complaints.push(message.text());
    });
    return { program, context, page, complaints, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Signs the owner in on a page that shows the form, and waits for what stands behind it. */
export async function signIn(page: Page): Promise<void> {
  await page.getByLabel('邮箱').fill(OWNER.email);
  await page.getByLabel('密码').fill(OWNER.password);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByRole('button', { name: '选择文件' }).waitFor();
}
