// HTML as a value of its own: what is put into a template is escaped unless it is such a value. What must stay true: a
// value stands in text or in an attribute in double quotes, never in a tag's name, a script or a style.

import { printable } from '../text/width.ts';

export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** What a template takes; `undefined` and `false` are nothing. */
export type Content = Markup | string | number | false | undefined | readonly Content[];

export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  return new Markup(
    parts.map((part, k) => part + (k < values.length ? shown(values[k]) : '')).join(''),
  );
}

function shown(content: Content): string {
  if (content === undefined || content === false) return '';
  if (content instanceof Markup) return content.text;
  if (typeof content === 'object') return content.map(shown).join('');
  return escaped(String(content).split('\n').map(printable).join('\n'));
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
}
