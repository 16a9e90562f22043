// A sweep as a picture: states against the parameter, on a logarithmic scale, on which steady growth is a straight line. What
// the next value is estimated at is a dashed bar. One SVG that stands alone.

import type { Sweep } from '../outcome/sweep.ts';
import { html, type Markup } from './html/markup.ts';
import { showParameters } from './text/show-value.ts';
import { thousands } from './text/statistics.ts';

const WIDTH = 640;
const HEIGHT = 400;
const LEFT = 110;
const RIGHT = 40;
const TOP = 50;
const BOTTOM = 50;

/** Where a value and a number of states stand. */
interface Scales {
  x(value: number): string;
  y(states: number): string;
  /** The powers of ten on the way up. */
  readonly powers: readonly number[];
}

export function sweepSvg(sweep: Sweep): string {
  const { model, parameter, fixed, sizes, next } = sweep;
  const scales = scalesOf(sweep);
  const { x, y, powers } = scales;
  const line = sizes.map(({ value, states }) => `${x(value)},${y(states)}`).join(' ');
  const title = `${`${model} ${showParameters(fixed)}`.trim()}: states by ${parameter}`;
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="sans-serif" font-size="13">
<title>${title}</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="24" font-weight="bold">${title}</text>
${powers.map((power) => gridLine(power, y(power)))}<polyline points="${line}" fill="none" stroke="#1f5fa8" stroke-width="2"/>
${sizes.map(
  ({
    value,
    states,
    limit,
  }) => html`<circle cx="${x(value)}" cy="${y(states)}" r="4" fill="${limit ? '#fff' : '#1f5fa8'}" stroke="#1f5fa8"/>
<text x="${x(value)}" y="${y(states)}" dy="-10" text-anchor="middle">${limit ? '> ' : ''}${thousands(states)}</text>
<text x="${x(value)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${value}</text>
`,
)}${next && estimate(next, scales)}<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${parameter}</text>
</svg>`.text
  }\n`;
}

function scalesOf({ sizes, next }: Sweep): Scales {
  const values = [...sizes.map(({ value }) => value), ...(next ? [next.value] : [])];
  const states = [...sizes.map((one) => one.states), ...(next?.states ?? [])].map((count) =>
    Math.max(1, count),
  );
  const lowest = Math.floor(Math.log10(Math.min(...states)));
  const highest = Math.max(lowest + 1, Math.ceil(Math.log10(Math.max(...states))));
  const first = Math.min(...values);
  const wide = Math.max(1, Math.max(...values) - first);
  const inner = { width: WIDTH - LEFT - RIGHT, height: HEIGHT - TOP - BOTTOM };
  return {
    x: (value) => (LEFT + (inner.width * (value - first)) / wide).toFixed(1),
    y: (count) => {
      const share = (Math.log10(Math.max(1, count)) - lowest) / (highest - lowest);
      return (TOP + inner.height * (1 - share)).toFixed(1);
    },
    powers: Array.from({ length: highest - lowest + 1 }, (_, k) => 10 ** (lowest + k)),
  };
}

function gridLine(power: number, y: string): Markup {
  return html`<line x1="${LEFT - 5}" y1="${y}" x2="${WIDTH - RIGHT}" y2="${y}" stroke="#ddd"/>
<text x="${LEFT - 10}" y="${y}" dy="4" text-anchor="end">${thousands(power)}</text>
`;
}

function estimate({ value, states }: NonNullable<Sweep['next']>, { x, y }: Scales): Markup {
  const [least, most] = states;
  return html`<line x1="${x(value)}" y1="${y(least)}" x2="${x(value)}" y2="${y(most)}" stroke="#1f5fa8" stroke-width="6" stroke-dasharray="3 2" opacity="0.6"/>
<text x="${x(value)}" y="${y(most)}" dy="-10" text-anchor="middle" font-style="italic">estimate</text>
<text x="${x(value)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${value}</text>
`;
}
