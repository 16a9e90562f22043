// Real headless Chromium, where the machine has one (Debian: apt-get install chromium); without it tests of pages are
// skipped, which the name of each says.

import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, describe, expect } from 'vitest';

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((file) =>
  existsSync(file),
);
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

let browser: Promise<Browser> | undefined;
afterAll(async () => (await browser)?.close());

/** Tests that open pages. */
export function describeInBrowser(name: string, tests: () => void): void {
  if (CHROMIUM === undefined) describe.skip(`${name} (skipped: there is no chromium)`, tests);
  else describe(name, tests);
}

export interface Opened {
  readonly page: Page;
  /** What went wrong in the page: scripts that failed, and all that the policy refused. */
  readonly troubles: readonly string[];
}

export async function open(url: string, options: BrowserContextOptions = {}): Promise<Opened> {
  browser ??= chromium.launch({ ...(CHROMIUM && { executablePath: CHROMIUM }), args: FLAGS });
  // The policy of the page is not for what a test does to it.
  const context = await (await browser).newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  page.on('pageerror', (error) => troubles.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) troubles.push(message.text());
  });
  await page.goto(url);
  return { page, troubles };
}

/** axe-core finds nothing, in the page as it is. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  const found = violations.map(
    ({ id, nodes }) =>
      `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('; ')}`,
  );
  expect(found).toEqual([]);
}
