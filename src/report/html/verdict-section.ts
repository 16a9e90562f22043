// One verdict and the run that decides it: what is claimed, the events of the story, the run in lanes as text and as a
// picture, and the command that shows it again.

import type { Explanation } from '../../outcome/explanation.ts';
import type { Evidence } from '../../spec/evidence.ts';
import type { PropertyRun, RowRun } from '../../spec/run-outcome.ts';
import { decodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import { explanationText } from '../text/explanation.ts';
import { shellWord } from '../text/shell-word.ts';
import { counted, showParameters } from '../text/show-value.ts';
import { traceText } from '../text/trace.ts';
import { htmlStyle, marked } from './marked-text.ts';
import { type Content, html, type Markup } from './markup.ts';
import { verdictWord } from './verdict-word.ts';

export interface VerdictRun {
  readonly model: string;
  readonly row: RowRun;
  readonly property: PropertyRun;
  readonly evidence: Evidence;
  /** Where it stands in its page, and where its row does. */
  readonly address: string;
  readonly rowAddress: string;
  /** The words after `mmcheck check` that lead to the model. */
  readonly check: readonly string[] | undefined;
  /** Of each run: the address of its picture, where one could be drawn. */
  readonly pictures: readonly (string | undefined)[];
}

const COLUMNS = 100;
/** Nobody reads a longer one on a page. */
const MOST_STEPS = 500;

export function verdictSection(one: VerdictRun): Markup {
  const { row, property, evidence, address, rowAddress, pictures } = one;
  const { about, runs, story = [] } = evidence;
  return html`
<section class="verdict" id="${address}" aria-label="${property.name} at ${showParameters(row.parameters)}">
<h3>${property.name}: ${verdictWord(property)} <a class="anchor" href="#${address}" aria-label="Link to ${address}">#</a></h3>
<p class="faint"><a href="#${rowAddress}" title="Back to the row">${showParameters(row.parameters) || 'the only row'}</a></p>
${about !== '' && html`<p>${about}</p>`}
${
  story.length > 0 &&
  html`<details><summary>The story, as the spec tells it</summary><ol class="story">${story.map(
    ({ process, label, step }) =>
      html`<li><code>${process} ${label}</code>${step !== undefined && html` <span class="faint">step ${step}</span>`}</li>`,
  )}</ol></details>`
}
${runs.map(
  ({ words, run, explanation }, k) =>
    html`${words !== undefined && html`<p>${words}</p>`}${lanes(run, property)}${
      explanation && why(run, property, explanation)
    }${picture(run, property, pictures[k])}`,
)}
${command(one)}
</section>`;
}

function lanes(run: JsonTrace, { name }: PropertyRun): Content {
  const { steps } = run;
  if (steps.length > MOST_STEPS)
    return html`<p>A run of ${counted(steps.length, 'step')} shows it, too long for a page.</p>`;
  const text = traceText(decodeTrace(run), { columns: COLUMNS, style: htmlStyle });
  return html`<pre tabindex="0" role="group" aria-label="The run of ${name}, in lanes">${marked(text)}</pre>`;
}

function why(run: JsonTrace, { name }: PropertyRun, explanation: Explanation): Content {
  const options = { columns: COLUMNS, style: htmlStyle };
  const text = explanationText(decodeTrace(run), explanation, options);
  return html`<details><summary>Why it goes wrong</summary>
<pre tabindex="0" role="group" aria-label="Why ${name} is violated">${marked(text)}</pre></details>`;
}

function picture(run: JsonTrace, { name }: PropertyRun, file: string | undefined): Content {
  if (file === undefined) return undefined;
  const says = `The run of ${name} as a picture: ${counted(run.steps.length, 'step')} in lanes, as in the text above`;
  return html`<details><summary>As a picture</summary>
<figure><a href="${file}"><img src="${file}" alt="${says}" loading="lazy"></a></figure></details>`;
}

function command({ check, row, property }: VerdictRun): Content {
  if (check === undefined) return undefined;
  const set = Object.entries(row.parameters).map(([name, value]) => `${name}=${value}`);
  const words = [
    ...['mmcheck', 'check', ...check],
    ...(set.length === 0 ? [] : ['--set', ...set]),
    ...['--property', property.name],
  ];
  return html`<p class="faint">To see it again: <code>${words.map(shellWord).join(' ')}</code></p>`;
}
