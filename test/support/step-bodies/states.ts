// Random states of the system around bodies: whatever values the domains allow, reached or not, with the
// worker at the label where the body stands. What the body cannot reach is as in every other state: then
// most exchanges of ids that it never sees change nothing, and need not be tried.

import { writeField } from '../../../src/compile/layout/field.ts';
import type { Role } from './author.ts';
import { filling } from './filling.ts';
import type { Random } from './random.ts';
import { at, system } from './subject.ts';

const { layout } = system;

export function randomState(random: Random, role: Role, names: ReadonlySet<string>): Int32Array {
  const state = new Int32Array(layout.words);
  const fill = filling(state, layout.instances.length, random);
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
