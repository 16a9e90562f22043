// What a step does, and where, in the words of the lanes that mmcheck prints.

import { html, type TemplateResult } from 'lit-html';
import type { WalkStep } from '../../walk/position.ts';
import { shownValue } from './stop.ts';

/** A line for each change; what is no cell of the system stands back. */
export function changeLines(step: WalkStep): TemplateResult[] {
  return linesOf(
    step,
    textsOf(step, 'observer').map((text) => `[${text}]`),
  );
}

/** The same of a step that may be taken, where observers are only named: what they remember is long, and no news before. */
export function briefLines(step: WalkStep): TemplateResult[] {
  const observers = step.changes.flatMap(({ of, path }) =>
    of === 'observer' ? path.replace(/\..*$/, '') : [],
  );
  const names = [...new Set(observers)].join(', ');
  return linesOf(step, names === '' ? [] : [`[noted by ${names}]`]);
}

function linesOf(step: WalkStep, observed: readonly string[]): TemplateResult[] {
  const seen = step.reads.map(({ path, value }) => `sees ${path} = ${shownValue(value)}`);
  const own = textsOf(step, 'process').map((text) => `(${text})`);
  const faint = [...seen, ...own, ...observed];
  const cells = textsOf(step, 'cell');
  if (cells.length + faint.length === 0) faint.push(`goes to ${step.to}`);
  return [
    ...cells.map((text) => html`<span>${text}</span>`),
    ...faint.map((text) => html`<span class="faint">${text}</span>`),
  ];
}

function textsOf({ changes }: WalkStep, kind: string): string[] {
  return changes
    .filter(({ of }) => of === kind)
    .map(({ path, before, after }) => `${path}: ${shownValue(before)} → ${shownValue(after)}`);
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
