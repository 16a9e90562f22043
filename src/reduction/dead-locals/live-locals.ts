// Which locals of a process are live at each of its labels: their values may still be read, by a step of it that comes
// before every assignment, or by whoever looks at states. The others are dead there (live variable analysis; Aho, Lam,
// Sethi and Ullman, Compilers, 9.2.5).
//
// Sound only if nothing that reads a local is left out: steps, what a call is given and hands back, the guard, observers
// after a step, and all that is asked of states (readers.ts). A step that is blocked assigns nothing, and a label is left
// by steps of its own process alone (../partial-order/label-graph.ts). Whether a step that stays at its label is progress
// depends on whether it changes anything (../../transition/change.ts), so there it is taken to read all that it assigns.

import { assignedBefore, type LocalFlow } from '../../compile/access/local-flow.ts';
import type { FlatLabel, Target } from '../../compile/layout/expand.ts';
import type { InstancePlan } from '../../compile/layout/layout.ts';
import type { Slot } from '../../compile/layout/slot.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import type { Readers } from './readers.ts';

/** Of an instance: its locals, and those of its frames. */
export type SlotSet = ReadonlySet<Slot>;

/** By the code of a label, 'done' last. */
export function liveLocals(
  system: CompiledSystem,
  instance: InstancePlan,
  readers: Readers,
): readonly SlotSet[] {
  const { labels, done } = instance.process.flat;
  const flows = labels.map((label) => system.localFlow(instance, label));
  const always = [...readers.always(instance), ...guardReads(system, instance)];
  const live = Array.from({ length: done + 1 }, () => new Set<Slot>(always));
  const steps = labels.map((label) => new StepOf(system, instance, label, flows[label.code]));
  for (let changed = true; changed; ) {
    changed = false;
    for (const step of steps.toReversed()) {
      const known = live[step.label.code];
      const before = known.size;
      const observed = readers.after(instance, step.label);
      for (const slot of step.liveBefore(live, observed)) known.add(slot);
      changed ||= known.size > before;
    }
  }
  return live;
}

function guardReads(system: CompiledSystem, instance: InstancePlan): Slot[] {
  const read = system.guardAccess(instance)?.locals.read ?? [];
  return [...read].map((name) => instance.frames[''][name]);
}

/** A step of an instance, as the values of locals pass through it. */
class StepOf {
  readonly label: FlatLabel;
  readonly #instance: InstancePlan;
  readonly #flow: LocalFlow;
  readonly #written: ReadonlySet<string>;
  /** The labels that it may return, with where they lead. */
  readonly #targets: readonly (readonly [string, Target])[];

  constructor(system: CompiledSystem, instance: InstancePlan, label: FlatLabel, flow: LocalFlow) {
    this.label = label;
    this.#instance = instance;
    this.#flow = flow;
    const { labels, locals } = system.accessOf(instance, label);
    this.#written = locals.written;
    this.#targets = Object.entries(label.targets).filter(
      ([to]) => labels === 'any' || labels.includes(to),
    );
  }

  *liveBefore(live: readonly SlotSet[], observed: readonly Slot[]): Iterable<Slot> {
    const own = this.#instance.frames[this.label.frame.name];
    for (const name of this.#flow.exposed) yield own[name];
    if (this.#mayStay) for (const name of this.#written) yield own[name];
    const { enters } = this.label;
    if (enters) {
      const entered = new Set(Object.values(this.#instance.frames[enters.frame.name]));
      for (const slot of [...live[enters.code], ...observed]) if (!entered.has(slot)) yield slot;
      return;
    }
    for (const [to, target] of this.#targets) {
      const after = this.#beforeLeaving(target, [...live[target.code], ...observed]);
      const assigned = new Set([...assignedBefore(this.#flow, to)].map((name) => own[name]));
      for (const slot of after) if (!assigned.has(slot)) yield slot;
    }
  }

  get #mayStay(): boolean {
    return this.#targets.some(([, { code }]) => code === this.label.code);
  }

  /** The frames that end hand back their results and are cleared, the innermost first. */
  #beforeLeaving({ leaves }: Target, after: readonly Slot[]): SlotSet {
    const { frames } = this.#instance;
    const live = new Set(after);
    for (const { frame, caller, results } of leaves.toReversed()) {
      for (const slot of Object.values(frames[frame.name])) live.delete(slot);
      for (const local of Object.values(results)) live.delete(frames[caller.name][local]);
      for (const result of Object.keys(results)) live.add(frames[frame.name][result]);
    }
    return live;
  }
}
