// The page of `mmcheck explore` in a browser: a race is found by hand, from the keyboard, and replayed by mmcheck.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { FIXTURES, mmcheck, project } from '../cli/mmcheck.ts';
import { describeInBrowser, expectAccessible, type Opened, open } from './browser.ts';
import { type Explorer, explorer } from './explorer.ts';

const EXAMPLES = join(import.meta.dirname, '../../docs/examples');
const COLOURS = ['light', 'dark'] as const;

/** Of a picture in the page: without the width of lines. */
interface Drawn {
  getBBox(): { readonly x: number; readonly width: number };
}

describeInBrowser('the page of explore', () => {
  let running: Explorer;
  beforeAll(async () => {
    running = await explorer(['pcp-drain.ts', '--set', 'irqs=on'], EXAMPLES);
  });

  const opened = async (hash = '', options = {}): Promise<Opened> => {
    const one = await open(running.address + hash, {
      viewport: { width: 1500, height: 950 },
      ...options,
    });
    await one.page.waitForSelector('.option');
    return one;
  };

  /** Takes the step of a process from a label, by the key that the page names. */
  const take = async (page: Page, process: string, label: string): Promise<void> => {
    const context = page
      .locator('.contexts > li')
      .filter({ has: page.locator('h3', { hasText: process }) });
    const option = context
      .locator('.option')
      .filter({ has: page.locator(`code:text-is("${label}")`) });
    await page.keyboard.press((await option.locator('kbd').textContent()) ?? '');
    await expect
      .poll(() => page.locator('.lanes [aria-current] td.lane code').allTextContents())
      .toEqual([label]);
  };

  const depth = (page: Page): Promise<string | null> => page.locator('.count').textContent();

  const RACE = [
    ['free_page', 'irqs_off'],
    ['free_page', 'load'],
    ['drain', 'send'],
    ['handler', 'enter'],
    ['handler', 'drain'],
    ['handler', 'answer'],
    ['handler', 'exit'],
  ] as const;

  test('the race is found by hand, seen in the state, and replayed from the file', async () => {
    const { page, troubles } = await opened();
    for (const [process, label] of RACE) await take(page, process, label);
    await take(page, 'free_page', 'store');
    expect(await page.locator('.finding').textContent()).toContain('no-page-lost is violated');
    expect(await page.locator('.state .changed').first().textContent()).toMatch(/2\s+was 0/);
    expect(await page.locator('.said').textContent()).toContain('Step 8: free_page store');
    expect(await page.locator('.source .last').textContent()).toContain('just taken');
    await page.keyboard.press('Home');
    await page.getByRole('button', { name: 'violated at step 8' }).click();
    expect(await depth(page)).toBe('Step 8 of 8');

    const download = page.waitForEvent('download');
    await page.keyboard.press('s');
    const file = await (await download).path();
    const { code, stdout } = await mmcheck(['replay', file, '--model', 'pcp-drain.ts'], {
      cwd: EXAMPLES,
    });
    expect(stdout).toContain('no-page-lost is violated');
    expect(code).toBe(0);
    expect(troubles).toEqual([]);
  });

  test('back, forward, another branch, and to and fro between them', async () => {
    const { page } = await opened();
    await take(page, 'free_page', 'irqs_off');
    await take(page, 'free_page', 'load');
    await page.keyboard.press('ArrowLeft');
    expect(await depth(page)).toBe('Step 1 of 2');
    await take(page, 'drain', 'send');
    expect(await depth(page)).toBe('Step 2 of 2');
    await page.locator('.branches button').click();
    expect(await page.locator('.lanes [aria-current] td.lane code').textContent()).toBe('load');
    await page.keyboard.press('Home');
    expect(await depth(page)).toBe('Step 0 of 2');
    await page.keyboard.press('End');
    expect(await depth(page)).toBe('Step 2 of 2');
  });

  test('a walk of nothing wrong can be replayed, too', async () => {
    const { page } = await opened();
    await take(page, 'free_page', 'irqs_off');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save the walk' }).click();
    const file = await (await download).path();
    expect(JSON.parse(readFileSync(file, 'utf8')).steps).toHaveLength(1);
    const { code, stderr } = await mmcheck(['replay', file, '--model', 'pcp-drain.ts'], {
      cwd: EXAMPLES,
    });
    expect(stderr).toContain('one run does not decide walk');
    expect(code).toBe(0);
  });

  test('the address brings a walk back', async () => {
    const { page } = await opened();
    await take(page, 'free_page', 'irqs_off');
    // The address follows a moment after the step.
    await expect.poll(() => page.url()).toMatch(/way=0%3A\d+\.\d+$/);
    const one = page.url();
    await take(page, 'free_page', 'load');
    await expect.poll(() => page.url()).not.toBe(one);
    const { page: other } = await opened(new URL(page.url()).hash);
    expect(await depth(other)).toBe('Step 2 of 2');
  });

  test('a check in the background finds runs to walk; going on stops where a property breaks', async () => {
    const { page } = await opened();
    await page.keyboard.press('c');
    await page.getByRole('button', { name: 'Walk its 8 steps' }).click();
    await expect.poll(() => depth(page)).toBe('Step 0 of 8');
    await page.keyboard.press('ArrowRight');
    expect(await depth(page)).toBe('Step 1 of 8');
    await page.locator('.run summary').click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => page.locator('.said').textContent()).toContain('Stopped: no-page-lost');
    expect(await depth(page)).toBe('Step 8 of 8');
  });

  test('going on stops at a label, and at a value of a cell', async () => {
    const { page } = await opened();
    await page.locator('.run summary').click();
    await page.getByLabel('Go on').selectOption({ label: 'by steps of free_page' });
    await page.getByLabel('until a process comes to').fill('store');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect
      .poll(() => page.locator('.said').textContent())
      .toBe('Stopped: free_page is at store');
    await page.getByLabel('until a process comes to').fill('');
    await page.getByLabel('or cell').fill('pcp');
    await page.getByLabel('becomes').fill('2');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => page.locator('.said').textContent()).toBe('Stopped: pcp is 2');
  });

  test('the graph around a state shows what breaks, and goes there', async () => {
    const { page } = await opened();
    for (const [process, label] of RACE) await take(page, process, label);
    await page.keyboard.press('g');
    const broken = page.locator('.spot.violated').first();
    expect(await broken.getAttribute('aria-label')).toContain(
      'free_page store, no-page-lost is violated',
    );
    await expectAccessible(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectAccessible(page);
    // What a step leads to is told beside it, too; and no line crosses words.
    await expect
      .poll(() => page.locator('.option svg').first().getAttribute('aria-label'))
      .toBe('a property is violated here');
    const boxOf = (look: string) =>
      page
        .locator(look)
        .first()
        .evaluate((one) => {
          const { x, width } = (one as unknown as Drawn).getBBox();
          return { x, end: x + width };
        });
    const [words, line] = [await boxOf('.graph .here text'), await boxOf('.graph .edge')];
    expect(line.x).toBeGreaterThanOrEqual(words.end);
    // Shapes say it, too, and words for those who see neither.
    expect(await page.locator('.spot.violated path.mark').count()).toBeGreaterThan(0);
    expect(await page.locator('.here').getAttribute('aria-label')).toContain('some run from here');
    const colour = page.getByLabel('What can still go wrong, of');
    expect(await colour.locator('option').allTextContents()).toContain('no-page-lost');
    await colour.selectOption('no-page-lost');
    await expect.poll(() => page.locator('.here.may-break').count(), { timeout: 20_000 }).toBe(1);
    await broken.focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => depth(page)).toBe('Step 8 of 8');
    expect(await page.locator('.finding').first().textContent()).toContain('no-page-lost');
  });

  test('where nothing can go wrong any more the graph says so', async () => {
    const { page } = await opened();
    await page.getByLabel('irqs').selectOption('off');
    await expect.poll(() => depth(page)).toBe('Step 0 of 0');
    await page.keyboard.press('g');
    await page.getByLabel('What can still go wrong, of').selectOption('no-page-lost');
    await expect
      .poll(() => page.locator('.here.cannot-break').count(), { timeout: 20_000 })
      .toBe(1);
    expect(await page.locator('.spot.may-break, .spot.violated').count()).toBe(0);
  });

  test('of a long walk the steps around are drawn, and the others are a button away', async () => {
    const { address } = await explorer(['large.ts'], FIXTURES);
    const { page } = await open(address);
    await page.waitForSelector('.option');
    await page.locator('.run summary').click();
    await page.getByLabel('Go on').selectOption({ label: 'by any step, at random' });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect.poll(() => depth(page), { timeout: 60_000 }).toBe('Step 500 of 500');
    expect(await page.locator('.lanes tbody .number').count()).toBeLessThan(130);
    // A step's row stays the same one while others come and go.
    const row = page.locator('.lanes tr', { has: page.getByLabel('To step 490', { exact: true }) });
    const before = await row.elementHandle();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => depth(page)).toBe('Step 499 of 500');
    const after = await row.elementHandle();
    expect(await before?.evaluate((one, other) => one === other, after)).toBe(true);
    await page.keyboard.press('End');
    await expect.poll(() => depth(page)).toBe('Step 500 of 500');
    await page.getByRole('button', { name: '… steps 0 to' }).click();
    await expect.poll(() => depth(page)).toBe('Step 439 of 500');
    await page.keyboard.press('Home');
    expect(await page.locator('.lanes tbody .number').first().textContent()).toBe('0');
  });

  test('other parameters are another walk', async () => {
    const { page } = await opened();
    await take(page, 'free_page', 'irqs_off');
    await page.getByLabel('irqs').selectOption('off');
    await expect.poll(() => depth(page)).toBe('Step 0 of 0');
    await expect.poll(() => new URL(page.url()).hash).toContain('off');
  });

  test.each(COLOURS)(
    'is accessible in %s, from the first state to a violation',
    async (colorScheme) => {
      const { page, troubles } = await opened('', { colorScheme });
      await expectAccessible(page);
      await page.keyboard.press('c');
      await page.getByRole('button', { name: 'Walk its 8 steps' }).click();
      await expect.poll(() => depth(page)).toBe('Step 0 of 8');
      await page.keyboard.press('End');
      await page.locator('.run summary').click();
      await expectAccessible(page);
      await page.setViewportSize({ width: 400, height: 800 });
      await expectAccessible(page);
      expect(troubles).toEqual([]);
    },
  );

  describe('a trace', () => {
    test('is opened at its beginning, and walked to its end', async () => {
      const cwd = project({});
      const model = join(EXAMPLES, 'pcp-drain.ts');
      const words = [
        'check',
        model,
        '--set',
        'irqs=on',
        '--property',
        'no-page-lost',
        '--trace',
        'race.json',
      ];
      expect((await mmcheck(words, { cwd })).code).toBe(1);
      const { address } = await explorer(['race.json', '--model', model], cwd);
      const { page } = await open(address);
      await expect.poll(() => depth(page)).toBe('Step 0 of 8');
      await page.keyboard.press('End');
      expect(await page.locator('.finding').first().textContent()).toContain(
        'no-page-lost is violated',
      );
    });
  });
});
