// What reductions could leave of a row at best, counted by executing: how many states would be left if no id of any kind were told
// apart, whatever the model does with them, and of the pairs of steps that are enabled together how many are dependent, by
// taking them in both orders (audit/diamonds.ts), how many the analysis takes to be, and how many it would if no property looked:
// steps that one property sees keep their order.
//   node left.js specs/page-isolation/offline-pcp-drain.ts '{"cpus":3}' ...: one or more of a spec and the parameters of a row

import { Diamonds } from '../src/audit/diamonds.ts';
import { Progress } from '../src/base/progress.ts';
import { Monitor, observerShapes } from '../src/compile/monitor/monitor.ts';
import { CompiledSystem } from '../src/compile/program/compile.ts';
import type { ExploredGraph } from '../src/graph/explored-graph.ts';
import { Canonicalizer } from '../src/reduction/canonical.ts';
import { candidateKinds, Group } from '../src/reduction/group.ts';
import { areDependent, FieldNumbers } from '../src/reduction/partial-order/field-set.ts';
import { GuardOwners } from '../src/reduction/partial-order/guard-owners.ts';
import { ProcessStates } from '../src/reduction/partial-order/process-states.ts';
import { StepAccesses } from '../src/reduction/partial-order/step-access.ts';
import { Visibility } from '../src/reduction/partial-order/visibility.ts';
import { FieldNames } from '../src/trace/field-names.ts';
import { TransitionLists } from '../src/transition/transition-lists.ts';
import { prepare, type Subject, subjectIn } from './prepared.ts';
import { safetyOf } from './safety.ts';
import { shown, table } from './table.ts';

/** So many states, as far from each other as can be, are looked at for pairs. */
const LOOKED_AT = 5000;

const HEAD = ['row', 'states', 'orbits', 'pairs', 'dependent', 'taken to be', 'unseen'];
const words = process.argv.slice(2);
const rows: string[][] = [];
for (let k = 0; k < words.length; k += 2) rows.push(await left(words[k], words[k + 1]));
console.log(table(HEAD, rows));

async function left(file: string, parameters: string): Promise<string[]> {
  const subject = await subjectIn(file, parameters);
  const search = prepare(subject, safetyOf(subject.specified), { reduction: [], exhaustive: true });
  search.run();
  const { graph } = search;
  const { count } = graph.visited;
  const { pairs, dependent, taken, unseen } = pairsIn(subject, graph);
  return [
    `${subject.model.name} ${shown(JSON.parse(parameters))}`,
    count.toLocaleString('en-US'),
    percent(orbitsIn(graph) / count),
    pairs.toLocaleString('en-US'),
    percent(dependent / pairs),
    percent(taken / pairs),
    percent(unseen / pairs),
  ];
}

/** Under all permutations of all kinds that there are several ids of. */
function orbitsIn(graph: ExploredGraph): number {
  const { layout } = graph.stepper.system;
  const { kinds } = candidateKinds(layout);
  if (kinds.length === 0) return graph.visited.count;
  const orbits = new Canonicalizer(layout, new Group(layout, kinds));
  const representatives = new Set<string>();
  for (let k = 0; k < graph.visited.count; k++) {
    const state = graph.stateAt(k).slice();
    orbits.canonicalize(state);
    representatives.add(String.fromCharCode(...new Uint16Array(state.buffer)));
  }
  return representatives.size;
}

function pairsIn({ model, values, specified }: Subject, graph: ExploredGraph) {
  const claims = safetyOf(specified);
  const system = new CompiledSystem(model.system(values), observerShapes(claims));
  const monitor = new Monitor(system, claims);
  const transitions = new TransitionLists(system, monitor, new Progress().flags);
  const diamonds = new Diamonds(transitions, new FieldNames(system.layout));
  const seen = processStates(system, monitor);
  const unseen = processStates(system, new Monitor(system, {}));
  const found = { pairs: 0, dependent: 0, taken: 0, unseen: 0 };
  const every = Math.max(1, Math.floor(graph.visited.count / LOOKED_AT));
  for (let k = 0; k < graph.visited.count; k += every) {
    const state = graph.stateAt(k);
    const enabled = system.layout.instances.filter(
      ({ index }) => transitions.of(state, index).length > 0,
    );
    for (const [i, { index: a }] of enabled.entries()) {
      for (const { index: b } of enabled.slice(0, i)) {
        found.pairs++;
        if (diamonds.clash(state, a, b)) found.dependent++;
        if (meet(seen, state, a, b)) found.taken++;
        if (meet(unseen, state, a, b)) found.unseen++;
      }
    }
    transitions.forget();
  }
  return found;
}

function processStates(system: CompiledSystem, monitor: Monitor): ProcessStates {
  const numbers = new FieldNumbers();
  const owners = new GuardOwners(system, system.accesses());
  const visibility = new Visibility(system, monitor, numbers, true);
  return new ProcessStates(system, new StepAccesses(system, visibility, numbers, owners));
}

function meet(located: ProcessStates, state: Int32Array, a: number, b: number): boolean {
  const [one, other] = [a, b].map((each) => located.all[located.of(state, each)]);
  return areDependent(one.now, other.now);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
