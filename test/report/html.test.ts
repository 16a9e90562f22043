// HTML of what was found: nothing that a model says becomes markup, and addresses last.

import { describe, expect, test } from 'vitest';
import { pagesOf, pictureFile, rowAddress } from '../../src/report/html/address.ts';
import { htmlStyle, marked } from '../../src/report/html/marked-text.ts';
import { html, Markup } from '../../src/report/html/markup.ts';
import type { SpecRun } from '../../src/spec/run-outcome.ts';

describe('a template', () => {
  test('escapes what it is given, in text and in attributes', () => {
    const bad = `"><script>alert('&')</script>`;
    expect(html`<a title="${bad}">${bad}</a>`.text).toBe(
      `<a title="${'&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;'}">` +
        `&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</a>`,
    );
  });

  test('takes markup as it is, lists one by one, and nothing for nothing', () => {
    const items = ['<', new Markup('<br>'), 7, [html`<i>${'&'}</i>`], false, undefined] as const;
    expect(html`<p>${items}</p>`.text).toBe('<p>&lt;<br>7<i>&amp;</i></p>');
  });

  test('shows control characters, and what turns the direction of text', () => {
    expect(html`${'a\x00\u202eb\nc'}`.text).toBe('a\\x00\\u202eb\nc');
  });
});

test('emphasis becomes elements around escaped text', () => {
  const text = `${htmlStyle.bad('<b>')} & ${htmlStyle.faint('x')}`;
  expect(marked(text).text).toBe(
    '<span class="bad">&lt;b&gt;</span> &amp; <span class="faint">x</span>',
  );
});

describe('addresses', () => {
  const spec = (file: string, group: string): SpecRun => ({
    spec: file,
    model: 'm',
    seed: '',
    rows: [],
    about: { group, model: '', defaults: {}, history: [] },
  });

  test('a page is named after the group and the file', () => {
    const specs = [
      spec('specs/slub/x.ts', 'slub'),
      spec('other/slub/x.ts', 'slub'),
      spec('specs/x.ts', ''),
      spec('specs/index.ts', ''),
      spec('specs/.a b.ts', ''),
    ];
    expect([...pagesOf(specs).values()]).toEqual([
      'slub/x.html',
      'slub/x~2.html',
      'x.html',
      'index~2.html',
      '~2e~a~20~b.html',
    ]);
  });

  test('a row is named by what is not as the model has it by default', () => {
    const defaults = { update: 'lock', tasks: 1, irqs: false };
    expect(rowAddress(defaults, defaults)).toBe('defaults');
    const parameters = { ...defaults, update: 'in place/../"', tasks: 2 };
    expect(rowAddress(parameters, defaults)).toBe('update=in~20~place~2f~..~2f~~22~,tasks=2');
  });

  test('pictures have names that every disk takes', () => {
    const long = pictureFile('slub/x.html', `${'a'.repeat(500)}/${'b'.repeat(500)}`, 1);
    const names = long.split('/');
    expect(names.slice(0, 2)).toEqual(['slub', 'x']);
    expect(Math.max(...names.map((name) => name.length))).toBeLessThan(255);
    expect(long).not.toBe(pictureFile('slub/x.html', `${'a'.repeat(501)}/${'b'.repeat(500)}`, 1));
  });
});
