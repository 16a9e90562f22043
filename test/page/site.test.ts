// The site of `run --html` in a browser, from the disk: it obeys its own policy, can be searched, and is accessible.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { mmcheck, project, tinyProject } from '../cli/mmcheck.ts';
import { describeInBrowser, expectAccessible, open } from './browser.ts';

const COLOURS = ['light', 'dark'] as const;

describeInBrowser('the site', () => {
  const cwd = project({});
  const address = (file: string): string => pathToFileURL(join(cwd, 'site', file)).href;

  beforeAll(async () => {
    const examples = join(import.meta.dirname, '../../docs/examples/specs');
    const { code, stderr } = await mmcheck(['run', examples, '--html', 'site'], { cwd });
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test.each(COLOURS)('is accessible in %s', async (colorScheme) => {
    for (const file of ['index.html', 'pcp-drain.html']) {
      const { page, troubles } = await open(address(file), { colorScheme });
      for (const list of await page.locator('summary').all()) await list.click();
      await expectAccessible(page);
      expect(troubles).toEqual([]);
    }
  });

  test('is searched by words of rows, from the keyboard', async () => {
    const { page } = await open(address('index.html'));
    await page.keyboard.press('/');
    await page.keyboard.type('drain IRQS=on');
    expect(await page.locator('.rows li:visible').allTextContents()).toEqual([
      expect.stringContaining('irqs=on pages=1'),
    ]);
    expect(await page.locator('#found').textContent()).toBe('1 of 1 models');
    await page.keyboard.type(' nothing-like-that');
    expect(await page.locator('.models > li:visible').count()).toBe(0);
    await page.keyboard.press('Escape');
    expect(await page.locator('.models > li:visible').count()).toBe(1);
  });

  test('a row has an address, and its picture is shown', async () => {
    const { page } = await open(`${address('pcp-drain.html')}#irqs=on/no-page-lost`);
    const section = page.locator('.verdict:target');
    expect(await section.locator('h3').textContent()).toContain(
      'no-page-lost: violated in 8 steps',
    );
    expect(await section.locator('pre').first().textContent()).toContain('CPU1/task');
    await section.locator('summary').last().click();
    const caption = await page.locator('#verdicts + .wide caption').textContent();
    expect(caption).toContain('in as many steps as the number says');
    const picture = section.locator('img');
    await expect
      .poll(() => picture.evaluate((img) => (img as { naturalWidth?: number }).naturalWidth))
      .toBeGreaterThan(100);
    await section.getByTitle('Back to the row').click();
    expect(await page.locator('tr:target th').textContent()).toBe('on');
  });

  test('what a model says is text', async () => {
    const bad = `<img src=x onerror="document.title='run'">`;
    const tiny = tinyProject("{ set: {}, expect: { off: 'violated' } }");
    writeFileSync(
      join(tiny, 'specs/tiny.ts'),
      `import { defineSpec } from 'mmcheck';
import tiny from '../models/tiny.ts';
export default defineSpec(tiny, {
  seed: ${JSON.stringify(bad)},
  properties: ({ invariant }) => ({ off: invariant(${JSON.stringify(bad)}, ({ flag }) => !flag.value) }),
  rows: [{ set: {}, note: ${JSON.stringify(bad)}, expect: { off: 'violated' } }],
});
`,
    );
    expect((await mmcheck(['run', '--html', 'site'], { cwd: tiny })).code).toBe(0);
    for (const file of ['index.html', 'tiny.html']) {
      const { page, troubles } = await open(pathToFileURL(join(tiny, 'site', file)).href);
      expect(await page.locator('img[src=x]').count()).toBe(0);
      expect(await page.textContent('main')).toContain(bad);
      expect(troubles).toEqual([]);
    }
  });
});
