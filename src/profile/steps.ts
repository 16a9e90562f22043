// Which steps the transitions, the new states and the time of a search come from: each state looked at is expanded again, with
// the reductions of the search. Only states are counted that the search has stored.
//
// Sound only as a count: nothing here changes a verdict, and a state is credited to one step, the first that leads to it from
// the state by which the search reached it first.

import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { StepProfile } from '../outcome/profile.ts';
import type { Visitor } from '../transition/transitions.ts';

/** So many states are expanded step by step with a clock. */
const TIMED = 20_000;

interface Row {
  transitions: number;
  newStates: number;
  time: number;
}

export class StepCounts {
  readonly #graph: ExploredGraph;
  readonly #timedEvery: number;
  /** By process and flat label. */
  readonly #rows = new Map<string, Row[]>();
  /** The states that the one looked at is the predecessor of, and that were counted. */
  readonly #credited = new Set<number>();
  readonly #from: Int32Array;
  #looked = 0;

  constructor(graph: ExploredGraph, states: number) {
    this.#graph = graph;
    this.#from = new Int32Array(graph.visited.words);
    this.#timedEvery = Math.max(1, Math.ceil(states / TIMED));
    for (const { name, flat } of graph.stepper.system.layout.processes) {
      const rows = flat.labels.map(() => ({ transitions: 0, newStates: 0, time: 0 }));
      this.#rows.set(name, rows);
    }
  }

  look(index: number): void {
    const { stepper, visited } = this.#graph;
    visited.load(index, stepper.state);
    this.#credited.clear();
    this.#graph.expandAgain(this.#counting(index));
    if (this.#looked++ % this.#timedEvery === 0) this.#time(index);
  }

  get steps(): StepProfile[] {
    const { layout } = this.#graph.stepper.system;
    const all = [...this.#rows.values()].flat();
    const time = Math.max(
      all.reduce((sum, row) => sum + row.time, 0),
      Number.MIN_VALUE,
    );
    return layout.processes
      .flatMap(({ name, flat }) =>
        flat.labels.map((label, k) => {
          const row = this.#rows.get(name)?.[k] as Row;
          return { process: name, label: label.name, ...row, time: row.time / time };
        }),
      )
      .filter(({ transitions }) => transitions > 0)
      .sort((a, b) => b.transitions - a.transitions);
  }

  #row(instance: number, from: number): Row {
    const { process } = this.#graph.stepper.system.layout.instances[instance];
    return this.#rows.get(process.name)?.[from] as Row;
  }

  #counting(index: number): Visitor {
    const { stepper, visited, quotient, predecessors } = this.#graph;
    return {
      moved: (instance, from) => {
        const row = this.#row(instance, from);
        row.transitions++;
        quotient?.canonicalize(stepper.state);
        const to = visited.find(stepper.state);
        if (to < 0 || predecessors[to] !== index || this.#credited.has(to)) return;
        this.#credited.add(to);
        row.newStates++;
      },
      stayed: () => {},
      // A transition whose own assertion fails leads nowhere, but it is one.
      violated: (_property, _message, instance, _choice, ownAssertion) => {
        if (!ownAssertion) return;
        visited.load(index, this.#from);
        this.#row(instance, stepper.labelOf(this.#from, instance)).transitions++;
      },
    };
  }

  /** One instance after the other, as long as each has a bit of its own. */
  #time(index: number): void {
    const { stepper, visited } = this.#graph;
    const { instances } = stepper.system.layout;
    visited.load(index, stepper.state);
    for (let k = 0; k < Math.min(instances.length, MOST_WANTED); k++) {
      const from = stepper.labelOf(stepper.state, k);
      if (from === instances[k].process.flat.done) continue;
      // The smaller of two: code that is compiled, or memory that is collected meanwhile, is not the step's.
      this.#row(k, from).time += Math.min(this.#timeOf(k), this.#timeOf(k));
    }
  }

  #timeOf(k: number): number {
    const start = performance.now();
    this.#graph.stepper.expand(NOTHING, 1 << k);
    return performance.now() - start;
  }
}

const MOST_WANTED = 31;

const NOTHING: Visitor = { moved: () => {}, stayed: () => {}, violated: () => {} };
