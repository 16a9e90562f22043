// What lock order speaks of, in the terms of Documentation/locking/lockdep-design.rst: dependencies between classes of
// locks, and how each class is used where interrupts are. Plain data, which reports show.

/** How a lock is held: exclusively (E), or shared with other readers (S). */
export type Held = 'E' | 'S';
/** How a lock is asked for: by a recursive reader, whom only a writer keeps out (R), or otherwise (N). */
export type Asked = 'R' | 'N';
/** The contexts that interrupt others. */
export type Irq = 'hardirq' | 'softirq';

/** A process asks for `to` while it holds `from`: `from -(EN)-> to`. A trylock asks for nothing. */
export interface Dependency {
  readonly type: 'dependency';
  readonly from: string;
  readonly held: Held;
  readonly to: string;
  readonly asked: Asked;
}
/** A lock is asked for in an interrupt, by a writer (E) or a reader (S): lockdep's irq-safe. */
export interface TakenInIrq {
  readonly type: 'in-irq';
  readonly lock: string;
  readonly irq: Irq;
  readonly as: Held;
  readonly asked: Asked;
}
/** A lock is held where the interrupt may come: lockdep's irq-unsafe. */
export interface HeldWithIrqsOn {
  readonly type: 'irqs-on';
  readonly lock: string;
  readonly irq: Irq;
  readonly held: Held;
}
/** A lock whose waiters sleep, maybe on PREEMPT_RT alone, is asked for where no process may sleep. */
export interface Sleep {
  readonly type: 'sleep';
  readonly lock: string;
  readonly waiters: 'sleep' | 'sleep on PREEMPT_RT';
  /** `with irqs off`, `in a hardirq`, `under zone->lock`. */
  readonly where: string;
}
/** Something that a step, or an attempt at it, shows. */
export type Fact = Dependency | TakenInIrq | HeldWithIrqsOn | Sleep;

/** Two facts with one key are one fact. */
export function keyOf(fact: Fact): string {
  return Object.values(fact).join('\n');
}

/** What may lock up, with the facts that show it, in order. */
export interface Problem {
  readonly kind: 'cycle' | 'irq' | 'sleep';
  readonly message: string;
  readonly facts: readonly Fact[];
}

export interface LockClass {
  readonly name: string;
  readonly type: string;
  /** As lockdep prints it: hardirq, hardirq of readers, softirq, softirq of readers; each `.`, `-`, `+` or `?`. */
  readonly usage: string;
}
