// Shapes of random cells and locals, each with the source that makes it. The shapes are the
// library's own data, so that the rest of the generator can walk them; nothing here runs the
// library's code.

import type { Shape } from '../../../src/language/cell.ts';
import { type Kind, kind, type ValueDomain } from '../../../src/language/domain.ts';
import { type Draw, upTo } from './draw.ts';

export const node = kind('node', 2);
export const zone = kind('zone', ['Normal', 'Movable']);

export interface Sourced<S> {
  readonly shape: S;
  readonly source: string;
}

type SourcedDomain = readonly [domain: ValueDomain, source: string];

/** Small domains of every type, the plainest first. */
const DOMAINS: readonly SourcedDomain[] = [
  [{ type: 'bool' }, 'bool'],
  [{ type: 'range', low: 0, high: 2 }, 'upTo(2)'],
  [node, 'node'],
  [{ type: 'orNone', inner: node }, 'orNone(node)'],
  [{ type: 'oneOf', values: ['idle', 'busy', 'gone'] }, "oneOf('idle', 'busy', 'gone')"],
  [{ type: 'orNone', inner: { type: 'process' } }, 'orNone(anyProcess)'],
  [{ type: 'range', low: -1, high: 1 }, 'range(-1, 1)'],
  [zone, 'zone'],
  [{ type: 'range', low: 0, high: 1 }, 'upTo(1)'],
  [{ type: 'orNone', inner: { type: 'range', low: 0, high: 1 } }, 'orNone(upTo(1))'],
];

export function drawDomain(draw: Draw): SourcedDomain {
  return draw.of(DOMAINS);
}

export function drawScalar(draw: Draw): Sourced<Shape> {
  const [domain, source] = drawDomain(draw);
  return { shape: { type: 'scalar', domain }, source };
}

/** What an array or a set ranges over. */
function drawExtent(draw: Draw): { length: number; kind?: Kind; over: string } {
  return draw.of([
    { length: 2, over: '2' },
    { length: node.size, kind: node, over: 'node' },
    { length: zone.size, kind: zone, over: 'zone' },
  ]);
}

/** Something that can be an element or a field. */
function drawElement(draw: Draw, depth: number): Sourced<Shape> {
  switch (draw.below(depth > 0 ? 8 : 4)) {
    case 4:
      return drawSet(draw);
    case 5:
      return drawList(draw);
    case 6:
      return drawArray(draw, depth - 1);
    case 7:
      return drawRecord(draw, depth - 1);
    default:
      return drawScalar(draw);
  }
}

function drawSet(draw: Draw): Sourced<Shape> {
  const { over, ...extent } = drawExtent(draw);
  const members = upTo(extent.length).filter(() => draw.once(3));
  const initial = members.length === 0 ? '' : `, ${memberList(members, extent.kind)}`;
  return { shape: { type: 'set', ...extent }, source: `set(${over}${initial})` };
}

function memberList(members: readonly number[], of?: Kind): string {
  if (of === undefined) return `[${members.join(', ')}]`;
  return `[${members.map((member) => `${of.name}.ids[${member}]`).join(', ')}]`;
}

function drawList(draw: Draw): Sourced<Shape> {
  const [domain, source] = drawDomain(draw);
  const capacity = 1 + draw.below(2);
  const values = upTo(capacity).filter(() => draw.once(3));
  const initial = values.map(() => literal(draw, domain)).join(', ');
  return {
    shape: { type: 'list', capacity, domain },
    source: `list(${capacity}, ${source}${initial === '' ? '' : `, [${initial}]`})`,
  };
}

function drawArray(draw: Draw, depth: number): Sourced<Shape> {
  const { over, ...extent } = drawExtent(draw);
  const element = drawElement(draw, depth);
  const initial = initialArray(draw, element.shape, extent.length);
  return {
    shape: { type: 'array', ...extent, element: element.shape },
    source: `array(${[over, element.source, ...initial].join(', ')})`,
  };
}

/** Nothing, one value for all, a list of values, or a function of the index. */
function initialArray(draw: Draw, element: Shape, length: number): string[] {
  if (element.type !== 'scalar') return [];
  const values = upTo(length).map(() => literal(draw, element.domain));
  return draw.of([
    [],
    [values[0]],
    [`[${values.join(', ')}]`],
    [`(k: number) => [${values.join(', ')}][k]`],
  ]);
}

function drawFields(draw: Draw, depth: number): Record<string, Sourced<Shape>> {
  const names = ['a', 'b'].slice(0, 1 + draw.below(2));
  return Object.fromEntries(names.map((name) => [name, drawElement(draw, depth)]));
}

function fieldsShape(fields: Readonly<Record<string, Sourced<Shape>>>): Shape {
  const shapes = Object.entries(fields).map(([name, { shape }]) => [name, shape]);
  return { type: 'record', fields: Object.fromEntries(shapes) };
}

function fieldsSource(fields: Readonly<Record<string, Sourced<Shape>>>): string {
  const sources = Object.entries(fields).map(([name, { source }]) => `${name}: ${source}`);
  return `{ ${sources.join(', ')} }`;
}

/** Some of the scalar fields, or nothing. */
function initialFields(draw: Draw, fields: Readonly<Record<string, Sourced<Shape>>>): string[] {
  const given = Object.entries(fields).flatMap(([name, { shape }]) =>
    shape.type === 'scalar' && draw.once(3) ? [`${name}: ${literal(draw, shape.domain)}`] : [],
  );
  return given.length === 0 ? [] : [`{ ${given.join(', ')} }`];
}

function drawRecord(draw: Draw, depth: number): Sourced<Shape> {
  const fields = drawFields(draw, depth);
  const parts = [fieldsSource(fields), ...initialFields(draw, fields)];
  return { shape: fieldsShape(fields), source: `record(${parts.join(', ')})` };
}

function drawTable(draw: Draw): Sourced<Shape> {
  const { over, ...extent } = drawExtent(draw);
  const fields = drawFields(draw, 1);
  const parts = [over, fieldsSource(fields), ...initialFields(draw, fields)];
  return {
    shape: { type: 'array', ...extent, element: fieldsShape(fields) },
    source: `table(${parts.join(', ')})`,
  };
}

/** A record with methods; the shape says no more than that it has them. */
const LOCK: Sourced<Shape> = {
  shape: { type: 'record', fields: {}, methods: {} },
  source: 'spinlock()',
};

export function drawCell(draw: Draw): Sourced<Shape> {
  switch (draw.below(9)) {
    case 3:
      return drawTable(draw);
    case 4:
      return drawSet(draw);
    case 5:
      return drawList(draw);
    case 6:
      return drawArray(draw, 1);
    case 7:
      return drawRecord(draw, 2);
    case 8:
      return draw.of([LOCK, arrayOfLocks(draw)]);
    default: {
      const [domain, source] = drawDomain(draw);
      const initial = draw.once(3) ? `, ${literal(draw, domain)}` : '';
      return { shape: { type: 'scalar', domain }, source: `cell(${source}${initial})` };
    }
  }
}

function arrayOfLocks(draw: Draw): Sourced<Shape> {
  const { over, ...extent } = drawExtent(draw);
  return {
    shape: { type: 'array', ...extent, element: LOCK.shape },
    source: `array(${over}, ${LOCK.source})`,
  };
}

/** Local variables: scalars mostly, now and then an array or a set. */
export function drawLocal(draw: Draw): Sourced<Shape> {
  switch (draw.below(8)) {
    case 6:
      return drawArray(draw, 0);
    case 7:
      return drawSet(draw);
    default:
      return drawScalar(draw);
  }
}

/** All values of a domain as source; of a process, only the first, which every system has. */
export function literals(domain: ValueDomain): string[] {
  switch (domain.type) {
    case 'bool':
      return ['false', 'true'];
    case 'range':
      return upTo(domain.high - domain.low + 1).map((k) => String(domain.low + k));
    case 'oneOf':
      return domain.values.map((value) => `'${value}'`);
    case 'id':
      return domain.ids.map((id) => `${domain.name}.ids[${id}]`);
    case 'process':
      return ['0 as ProcessId'];
    case 'orNone':
      return ['none', ...literals(domain.inner)];
  }
}

export function literal(draw: Draw, domain: ValueDomain): string {
  return draw.of(literals(domain));
}

export function sameDomain(a: ValueDomain, b: ValueDomain): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
