// Values of a state that are asked for by name: a cell or a part of one, a local of each instance of a process, or where it stands.

import { UsageError } from '../base/errors.ts';
import { suggest } from '../base/near-name.ts';
import { readField } from '../compile/layout/field.ts';
import type { InstancePlan, Layout } from '../compile/layout/layout.ts';
import type { Slot } from '../compile/layout/slot.ts';
import { indexName, StateDecoder } from '../trace/show-state.ts';
import type { ShownState } from '../trace/trace.ts';

/** Something of a state that has a name and a value. */
export interface Shown {
  readonly name: string;
  valueIn(state: Int32Array): ShownState;
}

/** What a word on the command line stands for: a cell, a part of one, or a local of each instance of a process or of one. */
export function shownBy(word: string, layout: Layout): Shown[] {
  const decoder = new StateDecoder(layout);
  const found = partOf(layout, word) ?? localsOf(layout, word);
  return found.map(([name, part]) => ({
    name,
    valueIn: (state) =>
      'type' in part
        ? decoder.shown(part, state)
        : part.process.labelNames[readField(state, part.label)],
  }));
}

/** By its slot, or where an instance stands. */
type Named = readonly [name: string, part: Slot | InstancePlan];

/** `free[Movable]`, `zones[0].lock.owner`; an element by its name or its number. */
function partOf(layout: Layout, word: string): Named[] | undefined {
  const [cell] = /^[^.[]*/.exec(word) ?? [''];
  if (!Object.hasOwn(layout.cells, cell)) return undefined;
  let [name, slot] = [cell, layout.cells[cell]];
  const steps = word.slice(cell.length).match(/\.[^.[]*|\[[^\]]*\]?|./g) ?? [];
  for (const step of steps) {
    const parts = partsOf(layout, slot);
    const part = parts.find(({ spellings }) => spellings.includes(step));
    if (part === undefined) throw noPart(name, step, parts);
    [name, slot] = [name + part.spellings[0], part.slot];
  }
  return [[name, slot]];
}

interface Part {
  /** As it is written after what it is a part of; the first is the one that is shown. */
  readonly spellings: readonly string[];
  readonly slot: Slot;
}

function partsOf(layout: Layout, slot: Slot): Part[] {
  switch (slot.type) {
    case 'array':
      return slot.elements.map((element, k) => ({
        spellings: [`[${indexName(layout, slot, k)}]`, `[${k}]`],
        slot: element,
      }));
    case 'record':
      return Object.entries(slot.fields).map(([field, inner]) => ({
        spellings: [`.${field}`],
        slot: inner,
      }));
    default:
      return [];
  }
}

function noPart(name: string, step: string, parts: readonly Part[]): UsageError {
  const known = parts.map(({ spellings }) => spellings[0]);
  return new UsageError(`'${name}' has no part '${step}'; ${suggest(step, known)}`);
}

function localsOf({ instances, cells }: Layout, word: string): Named[] {
  const dot = word.lastIndexOf('.');
  const [process, local] = [word.slice(0, dot), word.slice(dot + 1)];
  const named = instances.filter((one) => [one.name, one.process.name].includes(process));
  const found = named.flatMap((one): Named[] => {
    if (local === 'at') return [[`${one.name}.at`, one]];
    const slots = one.frames[''];
    return Object.hasOwn(slots, local) ? [[`${one.name}.${local}`, slots[local]]] : [];
  });
  if (found.length > 0) return found;
  const known = named.length > 0 ? ['at', ...Object.keys(named[0].frames[''])] : Object.keys(cells);
  const what =
    named.length > 0 ? `'${process}' has no local '${local}'` : `there is no cell '${word}'`;
  throw new UsageError(
    `${what} (a local is named process.local); ${suggest(named.length > 0 ? local : word, known)}`,
  );
}
