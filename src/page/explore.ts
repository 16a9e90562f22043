// The page of `mmcheck explore`: draws the app anew after each change, and is used from the keyboard first.

import { html, nothing, render, type TemplateResult } from 'lit-html';
import { App } from './explore/app.ts';
import { barView } from './explore/view-bar.ts';
import { lanesView } from './explore/view-lanes.ts';
import { runsView, save } from './explore/view-runs.ts';
import { SourceView } from './explore/view-source.ts';
import { stateView } from './explore/view-state.ts';
import { optionsOf, stepsView } from './explore/view-steps.ts';

const root = document.querySelector<HTMLElement>('#app') as HTMLElement;
const source = new SourceView();
const app = new App(draw);
const KEEP_AFTER_MS = 200;
/** What was drawn last. */
let shown: unknown;
let graph: unknown;

function page(): TemplateResult {
  return html`
    ${barView(app)}
    <p class="said" role="status">${app.said}</p>
    ${app.trouble === '' ? nothing : html`<p class="trouble" role="alert">${app.trouble}</p>`}
    <main aria-busy=${app.busy ? 'true' : 'false'}>
      <div class="column">${stepsView(app)} ${runsView(app)}</div>
      ${lanesView(app)}
      <div class="column">${stateView(app)} ${source.view(app, draw)}</div>
    </main>
    <footer>
      <kbd>1</kbd>–<kbd>9</kbd> take a step, <kbd>←</kbd> <kbd>→</kbd> back and forward, <kbd>Home</kbd> <kbd>End</kbd> the
      ends of the walk, <kbd>c</kbd> check, <kbd>g</kbd> graph, <kbd>s</kbd> save, <kbd>Esc</kbd> leaves a field, so that keys
      are steps again. The address brings a page back here. What a step did: (…) what its process knows, […] what observers
      remember.
    </footer>
  `;
}

function draw(): void {
  render(page(), root);
  const now = app.showsNear ? app.near?.graph : undefined;
  if (!app.here || (app.here === shown && now === graph)) return;
  shown = app.here;
  graph = now;
  keepAddress();
  bringIntoView(root.querySelector('.lanes [aria-current]'));
  bringIntoView(root.querySelector('.source .last') ?? root.querySelector('.source .next'));
}

let isKept = true;
/** After the step is shown: the browser takes its time for it, and takes few of them a second. */
function keepAddress(): void {
  if (!isKept) return;
  isKept = false;
  setTimeout(() => {
    isKept = true;
    history.replaceState(undefined, '', app.hash);
  }, KEEP_AFTER_MS);
}

/** Scrolls the part of the page that it is in, and never the page. */
function bringIntoView(element: Element | null): void {
  const box = element?.closest('.scroll');
  if (!element || !box) return;
  const [inner, outer] = [element.getBoundingClientRect(), box.getBoundingClientRect()];
  const isSeen = inner.top > outer.top + outer.height / 6 && inner.bottom < outer.bottom;
  if (!isSeen) box.scrollTop += inner.top - outer.top - outer.height / 3;
}

/** Where letters are typed, or a list is chosen from, they mean that. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, select, textarea');
}

const KEYS: Readonly<Record<string, () => unknown>> = {
  ArrowLeft: () => app.back(),
  ArrowRight: () => app.forward(),
  Home: () => app.restart(),
  End: () => app.goTo(app.tip),
  c: () => app.check(),
  g: () => {
    app.showNear(!app.showsNear);
    draw();
  },
  s: () => save(app),
};

document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && isTyping(event.target)) (event.target as HTMLElement).blur();
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const option = /^[1-9]$/.test(event.key) ? optionsOf(app)[Number(event.key) - 1] : undefined;
  if (!option && !Object.hasOwn(KEYS, event.key)) return;
  event.preventDefault();
  if (option) void app.take(option);
  else KEYS[event.key]();
});

draw();
void app.begin(location.hash);
