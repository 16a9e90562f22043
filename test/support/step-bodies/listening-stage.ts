// Views that tell of every load and store. Values stand behind accessors, where no method, helper or
// callback gets round them; nothing is heard but while a body runs.

import type { Field } from '../../../src/compile/layout/field.ts';
import type { View } from '../../../src/compile/layout/views.ts';
import { CompiledSystem } from '../../../src/compile/program/compile.ts';
import type { Leaf } from '../../../src/compile/program/leaf.ts';
import { Stage } from './stage.ts';
import { memory, system } from './subject.ts';
import { CELLS, PROCESS_NAMES } from './world.ts';

export class ListeningStage extends Stage {
  readonly read = new Set<Field>();
  readonly written = new Set<Field>();
  #isOn = false;

  constructor() {
    super(
      new CompiledSystem(system.definition, { watch: memory }, undefined, new Set(['claimed'])),
    );
    const { instances } = this.system.layout;
    const workers = instances.filter(({ process }) => process.name === 'worker');
    const leaves = [
      ...this.leavesOf([...Object.keys(CELLS), ...PROCESS_NAMES]),
      ...workers.flatMap((one) => [false, true].flatMap((inner) => this.siteOf(one, inner).leaves)),
      ...this.myLeaves,
    ];
    for (const leaf of leaves) this.#listenTo(leaf);
  }

  override perform<T>(body: () => T): T {
    this.#isOn = true;
    try {
      return body();
    } finally {
      this.#isOn = false;
    }
  }

  #listenTo({ slot, container, key, view }: Leaf): void {
    switch (slot.type) {
      case 'scalar':
        this.#wrap(container, key, slot.field);
        return;
      case 'set':
        this.#wrap(view, 'mask', slot.field);
        return;
      case 'list':
        this.#wrap(view, 'count', slot.length);
        slot.items.forEach((item, n) => this.#wrap(view.items, n, item));
    }
  }

  #wrap(holder: View, key: string | number, field: Field): void {
    let value: unknown = holder[key];
    Object.defineProperty(holder, key, {
      enumerable: true,
      get: () => {
        if (this.#isOn) this.read.add(field);
        return value;
      },
      set: (given: unknown) => {
        if (this.#isOn) this.written.add(field);
        value = given;
      },
    });
  }
}
