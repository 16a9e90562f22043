// A flame graph of a search: what its transitions are made of, process by process, below each its procedures and steps. The
// width of a box is its part of all transitions. One SVG that stands alone; a box says its figures when it is pointed at.

import type { Profile, StepProfile } from '../outcome/profile.ts';

interface Box {
  readonly name: string;
  transitions: number;
  newStates: number;
  time: number;
  readonly inside: Map<string, Box>;
}

const WIDTH = 1200;
const HEIGHT = 20;
const LETTER = 7;
/** Narrower boxes are not drawn: they could not be seen. */
const LEAST = 0.5;

export function flameSvg(title: string, profile: Profile): string {
  const root = boxes(title, profile.steps);
  const depth = depthOf(root);
  const height = depth * HEIGHT + 2;
  const drawn = draw(root, 0, WIDTH, depth - 1, root);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="monospace" font-size="12">
<title>${escaped(title)}: transitions by step</title>
${drawn.join('\n')}
</svg>
`;
}

function boxes(title: string, steps: readonly StepProfile[]): Box {
  const root = box(title);
  for (const step of steps) {
    let at = root;
    add(at, step);
    for (const name of [step.process, ...step.label.split('/')]) {
      const inner = at.inside.get(name) ?? box(name);
      at.inside.set(name, inner);
      add(inner, step);
      at = inner;
    }
  }
  return root;
}

function box(name: string): Box {
  return { name, transitions: 0, newStates: 0, time: 0, inside: new Map() };
}

function add(to: Box, { transitions, newStates, time }: StepProfile): void {
  to.transitions += transitions;
  to.newStates += newStates;
  to.time += time;
}

function depthOf({ inside }: Box): number {
  return 1 + Math.max(0, ...[...inside.values()].map(depthOf));
}

/** The root stands at the bottom, as in every flame graph; boxes beside each other by name. */
function draw(one: Box, x: number, width: number, level: number, root: Box): string[] {
  if (width < LEAST) return [];
  const lines = [rectangle(one, x, width, level * HEIGHT, root)];
  const inside = [...one.inside.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
  let left = x;
  for (const inner of inside) {
    const share = (width * inner.transitions) / one.transitions;
    lines.push(...draw(inner, left, share, level - 1, root));
    left += share;
  }
  return lines;
}

function rectangle(one: Box, x: number, width: number, y: number, root: Box): string {
  const percent = (part: number, all: number) =>
    `${((100 * part) / Math.max(all, 1)).toFixed(1)} %`;
  const words =
    `${one.name}: ${one.transitions} transitions (${percent(one.transitions, root.transitions)}), ` +
    `${one.newStates} new states (${percent(one.newStates, root.newStates)}), ` +
    `${(100 * one.time).toFixed(1)} % of the time`;
  const letters = Math.floor((width - 6) / LETTER);
  const shown =
    one.name.length <= letters ? one.name : `${one.name.slice(0, Math.max(0, letters - 1))}…`;
  const label =
    letters < 2 ? '' : `<text x="${(x + 3).toFixed(1)}" y="${y + 14}">${escaped(shown)}</text>`;
  const rect = `<rect x="${x.toFixed(1)}" y="${y}" width="${width.toFixed(1)}" height="${HEIGHT - 1}" rx="2" fill="${colourOf(one.name)}"/>`;
  return `<g><title>${escaped(words)}</title>${rect}${label}</g>`;
}

/** A warm colour that depends on the name alone, so that two pictures can be compared. */
function colourOf(name: string): string {
  let hash = 0;
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
  return `hsl(${20 + (hash % 35)} 85% ${62 + (hash % 13)}%)`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
