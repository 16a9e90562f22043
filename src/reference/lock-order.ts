// Lock order by the definition: every reachable state, every step of every process out of it, and what is held then is
// counted afresh from the cells. Facts are texts:
//
//   order A E B N     somebody asks for B, not as a recursive reader, and holds A exclusively
//   in hardirq A E N  somebody asks for A in a hardirq, exclusively
//   on hardirq A S    somebody holds A as a reader and lets hardirqs in
//   sleep A why       somebody asks for A, would sleep for it, and must not
//
// A step that is run is wrapped, so that while a method of a lock is called all cells can be looked at as they are then.

import type { SystemDefinition } from '../language/system.ts';
import { explore } from './explore.ts';
import { LockCalls } from './lock-calls.ts';
import { say } from './lock-facts.ts';
import { worldOf } from './state.ts';
import { outcomesOf } from './step.ts';

export interface LockOrder {
  readonly facts: ReadonlySet<string>;
  /** Whether locks can be waited for in a circle, interrupts counted. */
  readonly circle: boolean;
}
export function lockOrder(definition: SystemDefinition, maxStates: number): LockOrder {
  const facts = new Set<string>();
  const { states } = explore(definition, {}, { maxStates });
  const log = new LockCalls(definition);
  const world = worldOf(log.instrumented());
  for (const state of states) {
    for (const instance of world.instances) {
      log.begin(instance);
      for (const [k, outcome] of outcomesOf(world, state, instance).entries()) {
        const after = outcome.type === 'moved' ? outcome.state : undefined;
        for (const fact of say(definition, instance, log.runs[k] ?? [], state, after)) {
          facts.add(fact);
        }
      }
    }
  }
  return { facts, circle: hasCircle([...facts]) };
}

/** Whether any dependency, those of interrupts included, can follow upon itself. */
function hasCircle(facts: readonly string[]): boolean {
  const words = facts.map((fact) => fact.split(' '));
  const edges = [
    ...words.filter(([kind]) => kind === 'order').map((word) => word.slice(1)),
    ...words
      .filter(([kind]) => kind === 'on')
      .flatMap(([, irq, held, mode]) =>
        words
          .filter(([kind, its]) => kind === 'in' && its === irq)
          .map(([, , lock, , asked]) => [held, mode, lock, asked]),
      ),
  ];
  const leads = edges.map(([, , to, asked]) =>
    edges.map(([from, held]) => from === to && !(asked === 'R' && held === 'S')),
  );
  for (const via of edges.keys()) {
    for (const a of edges.keys()) {
      for (const b of edges.keys()) leads[a][b] ||= leads[a][via] && leads[via][b];
    }
  }
  return edges.some((_, k) => leads[k][k]);
}
