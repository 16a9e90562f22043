// Regions: labels between which something is held. `regions(process({...}), [...])` adds a step that takes it on every
// way in and one that gives it back on every way out, 'done' included, and changes no step of the author's.
//
//   alloc: regions(
//     process({ start: 'look', steps: { look: ..., take: ..., count: ..., use: ... } }),
//     [irqsOff(['take', 'count']), withLock('zone_lock', ['take', 'count'])],
//   ),
//
// The first region is the outermost: it is entered first and left last. A step of a region that is blocked stays inside,
// holding what the region holds. What must stay true: the ways out are the labels that the analysis reads off a step
// (all labels, where it cannot tell), so none is forgotten.

import { ModelError } from '../base/errors.ts';
import { inWords } from '../base/given.ts';
import { suggest } from '../base/near-name.ts';
import type { AnyStep, Call, Process, ProcessDefinition } from '../language/process.ts';
import { labelsOf } from '../language/source/labels.ts';
import { Source } from '../language/source/source.ts';
import type { SpinForm } from './context-state.ts';

/** A generated step: what traces call it, the cells it names, and its code up to where it goes. */
interface Stage {
  readonly name: string;
  readonly cells: readonly string[];
  /** A condition that waits until it is true, or a statement. */
  readonly waits?: string;
  readonly does?: string;
}
export interface Region<out Label extends string> {
  readonly labels: readonly Label[];
  readonly enter: readonly Stage[];
  readonly leave: readonly Stage[];
}

/**
 * The labels of a list whose letters TypeScript has lost, as in `pick(variant, { a: ['take'], b: [] })`, are none that it
 * can compare; `regions` compares all of them.
 */
type Compared<L extends string> = string extends L ? never : L;
const regionOf = <L extends string>(
  labels: readonly L[],
  { enter, leave }: Pick<Region<L>, 'enter' | 'leave'>,
): Region<Compared<L>> => ({
  labels: checked(labels) as readonly string[] as readonly Compared<L>[],
  enter,
  leave,
});

/** A text would be taken for the list of its letters, and for any label that is part of it. */
function checked<L>(labels: readonly L[]): readonly L[] {
  if (Array.isArray(labels)) return labels;
  throw new ModelError(
    `a region: give its labels in a list, as in withLock('zone_lock', ['look', 'take']), not ${inWords(labels)}`,
  );
}

function cellOf(path: string): string {
  return path.replace(/[[.].*$/, '');
}

function onCpu(name: string, method: string, form?: SpinForm): Stage {
  const more = form === undefined ? '' : `, '${form}'`;
  return { name, cells: ['cpus'], does: `cpus[me.cpu].${method}(me${more})` };
}

function onLock(lock: string, name: string, method: string, kind: 'waits' | 'does'): Stage {
  return { name: `${name} ${lock}`, cells: [cellOf(lock)], [kind]: `${lock}.${method}(me)` };
}

/**
 * Holds a spinlock, a mutex or a seqlock: `'zone_lock'`, or `'zones[me.zone].lock'` where no step of the region assigns
 * the index. With a form, the cpu goes with it, as in spin_lock_irqsave().
 */
export function withLock<const L extends string>(
  lock: string,
  labels: readonly L[],
  form?: SpinForm,
): Region<Compared<L>> {
  const enter = onLock(lock, 'lock', 'acquire', 'waits');
  const leave = onLock(lock, 'unlock', 'release', 'does');
  if (form === undefined) return regionOf(labels, { enter: [enter], leave: [leave] });
  return regionOf(labels, {
    enter: [onCpu(`${form} off`, 'spinBegin', form), enter],
    leave: [leave, onCpu(`${form} on`, 'spinEnd', form)],
  });
}

/** Reads under an rwsem, or an rwlock. */
export function readLocked<const L extends string>(
  sem: string,
  labels: readonly L[],
): Region<Compared<L>> {
  return regionOf(labels, {
    enter: [onLock(sem, 'down_read', 'acquireRead', 'waits')],
    leave: [onLock(sem, 'up_read', 'releaseRead', 'does')],
  });
}

/** Reads under an rwlock where in_interrupt() is true. */
export function readLockedInInterrupt<const L extends string>(
  lock: string,
  labels: readonly L[],
): Region<Compared<L>> {
  return regionOf(labels, {
    enter: [onLock(lock, 'read_lock', 'acquireReadInInterrupt', 'waits')],
    leave: [onLock(lock, 'read_unlock', 'releaseRead', 'does')],
  });
}

/** Writes under an rwsem, or an rwlock: is known to wait, then waits. */
export function writeLocked<const L extends string>(
  sem: string,
  labels: readonly L[],
): Region<Compared<L>> {
  return regionOf(labels, {
    enter: [
      onLock(sem, 'down_write', 'announceWrite', 'does'),
      onLock(sem, 'wait', 'acquireWrite', 'waits'),
    ],
    leave: [onLock(sem, 'up_write', 'releaseWrite', 'does')],
  });
}

const cpuRegion =
  (what: string, off: string, on: string) =>
  <const L extends string>(labels: readonly L[]): Region<Compared<L>> =>
    regionOf(labels, {
      enter: [onCpu(`${what} off`, off)],
      leave: [onCpu(`${what} on`, on)],
    });

/** local_irq_save() to local_irq_restore(). */
export const irqsOff = cpuRegion('irqs', 'irqSave', 'irqRestore');
/** preempt_disable() to preempt_enable(). */
export const preemptOff = cpuRegion('preemption', 'preemptDisable', 'preemptEnable');
/** local_bh_disable() to local_bh_enable(). */
export const softirqsOff = cpuRegion('softirqs', 'bhDisable', 'bhEnable');

/** Runs without giving the cpu away, where the kernel is built without CONFIG_PREEMPT; see contexts.ts. */
export function unlessPreempted<const L extends string>(labels: readonly L[]): Region<Compared<L>> {
  return regionOf(labels, {
    enter: [onCpu('scheduled in', 'claim')],
    leave: [onCpu('schedule', 'yield')],
  });
}

/** rcu_read_lock() to rcu_read_unlock() of the cell `rcu`. */
export function rcuRead<const L extends string>(
  labels: readonly L[],
  rcu = 'rcu',
): Region<Compared<L>> {
  return regionOf(labels, {
    enter: [onLock(rcu, 'rcu_read_lock', 'readLock', 'does')],
    leave: [onLock(rcu, 'rcu_read_unlock', 'readUnlock', 'does')],
  });
}

/** A process with regions, the outermost first. */
export function regions<Label extends string, L, I, More extends string>(
  process: Process<Label, L, I, More>,
  all: readonly Region<NoInfer<Label>>[],
): Process<Label, L, I, More> {
  if (!Array.isArray(all)) {
    throw new ModelError(
      `regions: give the regions in a list, as in regions(process({ ... }), [withLock(...)]), not ${inWords(all)}`,
    );
  }
  return new Expansion(process, all).expanded();
}

class Expansion {
  readonly #process: ProcessDefinition;
  readonly #regions: readonly Region<string>[];
  readonly #labels: readonly string[];
  readonly #added: Record<string, AnyStep> = {};

  constructor(process: ProcessDefinition, all: readonly Region<string>[]) {
    this.#process = process;
    this.#regions = all;
    this.#labels = Object.keys(process.steps);
    for (const label of all.flatMap(({ labels }) => labels)) this.#checkLabel(label);
  }

  /** Where a label is misspelt, what the region holds would not be held there. */
  #checkLabel(label: string): void {
    if (this.#labels.includes(label)) return;
    throw new ModelError(`regions: there is no label '${label}'; ${suggest(label, this.#labels)}`);
  }

  expanded(): ProcessDefinition {
    const { steps, start } = this.#process;
    const routes: Record<string, Record<string, string>> = {};
    const routed = Object.entries(steps).map(([label, step]): [string, AnyStep | Call] => {
      if (typeof step !== 'function') return [label, this.#routedCall(label, step)];
      routes[label] = this.#routesOf(label, step);
      return [label, step];
    });
    const begin = this.#way(undefined, start);
    return {
      ...this.#process,
      start: begin,
      steps: { ...Object.fromEntries(routed), ...this.#added },
      routes: { ...this.#process.routes, ...routes },
    };
  }

  #routedCall(label: string, call: Call): Call {
    const returns = Object.entries(call.returns).map(([from, to]) => [from, this.#way(label, to)]);
    return { ...call, returns: Object.fromEntries(returns) };
  }

  /** Where each label that a step may return leads now; 'next' must never fall into a generated step. */
  #routesOf(label: string, step: AnyStep): Record<string, string> {
    const known = labelsOf(new Source(step, { step: label }).arrow);
    const returned = known === 'any' ? [...this.#labels, 'done', 'next'] : known;
    const following = this.#labels[this.#labels.indexOf(label) + 1];
    if (known !== 'any' && known.includes('next') && following === undefined) {
      throw new ModelError("'next' on the last step: name the label", { step: label });
    }
    const routes = returned
      .filter(
        (to) => to !== 'blocked' && (to === 'next' || to === 'done' || this.#labels.includes(to)),
      )
      .map((to) => [to, to === 'next' ? (following ?? 'done') : to])
      .map(([to, target]) => [to, this.#way(label, target)] as const);
    return Object.fromEntries(routes);
  }

  /** The label to go to, so that the step after it, and so on, leads from one label's regions to another's. */
  #way(from: string | undefined, to: string): string {
    const isIn = (region: Region<string>, label?: string): boolean =>
      label !== undefined && region.labels.includes(label);
    const left = this.#regions.filter((region) => isIn(region, from) && !isIn(region, to));
    const entered = this.#regions.filter((region) => isIn(region, to) && !isIn(region, from));
    const stages = [
      ...left.toReversed().flatMap(({ leave }) => leave),
      ...entered.flatMap(({ enter }) => enter),
    ];
    return stages.reduceRight((next, stage, k) => {
      const name = `${stages
        .slice(k)
        .map((one) => one.name)
        .join(', ')} > ${to}`;
      this.#added[name] ??= stepOf(stage, next);
      return name;
    }, to);
  }
}

/** The step is made from text, since its text is what the analysis reads. */
function stepOf({ cells, waits, does }: Stage, next: string): AnyStep {
  const to = JSON.stringify(next);
  const body = waits ? `${waits} ? ${to} : 'blocked'` : `{ ${does}; return ${to}; }`;
  return new Function(`return ({ ${cells.join(', ')}, me }) => ${body}`)() as AnyStep;
}
