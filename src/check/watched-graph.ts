// A finished graph as those see it who watch some of its steps.

import type { Watched } from '../automaton/automaton.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';

/** The name of what is seen of a step; undefined where nobody watches it. */
export type EventOf = (instance: InstancePlan, label: string) => string | undefined;

/**
 * The graph; or once for each instance that is watched, by itself, which begins again when it is done: a function of the kernel
 * is called again.
 */
export function watchedGraph(graph: ExploredGraph, eventOf: EventOf, isEach: boolean): Watched {
  const { stepper, visited } = graph;
  const { state, layout } = stepper.system;
  const watches = ({ process, ...one }: InstancePlan) =>
    process.labelNames.some((label) => eventOf({ process, ...one }, label) !== undefined);
  const copies = isEach ? layout.instances.filter(watches) : [undefined];
  const total = visited.count * copies.length;
  const silent: number[][] = Array.from({ length: total }, () => []);
  const events: [string, number][][] = Array.from({ length: total }, () => []);
  const starts = Array.from({ length: visited.count }, (_, k) => k).filter(
    (k) => graph.predecessors[k] < 0,
  );
  copies.forEach((copy, c) => {
    const first = c * visited.count;
    for (let from = 0; from < visited.count; from++) {
      visited.load(from, state);
      const isDone =
        copy !== undefined && stepper.labelOf(state, copy.index) === copy.process.flat.done;
      if (isDone) silent[first + from].push(...starts.map((k) => first + k));
      stepper.expand({
        moved: (k, label) => {
          const to = first + visited.find(state);
          const instance = layout.instances[k];
          const isOwn = copy === undefined || copy.index === k;
          const event = isOwn ? eventOf(instance, instance.process.labelNames[label]) : undefined;
          if (event === undefined) silent[first + from].push(to);
          else events[first + from].push([event, to]);
        },
        stayed: () => {},
        violated: () => {},
      });
    }
  });
  const initial = starts.flatMap((k) => copies.map((_, c) => c * visited.count + k));
  return { initial, silent, events };
}
