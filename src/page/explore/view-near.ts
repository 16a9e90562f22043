// The states around the one where one is, as a graph: to the right what each step leads to, by colour and shape what is broken
// and what can still break. Each state is a button that goes there.

import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit-html';
import { guard } from 'lit-html/directives/guard.js';
import type { NearState, NearStep } from '../../walk/near.ts';
import type { Outlook } from '../../walk/outlook.ts';
import type { Move } from '../../walk/position.ts';
import type { App } from './app.ts';

const ROW = 30;
const MARGIN = 16;
/** From the middle of a shape to its words, and to where a line meets it. */
const WORDS_AT = 13;
const LINE_AT = 10;
/** For the lines, between the words of one column and the shapes of the next. */
const GAP = 44;
/** Of a letter, in the type of the graph; a little more than most have. */
const LETTER = 7.4;

/** Where a state is drawn, what stands beside it, and where that ends. */
interface Spot {
  readonly x: number;
  readonly y: number;
  readonly words: string;
  readonly end: number;
}

export function nearView(app: App): TemplateResult {
  const { near } = app;
  const isOld = near !== undefined && near.place !== app.here;
  return html`
    <details class="near" ?open=${app.showsNear} @toggle=${(event: Event) => app.showNear((event.target as HTMLDetailsElement).open)}>
      <summary><kbd>g</kbd> Where the next steps lead, as a graph</summary>
      <div class="graph" tabindex="0" role="group" aria-label="The states around this one" aria-busy=${isOld}>
        ${near && guard([near], () => graphView(app, near))}
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

/** It stays until the next one is known, so that nothing jumps; until then it leads nowhere. */
function graphView(app: App, { place, graph }: NonNullable<App['near']>): TemplateResult {
  const { states, steps, leftOut, outlooks } = graph;
  const go = (moves: readonly Move[]): void => {
    if (place === app.here) void app.takeAll(moves);
  };
  const spots = layOut(states, steps);
  const width = MARGIN + Math.max(...spots.map(({ end }) => end));
  const height = MARGIN + Math.max(...spots.map(({ y }) => y));
  return html`
    <svg width=${width} height=${height} viewBox="0 0 ${width} ${height}">
      ${steps.map((step) => lineView(step, spots))}
      ${states.map((state, k) => stateView({ ...state, ...spots[k], look: lookOf(app, state, outlooks[k]) }, go))}
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

/** What is known of the state that a step leads to, where the graph is shown. */
export function outlookView(app: App, { instance, choice }: Move): TemplateResult | typeof nothing {
  const { near, here, showsNear } = app;
  if (!near || near.place !== here || !showsNear) return nothing;
  const { states, outlooks } = near.graph;
  const k = states.findIndex(
    ({ depth, moves: [move] }) =>
      depth === 1 && move.instance === instance && move.choice === choice,
  );
  if (k < 0) return nothing;
  const look = lookOf(app, states[k], outlooks[k]);
  return html`<svg width="18" height="18" viewBox="-9 -9 18 18" role="img" aria-label=${LOOKS[look]} class="outlook ${look}">
    <title>${LOOKS[look]}</title>${shapeView(look)}
  </svg>`;
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

/** A column for each number of steps, as wide as its words. */
function layOut(states: readonly NearState[], steps: readonly NearStep[]): Spot[] {
  const words = states.map(({ depth }, k) => (depth === 0 ? 'here' : stepWords(steps, k)));
  const columns = [MARGIN];
  states.forEach(({ depth }, k) => {
    const next = endOf(columns[depth], words[k]) + GAP;
    columns[depth + 1] = Math.max(next, columns[depth + 1] ?? 0);
  });
  const filled: number[] = [];
  return states.map(({ depth }, k) => {
    filled[depth] = (filled[depth] ?? 0) + 1;
    const x = columns[depth];
    return { x, y: MARGIN + (filled[depth] - 1) * ROW, words: words[k], end: endOf(x, words[k]) };
  });
}

function endOf(x: number, words: string): number {
  return x + WORDS_AT + words.length * LETTER;
}

/** From the end of the words to the next shape; a step back is a bow to the left of both shapes. */
function lineView({ from, to }: NearStep, spots: readonly Spot[]): SVGTemplateResult {
  const [a, b] = [spots[from], spots[to]];
  const isOnward = a.x < b.x;
  const [start, end] = [isOnward ? a.end : a.x - LINE_AT, b.x - LINE_AT];
  const bow = isOnward ? (end - start) / 2 : GAP;
  const away = isOnward ? start + bow : start - bow;
  return svg`<path class="edge" d="M ${start} ${a.y} C ${away} ${a.y} ${end - bow} ${b.y} ${end} ${b.y}"></path>`;
}

interface Drawn extends NearState, Spot {
  readonly look: Look;
}

function stateView(
  { depth, noticed, moves, look, x, y, words }: Drawn,
  goTo: (moves: readonly Move[]) => void,
): SVGTemplateResult {
  const shape = svg`<g transform="translate(${x} ${y})">${shapeView(look)}</g>`;
  const found = noticed.map(
    ({ property, isReached }) => `${property} is ${isReached ? 'reached' : 'violated'}`,
  );
  const all = [words, ...(found.length > 0 ? found : [LOOKS[look]])].join(', ');
  const text = svg`<title>${all}</title>${shape}<text x=${x + WORDS_AT} y=${y + 4}>${words}</text>`;
  if (depth === 0) return svg`<g class="here ${look}" role="img" aria-label=${all}>${text}</g>`;
  const go = (): void => goTo(moves);
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
