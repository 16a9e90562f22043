// A text report as HTML: its emphasis becomes elements. The marks are control characters, which texts of models never
// hold as they are, so none can be forged.

import type { Style } from '../text/style.ts';
import { escaped, Markup } from './markup.ts';

const START = '\x01';
const END = '\x02';
const NAMES = ['strong', 'faint', 'good', 'bad', 'doubtful'] as const;

/** For text that is given to `marked()`. */
export const htmlStyle = Object.fromEntries(
  NAMES.map((name, k) => [
    name,
    (text: string) => (text === '' ? '' : `${START}${k}${text}${END}`),
  ]),
) as unknown as Style;

export function marked(text: string): Markup {
  const shown = escaped(text)
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the marks
    .replace(/\x01(\d)/g, (_, k: string) => `<span class="${NAMES[Number(k)]}">`)
    .replaceAll(END, '</span>');
  return new Markup(shown);
}
