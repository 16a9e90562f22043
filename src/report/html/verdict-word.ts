// A verdict as a word with its colour; never the colour alone.

import { findingOf, type PropertyRun } from '../../spec/run-outcome.ts';
import type { Style } from '../text/style.ts';
import { verdictPaint, verdictWords } from '../text/verdict.ts';
import { html, type Markup } from './markup.ts';

/** Each paint is the class that has its colour. */
const CLASSES: Style = {
  strong: () => 'strong',
  faint: () => 'faint',
  good: () => 'good',
  bad: () => 'bad',
  doubtful: () => 'doubtful',
};

export function verdictClass({ verdict }: Pick<PropertyRun, 'verdict'>): string {
  return verdictPaint(verdict, CLASSES)('');
}

/** With what was expected, where that is another. */
export function verdictWord(property: PropertyRun): Markup {
  const { expected, verdict, problem } = property;
  const isOdd = findingOf(property) !== 'as-expected';
  const contrast = expected === verdict ? '' : `, not ${expected}`;
  const but = problem === undefined ? '' : `, but ${problem}`;
  const words = html`${verdictWords(property)}${contrast}${but}`;
  return html`<span class="${verdictClass(property)}${isOdd && ' mark'}">${words}</span>`;
}
