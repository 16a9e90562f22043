// The states around the one where one is, as a graph: to the right what each step leads to, by colour and shape what is broken
// and what can still break. Each state is a button that goes there.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit-html';
import type { Near, NearState, NearStep } from '../../walk/near.ts';
import type { Outlook } from '../../walk/outlook.ts';
import type { App } from './app.ts';

const COLUMN = 205;
/** The one in the middle has few words. */
const FIRST_COLUMN = 90;
const ROW = 30;
const MARGIN = 16;

interface Spot {
  readonly x: number;
  readonly y: number;
}

export function nearView(app: App): TemplateResult {
  const isKnown = app.near !== undefined && app.near.place === app.here;
  return html`
    <details class="near" ?open=${app.showsNear} @toggle=${(event: Event) => app.showNear((event.target as HTMLDetailsElement).open)}>
      <summary><kbd>g</kbd> Where the next steps lead, as a graph</summary>
      <div class="graph" tabindex="0" role="group" aria-label="The states around this one">
        ${app.near && isKnown ? graphView(app, app.near.graph) : nothing}
      </div>
      ${colourView(app)} ${legendView()}
    </details>
  `;
}

/** Goals, and what takes more than one run to decide, colour nothing. */
function colourView(app: App): TemplateResult {
  const names = (app.model?.properties ?? []).flatMap(({ name, isBrokenByRun }) =>
    isBrokenByRun ? name : [],
  );
  const choose = (event: Event): void => app.colourBy((event.target as HTMLSelectElement).value);
  return html`<label class="colour"
    >What can still go wrong, of
    <select @change=${choose}>
      <option value="" .selected=${app.colouredBy === ''}>all properties</option>
      ${names.map((name) => html`<option .selected=${name === app.colouredBy}>${name}</option>`)}
    </select></label
  >`;
}

function graphView(app: App, { states, steps, leftOut, outlooks }: Near): TemplateResult {
  const spots = layOut(states);
  const width = columnOf(1 + Math.max(...states.map(({ depth }) => depth)));
  const height = MARGIN + Math.max(...spots.map(({ y }) => y));
  return html`
    <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}">
      ${steps.map((step) => lineView(step, spots))}
      ${states.map((state, k) => stateView(app, { ...state, ...spots[k], look: lookOf(app, state, outlooks[k]) }, steps, k))}
    </svg>
    ${leftOut > 0 ? html`<p class="faint">${leftOut} steps lead on to states that are not drawn.</p>` : nothing}
  `;
}

/** What is known of a state; drawn in its own shape, so that nobody has to tell colours apart. */
type Look = 'violated' | 'reached' | Outlook;

const LOOKS: Readonly<Record<Look, string>> = {
  violated: 'a property is violated here',
  reached: 'a goal is reached here',
  'may-break': 'some run from here violates one',
  'cannot-break': 'no run from here does, as far as single runs decide it',
  unknown: 'not known: too many states lie ahead',
};

function lookOf({ colouredBy }: App, { noticed }: NearState, outlook: Outlook): Look {
  const asked = noticed.filter(({ property }) => colouredBy === '' || property === colouredBy);
  if (asked.some(({ isReached }) => !isReached)) return 'violated';
  return asked.length > 0 ? 'reached' : outlook;
}

function legendView(): TemplateResult {
  return html`<ul class="legend" aria-label="What the shapes mean">
    ${Object.entries(LOOKS).map(
      ([look, words]) => html`<li>
        <svg width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true" class=${look}>${shapeView(look as Look)}</svg>
        ${words}
      </li>`,
    )}
  </ul>`;
}

/** Around the middle of where it is drawn. */
function shapeView(look: Look): SVGTemplateResult {
  switch (look) {
    case 'violated':
      return svg`<path class="dot" d="M -7 -7 H 7 V 7 H -7 Z"></path><path class="mark" d="M -4 -4 L 4 4 M -4 4 L 4 -4"></path>`;
    case 'reached':
      return svg`<path class="dot" d="M 0 -8 L 8 0 L 0 8 L -8 0 Z"></path>`;
    case 'may-break':
      return svg`<path class="dot" d="M 0 -8 L 8 6 H -8 Z"></path>`;
    case 'cannot-break':
      return svg`<circle class="dot" r="7"></circle><path class="mark" d="M -3.5 0 L -1 3 L 4 -3"></path>`;
    case 'unknown':
      return svg`<circle class="dot" r="7"></circle>`;
  }
}

/** A column for each number of steps. */
function layOut(states: readonly NearState[]): Spot[] {
  const filled: number[] = [];
  return states.map(({ depth }) => {
    filled[depth] = (filled[depth] ?? 0) + 1;
    return { x: columnOf(depth), y: MARGIN + (filled[depth] - 1) * ROW };
  });
}

function columnOf(depth: number): number {
  return MARGIN + (depth === 0 ? 0 : FIRST_COLUMN + (depth - 1) * COLUMN);
}

function lineView({ from, to }: NearStep, spots: readonly Spot[]): SVGTemplateResult {
  const [a, b] = [spots[from], spots[to]];
  const bend = a.x < b.x ? (b.x - a.x) / 3 : -FIRST_COLUMN / 2;
  return svg`<path class="edge" d="M ${a.x} ${a.y} C ${a.x + bend} ${a.y} ${b.x - bend} ${b.y} ${b.x} ${b.y}"></path>`;
}

interface Drawn extends NearState, Spot {
  readonly look: Look;
}

function stateView(
  app: App,
  { noticed, moves, look, x, y }: Drawn,
  steps: readonly NearStep[],
  k: number,
): SVGTemplateResult {
  const shape = svg`<g transform="translate(${x} ${y})">${shapeView(look)}</g>`;
  const words = k === 0 ? 'here' : stepWords(steps, k);
  const found = noticed.map(
    ({ property, isReached }) => `${property} is ${isReached ? 'reached' : 'violated'}`,
  );
  const all = [words, ...(found.length > 0 ? found : [LOOKS[look]])].join(', ');
  const text = svg`<title>${all}</title>${shape}<text x=${x + 13} y=${y + 4}>${words}</text>`;
  if (k === 0) return svg`<g class="here ${look}" role="img" aria-label=${all}>${text}</g>`;
  const go = (): void => void app.takeAll(moves);
  const press = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      go();
    }
  };
  return svg`<g class="spot ${look}" role="button" tabindex="0" aria-label=${all} @click=${go} @keydown=${press}>${text}</g>`;
}

function stepWords(steps: readonly NearStep[], k: number): string {
  const first = steps.find(({ to }) => to === k);
  return `${first?.name} ${first?.label}`;
}
