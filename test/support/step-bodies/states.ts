// Random states of the system around bodies: whatever values the domains allow, reached or not, with the
// worker at the label where the body stands. What the body cannot reach is as in every other state: then
// most exchanges of ids that it never sees change nothing, and need not be tried.

import type { ValueDomain } from '../../../src/model/domain.ts';
import { domainSize, writeField } from '../../../src/model/layout/field.ts';
import type { Slot } from '../../../src/model/layout/slot.ts';
import type { Role } from './author.ts';
import type { Random } from './random.ts';
import { at, system } from './subject.ts';

const { layout } = system;
const PROCESSES = layout.instances.length;

/** With few things going on in it, or with many. */
export function randomState(random: Random, role: Role, names: ReadonlySet<string>): Int32Array {
  const state = new Int32Array(layout.words);
  const sparseness = random.of([0, 20, 50, 80]);
  const code = (size: number): number => (random.percent(sparseness) ? 0 : random.below(size));
  // An author tests for none before he uses an id; random code does not, and would break for ever.
  const absent = random.of([0, 5, 40]);
  const scalar = (domain: ValueDomain): number => {
    if (domain.type !== 'orNone') return code(domainSize(domain, PROCESSES));
    return random.percent(absent) ? 0 : 1 + code(domainSize(domain.inner, PROCESSES));
  };
  const fill = (slot: Slot): void => {
    switch (slot.type) {
      case 'scalar':
        writeField(state, slot.field, scalar(slot.domain));
        return;
      case 'set':
        writeField(state, slot.field, code(1 << slot.length));
        return;
      case 'list': {
        const most = slot.items.length;
        const length = random.percent(absent) ? 0 : 1 + code(most);
        writeField(state, slot.length, length);
        for (const item of slot.items.slice(0, length)) writeField(state, item, code(slot.size));
        return;
      }
      case 'array':
        for (const element of slot.elements) fill(element);
        return;
      case 'record':
        for (const field of Object.values(slot.fields)) fill(field);
    }
  };
  for (const [name, slot] of Object.entries(layout.cells)) if (names.has(name)) fill(slot);
  if (names.has('my')) for (const slot of Object.values(layout.observers.watch)) fill(slot);
  const isWatched = role === 'handler' || role === 'always';
  const seesOwn = names.has('me') || names.has('worker');
  for (const { process, label, frames } of layout.instances) {
    if (process.name !== 'worker') {
      if (isWatched || names.has('other')) writeField(state, label, random.below(2));
      continue;
    }
    writeField(state, label, codeAt(role));
    if (seesOwn) for (const slot of Object.values(frames[''])) fill(slot);
    if (role === 'frame') for (const slot of Object.values(frames.sub)) fill(slot);
  }
  return state;
}

function codeAt(role: Role): number {
  return at(role === 'frame' ? 'called/a' : role === 'args' ? 'called' : 'a').code;
}
