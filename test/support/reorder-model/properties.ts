// Claims about a random model: on labels of one process and of several, on cells, on locals, and observers that
// remember the order of two steps. Most can be decided either way, and late.

import type { Draw } from '../random-model/draw.ts';
import type { Actor } from './actor.ts';
import { patternOf } from './script.ts';

/** One claim, as source. */
export function claim(draw: Draw, actors: readonly Actor[]): string {
  const names = actors.map(({ name }) => name);
  const predicate = (code: string): string => `(${patternOf(code, names)}) => ${code}`;
  const [a, b] = [draw.of(actors), draw.of(actors)];
  switch (draw.below(9)) {
    case 0:
      return `make.invariant('', ${predicate(`${stands(draw, a)} || ${fact(draw, b)}`)})`;
    case 1:
      return `make.unreachable('', ${predicate(`${stands(draw, a)} && ${stands(draw, b)}`)})`;
    case 2:
      return `make.reachable('', ${predicate(`${stands(draw, a)} && ${fact(draw, b)}`)})`;
    case 3:
      return `make.unreachable('', ${predicate(`${fact(draw, a)} && ${fact(draw, b)}`)})`;
    case 4:
      return `make.unreachable('', ${predicate(`${finished(a)} && ${fact(draw, b)}`)})`;
    case 5:
      return orderOf(draw, a, b);
    case 6:
      return toggled(draw, a);
    case 7:
      return apart(draw, a, b);
    default:
      return always(draw, a, b);
  }
}

/** A memory that goes back to what it was claims nothing, and must not make anybody look as if he moved, or did not. */
function toggled(draw: Draw, { name, labels }: Actor): string {
  const toggle = '({ my }) => { my.odd = !my.odd; }';
  return `make.observer('', { state: { odd: bool }, on: { ${name}: { ${draw.of(labels)}: ${toggle} } } })`;
}

function stands(draw: Draw, { name, labels }: Actor): string {
  const label = draw.of([...labels, 'done']);
  return `${name}.some(({ at }) => at ${draw.of(['===', '===', '!=='])} '${label}')`;
}

const finished = ({ name }: Actor): string => `${name}.every(({ at }) => at === 'done')`;

function fact(draw: Draw, { name }: Actor): string {
  return draw.of([
    'flag.value',
    'count.value < 2',
    'own[0] === own[1]',
    'own[1] === 2',
    `${name}.some(({ v }) => v === 2)`,
    'x.value === 1',
    'mark[0] && !mark[1]',
    'who.value === none',
    'bag.isEmpty',
    'last[0] === none',
  ]);
}

/** A step of one process after a step of another. */
function orderOf(draw: Draw, a: Actor, b: Actor): string {
  const [first, second] = [draw.of(a.labels), draw.of(b.labels)];
  const claimed = `assert(!my.seen || ${fact(draw, b)}, '');`;
  const handler = (code: string): string => `(${patternOf(code, [b.name, 'my'])}) => { ${code} }`;
  const handlers =
    a.name === b.name
      ? `${a.name}: ${handler(`${claimed} my.seen = true;`)}`
      : `${a.name}: { ${first}: ${handler('my.seen = true;')} }, ${b.name}: { ${second}: ${handler(claimed)} }`;
  return `make.observer('', { state: { seen: bool }, on: { ${handlers} } })`;
}

/** Two steps that are remembered each in a place of its own; after every step it is asked which of them came first. */
function apart(draw: Draw, a: Actor, b: Actor): string {
  const note = (k: number): string => `({ my }) => { my.came[${k}] = true; }`;
  const [first, second] = [draw.of(a.labels), draw.of(b.labels)];
  const handlers =
    a.name === b.name
      ? `${a.name}: { ${first}: ${note(0)} }`
      : `${a.name}: { ${first}: ${note(0)} }, ${b.name}: { ${second}: ${note(1)} }`;
  const code = `assert(!my.came[1] || my.came[0]${draw.of(['', ` || ${fact(draw, b)}`])}, '');`;
  const always = `(${patternOf(code, [b.name, 'my'])}) => { ${code} }`;
  return `make.observer('', { state: { came: array(2, bool) }, always: ${always}, on: { ${handlers} } })`;
}

/** A fact that is remembered, and asked where a process ends. */
function always(draw: Draw, a: Actor, b: Actor): string {
  const code = `if (${fact(draw, a)}) my.seen = true;`;
  const pattern = patternOf(code, [a.name, 'my']);
  const handler = `({ step, my, assert }) => assert(my.seen || step.to !== '${draw.of(['done', ...b.labels])}', '')`;
  return `make.observer('', { state: { seen: bool }, always: (${pattern}) => { ${code} }, on: { ${b.name}: ${handler} } })`;
}
