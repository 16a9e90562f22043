// What the page of `mmcheck explore` tells somebody who sees the model for the first time.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { project } from '../cli/mmcheck.ts';
import { describeInBrowser, expectAccessible, open } from './browser.ts';
import { explorer } from './explorer.ts';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');

describeInBrowser('the page of explore, at first sight', () => {
  test('what the parameters mean can be read, and Escape gives the keys back to the steps', async () => {
    const { address } = await explorer(['pcp-drain.ts'], EXAMPLES);
    const { page } = await open(address);
    await page.waitForSelector('.option');
    await page.locator('.meanings summary').click();
    expect(await page.locator('.meanings dd').first().textContent()).toContain("'off' | 'on'");
    await expectAccessible(page);
    await page.getByLabel('irqs').focus();
    await page.keyboard.press('c');
    expect(await page.locator('.runs [role=status]').count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await expect.poll(() => page.locator('.count').textContent()).toBe('Step 1 of 1');
  });

  test('the line of a step that takes nothing is found by its label', async () => {
    const model = `import { bool, cell, defineModel, system } from 'mmcheck';
export default defineModel('idle', { system: () => system({ flag: cell(bool) }, ({ process }) => ({
  task: process({ start: 'wait', steps: {
    wait: () => 'set',
    set: ({ flag }) => { flag.value = true; return 'done'; },
  } }),
})) });
`;
    const { address } = await explorer(['idle.ts'], project({ 'idle.ts': model }));
    const { page } = await open(address);
    await page.waitForSelector('.option');
    expect(await page.locator('.source .next').textContent()).toContain("wait: () => 'set'");
    await page.keyboard.press('1');
    await expect
      .poll(() => page.locator('.source .last').textContent())
      .toContain("wait: () => 'set'");
  });
});
