// The views on which bodies are run: those of all cells, of the processes as properties see them, of
// each worker's own frames, and of what an observer remembers, with their leaves.

import type { InstancePlan } from '../../../src/compile/layout/layout.ts';
import { makeRecordView, type View } from '../../../src/compile/layout/views.ts';
import { propertyViews } from '../../../src/compile/monitor/property-views.ts';
import type { CompiledSystem } from '../../../src/compile/program/compile.ts';
import { cellLeaves, type Leaf, recordLeaves } from '../../../src/compile/program/leaf.ts';
import { at } from './subject.ts';

/** Where a step stands: in the process itself or in its procedure. */
export interface Site {
  readonly context: { readonly me: View };
  /** Of `me`. */
  readonly leaves: readonly Leaf[];
}

export class Stage {
  readonly system: CompiledSystem;
  /** Views of cells and processes, as properties have them. */
  readonly views: Readonly<Record<string, View>>;
  readonly my: View;
  readonly myLeaves: readonly Leaf[];
  readonly #leaves = new Map<string, readonly Leaf[]>();
  readonly #sites: readonly { readonly own?: Site; readonly inner?: Site }[];

  constructor(system: CompiledSystem) {
    this.system = system;
    const { layout } = system;
    const seen = propertyViews(system);
    this.views = seen.views;
    for (const [name, slot] of Object.entries(seen.slots)) {
      this.#leaves.set(name, cellLeaves(slot, seen.views[name], name));
    }
    this.my = makeRecordView(layout.observers.watch, 'my');
    this.myLeaves = recordLeaves(layout.observers.watch, this.my, 'my');
    this.#sites = layout.instances.map((instance) =>
      instance.process.name === 'worker'
        ? { own: this.#site(instance, 'b'), inner: this.#site(instance, 'called/b') }
        : {},
    );
  }

  leavesOf(names: Iterable<string>): readonly Leaf[] {
    return [...names].flatMap((name) => this.#leaves.get(name) ?? []);
  }

  siteOf({ index }: InstancePlan, isInner: boolean): Site {
    const { own, inner } = this.#sites[index];
    return (isInner ? inner : own) as Site;
  }

  /** Runs a body; whoever listens to views listens while it runs. */
  perform<T>(body: () => T): T {
    return body();
  }

  #site(instance: InstancePlan, name: string): Site {
    const label = at(name);
    const context = this.system.stepCode(instance, label).context as { me: View };
    return { context, leaves: recordLeaves(instance.frames[label.frame.name], context.me, 'me') };
  }
}
