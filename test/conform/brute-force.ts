// The same question as src/conform/follow.ts asks, by the slow explorer: no codes, no packed counts, no set that is kept
// closed; all places of the trace one by one, all elements again at each.

import type { Demand } from '../../src/conform/assign.ts';
import type { BoundRule } from '../../src/conform/bind.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { initialStates } from '../../src/reference/initial.ts';
import { keyOf } from '../../src/reference/shown.ts';
import {
  type Instance,
  placeOf,
  type Stack,
  type State,
  type World,
  worldOf,
} from '../../src/reference/state.ts';
import { outcomesOf } from '../../src/reference/step.ts';

/** A state with, for each instance, how many of its demands are met. */
interface Element {
  readonly state: State;
  readonly met: readonly number[];
}
/** A rule by the words of labels. */
export interface WordRule {
  readonly fold: boolean;
  readonly from: readonly string[];
  readonly to: readonly string[];
}
export interface WordDemand {
  readonly instance: number;
  readonly rule: WordRule;
  readonly from: number;
  readonly to: number;
}

export interface BruteForce {
  readonly accepted: boolean;
  /** The place at which the last element was lost, and how many there were then, or at the end; -1 beyond it. */
  readonly place: number;
  readonly count: number;
}

export function bruteForce(
  definition: SystemDefinition,
  rules: ReadonlyMap<string, readonly WordRule[]>,
  demands: readonly WordDemand[],
): BruteForce {
  const world = worldOf(definition);
  const of = world.instances.map((_, k) => demands.filter(({ instance }) => instance === k));
  const last = Math.max(
    -1,
    ...demands.flatMap(({ from, to }) => [from, to]).filter(Number.isFinite),
  );
  let now: Element[] = initialStates(world, [])
    .toArray()
    .map((state) => ({ state, met: of.map(() => 0) }));
  for (let place = -1; place <= last; place++) {
    now = saturated(world, now, (element, instance, from, to) =>
      moves(element.met, rules.get(instance.process) ?? [], of[instance.self], {
        instance,
        from,
        to,
        place,
      }),
    );
    const kept = now.filter(({ met }) =>
      of.every((some, k) => some.every(({ to }, d) => to > place || d < met[k])),
    );
    if (kept.length === 0) return { accepted: false, place, count: now.length };
    now = kept;
  }
  const isMet = ({ met }: Element) => of.every((some, k) => some.length === met[k]);
  if (now.some(isMet)) return { accepted: true, place: last, count: now.length };
  const beyond = saturated(world, now, ({ met }, instance, from, to) =>
    met[instance.self] === of[instance.self].length
      ? [met]
      : moves(met, rules.get(instance.process) ?? [], of[instance.self], {
          instance,
          from,
          to,
          place: Number.POSITIVE_INFINITY,
        }),
  );
  return { accepted: beyond.some(isMet), place: Number.POSITIVE_INFINITY, count: now.length };
}

interface Move {
  readonly instance: Instance;
  readonly from: string;
  readonly to: string;
  readonly place: number;
}

/** What may be met after a step, in all ways to understand it. */
function moves(
  met: readonly number[],
  rules: readonly WordRule[],
  demands: readonly WordDemand[],
  { instance: { self }, from, to, place }: Move,
): (readonly number[])[] {
  const allows = (rule: WordRule) =>
    rule.from.includes(from) && (rule.to.length === 0 || rule.to.includes(to));
  if (!rules.some(allows)) return [met];
  const next = demands[met[self]];
  const before = demands[met[self] - 1];
  return [
    ...(next && next.from <= place && allows(next.rule)
      ? [met.map((count, k) => (k === self ? count + 1 : count))]
      : []),
    ...(before?.rule.fold && place <= before.to && allows(before.rule) ? [met] : []),
  ];
}

function saturated(
  world: World,
  first: readonly Element[],
  understood: (
    element: Element,
    instance: Instance,
    from: string,
    to: string,
  ) => (readonly number[])[],
): Element[] {
  const keys = new Set<string>();
  const all: Element[] = [];
  const add = (one: Element) => {
    const key = `${one.met} ${keyOf(world, [], one.state)}`;
    if (keys.has(key)) return;
    keys.add(key);
    all.push(one);
  };
  for (const one of first) add(one);
  for (const element of all) {
    for (const instance of world.instances) {
      const from = placeOf(element.state.processes.get(instance.self) as Stack);
      for (const outcome of outcomesOf(world, element.state, instance)) {
        if (outcome.type !== 'moved') continue;
        const to = placeOf(outcome.state.processes.get(instance.self) as Stack);
        for (const met of understood(element, instance, from, to))
          add({ state: outcome.state, met });
      }
    }
  }
  return all;
}

/** The demand as the follower has it. */
export function demandOf(
  { instance, rule, from, to }: WordDemand,
  instances: readonly Demand['instance'][],
): Demand {
  return {
    instance: instances[instance],
    rule: ruleOf(rule, instances[instance]),
    events: [],
    at: from,
    from,
    to,
  };
}

export function ruleOf({ fold, from, to }: WordRule, { process }: Demand['instance']): BoundRule {
  const name = (code: number) => process.labelNames[code];
  return {
    events: [],
    fold,
    labels: from,
    allows: (one, other) =>
      from.includes(name(one)) && (to.length === 0 || to.includes(name(other))),
  };
}
