// What each cell, each process and each observer multiplies the states by. A variable whose content follows from everything
// else has factor 1; the states without it are counted by leaving its bits out.

import type { Field } from '../compile/layout/field.ts';
import { maskOf } from '../compile/layout/field.ts';
import type { InstancePlan, Layout } from '../compile/layout/layout.ts';
import { fieldsOf } from '../compile/layout/slot.ts';
import type { VariableProfile } from '../outcome/profile.ts';
import { DistinctCount } from './distinct.ts';

interface Variable extends Pick<VariableProfile, 'name' | 'of'> {
  readonly fields: readonly Field[];
}

interface Counted {
  readonly variable: Variable;
  /** The variable's bits, by word. */
  readonly bits: Int32Array;
  readonly contents: DistinctCount;
  readonly others: DistinctCount;
}

export class VariableCounts {
  readonly #counted: readonly Counted[];
  #states = 0;

  constructor(layout: Layout) {
    this.#counted = variablesOf(layout)
      .filter(({ fields }) => fields.some(({ bits }) => bits > 0))
      .map((variable) => ({
        variable,
        bits: bitsOf(variable.fields, layout.words),
        contents: new DistinctCount(),
        others: new DistinctCount(),
      }));
  }

  look(state: Int32Array): void {
    this.#states++;
    for (const { bits, contents, others } of this.#counted) {
      let low = 0x2545f491;
      let high = 0x6c078965;
      let lowOfOthers = low;
      let highOfOthers = high;
      for (let w = 0; w < state.length; w++) {
        const inside = state[w] & bits[w];
        const outside = state[w] & ~bits[w];
        low = mixed(low, inside);
        high = mixed(high, inside ^ low);
        lowOfOthers = mixed(lowOfOthers, outside);
        highOfOthers = mixed(highOfOthers, outside ^ lowOfOthers);
      }
      contents.add(low, high);
      others.add(lowOfOthers, highOfOthers);
    }
  }

  /** The greatest factor first. */
  get variables(): VariableProfile[] {
    return this.#counted
      .map(({ variable: { name, of, fields }, contents, others }) => ({
        name,
        of,
        bits: fields.reduce((sum, field) => sum + field.bits, 0),
        values: contents.count,
        factor: this.#states / Math.max(1, others.count),
      }))
      .sort((a, b) => b.factor - a.factor || a.name.localeCompare(b.name, 'en'));
  }
}

/** Every bit of a word has its say in every bit of what comes out (the finisher of MurmurHash3). */
function mixed(hash: number, word: number): number {
  let h = Math.imul(hash ^ word, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function bitsOf(fields: readonly Field[], words: number): Int32Array {
  const bits = new Int32Array(words);
  for (const field of fields) bits[field.word] |= maskOf(field.bits) << field.shift;
  return bits;
}

/** `alloc.zone`, or of a procedure that is called `alloc/take.page`: that of all instances. */
function localsOf(name: string, own: readonly InstancePlan[]): Variable[] {
  const byName = new Map<string, Field[]>();
  for (const { frames } of own) {
    for (const [frame, slots] of Object.entries(frames)) {
      const prefix = frame === '' ? name : `${name}/${frame}`;
      for (const [local, slot] of Object.entries(slots)) {
        const fields = byName.get(`${prefix}.${local}`) ?? [];
        byName.set(`${prefix}.${local}`, [...fields, ...fieldsOf(slot)]);
      }
    }
  }
  return [...byName].map(([local, fields]) => ({ name: local, of: 'local', fields }));
}

function variablesOf({ cells, processes, instances, observers }: Layout): Variable[] {
  const ofCells = Object.entries(cells).map(
    ([name, slot]): Variable => ({ name, of: 'cell', fields: fieldsOf(slot) }),
  );
  const ofProcesses = processes.flatMap((process): Variable[] => {
    const own = instances.filter((instance) => instance.process === process);
    const labels = own.map(({ label }) => label);
    return [{ name: process.name, of: 'labels', fields: labels }, ...localsOf(process.name, own)];
  });
  const ofObservers = Object.entries(observers).map(
    ([name, slots]): Variable => ({
      name,
      of: 'observer',
      fields: Object.values(slots).flatMap(fieldsOf),
    }),
  );
  return [...ofCells, ...ofProcesses, ...ofObservers];
}
