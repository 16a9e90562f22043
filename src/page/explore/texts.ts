// What a step does, and where, in the words of the lanes that mmcheck prints.

import { html, type TemplateResult } from 'lit-html';
import type { WalkStep } from '../../walk/position.ts';
import { shownValue } from './stop.ts';

/** A line for each change; what is no cell of the system stands back. */
export function changeLines({ changes, reads, to }: WalkStep): TemplateResult[] {
  const of = (kind: string): string[] =>
    changes
      .filter((change) => change.of === kind)
      .map(({ path, before, after }) => `${path}: ${shownValue(before)} → ${shownValue(after)}`);
  const seen = reads.map(({ path, value }) => `sees ${path} = ${shownValue(value)}`);
  const own = of('process').map((text) => `(${text})`);
  const observed = of('observer').map((text) => `[${text}]`);
  const faint = [...seen, ...own, ...observed];
  const cells = of('cell');
  if (cells.length + faint.length === 0) faint.push(`goes to ${to}`);
  return [
    ...cells.map((text) => html`<span>${text}</span>`),
    ...faint.map((text) => html`<span class="faint">${text}</span>`),
  ];
}

/** The functions of the kernel, without the file that they are in. */
export function placeText({ at = '' }: Pick<WalkStep, 'at'>): string {
  return at.replace(/^\S+\.[chS]\s+/, '');
}

/** `label`, and what it chose. */
export function labelText({ label, chosen }: WalkStep): TemplateResult {
  const values = chosen.map(shownValue).join(', ');
  return html`<code>${label}</code>${values === '' ? '' : ` chooses ${values}`}`;
}
