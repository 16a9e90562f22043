// What may lock up, as lockdep decides it from the facts of all runs.
//
// Locks wait in a circle only along a closed strong path: no dependency that asks as a recursive reader (R) is followed
// by one that holds as a reader (S), since readers do not keep a recursive reader out (lockdep-design.rst, "Recursive
// read locks"; check_noncircular()). An interrupt is a dependency, too: it takes what it takes while whatever it has
// interrupted is held, so `<hardirq-safe> -> <hardirq-unsafe>` closes a path (check_irq_usage()). One such is enough: a
// path with two has a part with one, as every unsafe lock can be interrupted for every safe one.
//
// rule: no recursive reader waits for readers
// rule: what an interrupt takes is not held where one may come
// not kept: subclasses of lock classes, nest_lock and lockdep_map of one's own
// not kept: a chain of more locks than MAX_LOCK_DEPTH
//
// What must stay true: the answer depends on the set of facts, and not on their order but for which of several equally
// short paths is shown.

import type {
  Dependency,
  Fact,
  HeldWithIrqsOn,
  LockClass,
  Problem,
  TakenInIrq,
} from '../outcome/lock-order.ts';
import { shortestStrongPath } from './strong-path.ts';

export function problemsOf(facts: readonly Fact[]): Problem[] {
  const dependencies = facts.filter((fact) => fact.type === 'dependency');
  return [...cycles(dependencies), ...inversions(facts, dependencies), ...sleeps(facts)];
}

/** A shortest circle through each two locks that follow one another on one, unless another circle has shown them. */
function cycles(dependencies: readonly Dependency[]): Problem[] {
  const shown = new Set<string>();
  const problems: Problem[] = [];
  for (const first of dependencies) {
    if (shown.has(linkOf(first))) continue;
    const rest = shortestStrongPath(dependencies, first, first);
    if (!rest) continue;
    const circle = [first, ...rest];
    for (const one of circle) shown.add(linkOf(one));
    problems.push({ kind: 'cycle', message: cycleWords(circle), facts: circle });
  }
  return problems;
}

function linkOf({ from, to }: Dependency): string {
  return `${from}\n${to}`;
}

function cycleWords(circle: readonly Dependency[]): string {
  if (circle.length === 1) return `${circle[0].from} is asked for by somebody who holds it`;
  const names = [...circle.map(({ from }) => from), circle[0].from];
  return `${names.join(' -> ')}: each is asked for while the one before it is held`;
}

/** For each lock that an interrupt takes, a shortest way to each that is held where it may come. */
function inversions(facts: readonly Fact[], dependencies: readonly Dependency[]): Problem[] {
  const unsafe = facts.filter((fact) => fact.type === 'irqs-on');
  const problems = new Map<string, Problem>();
  for (const taken of facts.filter((fact) => fact.type === 'in-irq')) {
    for (const held of unsafe.filter(({ irq }) => irq === taken.irq)) {
      const key = [taken.irq, taken.lock, held.lock].join('\n');
      if (problems.has(key)) continue;
      const way = wayBack(dependencies, taken, held);
      if (way) problems.set(key, inversion(taken, held, way));
    }
  }
  return [...problems.values()];
}

/** The dependencies from the lock that the interrupt takes to the one that it interrupts; none where it is the same. */
function wayBack(
  dependencies: readonly Dependency[],
  { lock: to, asked }: TakenInIrq,
  { lock: from, held }: HeldWithIrqsOn,
): readonly Dependency[] | undefined {
  const interrupt: Dependency = { type: 'dependency', from, held, to, asked };
  return shortestStrongPath(dependencies, interrupt, interrupt);
}

function inversion(taken: TakenInIrq, held: HeldWithIrqsOn, way: readonly Dependency[]): Problem {
  const { irq } = taken;
  const over = way.map(({ to }) => to);
  const message =
    way.length === 0
      ? `${taken.lock} is taken in a ${irq}, and held where one may come`
      : `${taken.lock} is taken in a ${irq}, and ${[taken.lock, ...over].join(' -> ')} where ${held.lock} is also held with ${irq}s on`;
  return { kind: 'irq', message, facts: [held, taken, ...way] };
}

function sleeps(facts: readonly Fact[]): Problem[] {
  return facts
    .filter((fact) => fact.type === 'sleep')
    .map((fact) => ({
      kind: 'sleep',
      message: `${fact.lock}, whose waiters ${fact.waiters}, is asked for ${fact.where}`,
      facts: [fact],
    }));
}

/** The classes in the order of their names, each with its usage as lockdep prints it (get_usage_chars()). */
export function classesOf(types: ReadonlyMap<string, string>, facts: readonly Fact[]): LockClass[] {
  return [...types]
    .map(([name, type]) => ({ name, type, usage: usageOf(name, facts) }))
    .sort(byName);
}

function byName(a: LockClass, b: LockClass): number {
  return a.name < b.name ? -1 : 1;
}

function usageOf(name: string, facts: readonly Fact[]): string {
  const chars = (['hardirq', 'softirq'] as const).flatMap((irq) =>
    (['E', 'S'] as const).map((mode) => {
      const isIn = facts.some(
        (one) => one.type === 'in-irq' && one.lock === name && one.irq === irq && one.as === mode,
      );
      const isOn = facts.some(
        (one) =>
          one.type === 'irqs-on' && one.lock === name && one.irq === irq && one.held === mode,
      );
      if (isIn) return isOn ? '?' : '-';
      return isOn ? '+' : '.';
    }),
  );
  return chars.join('');
}
