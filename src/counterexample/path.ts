// Paths: from the numbers of states that a search kept back to the steps between them. Each transition is taken again,
// so a path that could not be replayed is never shown.
//
// Of several transitions from one state to the next the path has the first, by instance and choice: the same path
// whatever the search did.

import { ModelError } from '../base/errors.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Finding, Lasso } from '../graph/finding.ts';
import { wayTo } from '../graph/way.ts';
import { ChosenDomains } from '../reduction/id-symmetry/chosen-domains.ts';
import type { Chosen, RawStep } from '../trace/build-trace.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Visitor } from '../transition/transitions.ts';
import { isRepresentedBy, violatingStep } from './representative.ts';
import type { Path } from './run.ts';

const ALL = -1;

/** The path to a state, to a transition out of it that violates a property, or round a cycle forever. */
export function pathTo(graph: ExploredGraph, { property, state, step, lasso }: PathEnd): Path {
  const { stepper } = graph;
  const [first, ...way] = lasso?.stem ?? wayTo(graph, state);
  const initial = graph.initialAt(first);
  let end = initial;
  const steps = way.flatMap((index) => {
    const next = stepsTo(graph, end, index);
    end = next[next.length - 1].state;
    return next;
  });
  if (lasso) {
    const cycle = cycleFrom(graph, end, lasso.cycle);
    return { initial, steps: [...steps, ...cycle], loop: steps.length };
  }
  // Another transition may be the one to object where the run ends in another state of the orbit.
  const violating = step && graph.quotient ? violatingStep(stepper, end, property ?? '') : step;
  if (step && !violating) throw notRepeatable();
  const last = violating ? [stepTaken(stepper, end, violating)] : [];
  return { initial, steps: [...steps, ...last] };
}

type PathEnd = Pick<Finding, 'state' | 'step' | 'lasso'> & { readonly property?: string };

/** The hops of a cycle, each by the process that has to take it. */
function cycleFrom(graph: ExploredGraph, entry: Int32Array, cycle: Lasso['cycle']): RawStep[] {
  let before = entry;
  return cycle.map(({ instance, to }) => {
    const after = graph.stateAt(to);
    const wanted = (step: RawStep): boolean =>
      step.instance === instance && same(step.state, after);
    const step = firstStep(graph.stepper, before, wanted);
    if (!step) throw new Error('a step of a cycle cannot be taken again');
    before = after;
    return step;
  });
}

/** The first transition to a state, or to one that it stands for, with the chain that leads there. */
function stepsTo(graph: ExploredGraph, before: Int32Array, index: number): RawStep[] {
  const isThere = isRepresentedBy(graph, index);
  for (const instances of triedApart(graph)) {
    let steps: RawStep[] = [];
    const wanted = (step: RawStep): boolean => {
      steps = [step];
      followChain(graph, before, steps);
      return isThere(steps[steps.length - 1].state);
    };
    const find = () => firstStep(graph.stepper, before, wanted, instances);
    const first = graph.expansion ? withoutMistake(find) : find();
    if (first) return [first, ...steps.slice(1)];
  }
  throw notRepeatable();
}

/** All instances at once; or, where the search left steps out, one by one: those may hold mistakes of the model. */
function triedApart({ stepper, expansion }: ExploredGraph): number[] {
  if (!expansion) return [ALL];
  return stepper.system.layout.instances.map(({ index }) => 1 << index);
}

/** What was found; nothing where the model makes a mistake, which then is on no way that the search went. */
function withoutMistake(find: () => RawStep | undefined): RawStep | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

/** Adds the steps of the chain that begins with a step, until its end or a mistake of the model; see chains.ts. */
export function followChain(
  { stepper, expansion }: ExploredGraph,
  before: Int32Array,
  steps: RawStep[],
): void {
  const { instance, to: label, state } = steps[0];
  expansion?.follow(before, instance, { state, label }, (from, to) => {
    const made = stepper.system.state.slice();
    steps.push({ instance, from, to, choice: 0, chosen: [], state: made, failed: false });
  });
}

/** The transition of an instance with a choice; one without a successor stays where it is. */
export function stepTaken(
  stepper: Stepper,
  before: Int32Array,
  { instance, choice }: { instance: number; choice: number },
): RawStep {
  const found = firstStep(
    stepper,
    before,
    (step) => step.instance === instance && step.choice === choice,
  );
  if (!found) throw notRepeatable();
  return found;
}

/** The first transition that is wanted, of all instances or of those whose bits are given, if there is one. */
export function firstStep(
  stepper: Stepper,
  before: Int32Array,
  wanted: (step: RawStep) => boolean,
  instances = ALL,
): RawStep | undefined {
  const { system } = stepper;
  let found: RawStep | undefined;
  let values: readonly unknown[] = [];
  const take = (step: RawStep): void => {
    const { chooser } = system;
    if (found || !wanted(step)) return;
    found = step;
    values = stepper.chooses(step.instance, step.from)
      ? chooser.chosen.slice(0, chooser.depth)
      : [];
  };
  const offer = (instance: number, from: number, to: number, choice: number): void => {
    if (found) return;
    const state = system.state.slice();
    take({ instance, from, to, choice, chosen: [], state, failed: false });
  };
  const violated: Visitor['violated'] = (_property, _message, instance, choice, ownAssertion) => {
    if (!ownAssertion) return;
    const from = stepper.labelOf(before, instance);
    take({ instance, from, to: from, choice, chosen: [], state: before, failed: true });
  };
  system.state.set(before);
  stepper.expand({ moved: offer, stayed: () => {}, violated }, instances);
  return found && { ...found, chosen: namedChoices(system, found, values) };
}

const domains = new WeakMap<CompiledSystem, ChosenDomains>();

function namedChoices(
  system: CompiledSystem,
  { instance, from }: RawStep,
  values: readonly unknown[],
): readonly Chosen[] {
  if (values.length === 0) return [];
  const known = domains.get(system) ?? new ChosenDomains(system);
  domains.set(system, known);
  const { process } = system.layout.instances[instance];
  const named = known.of(process, process.flat.labels[from], values);
  return values.map((value, k) => ({ value, domain: named[k] }));
}

function same(a: Int32Array, b: Int32Array): boolean {
  return a.every((word, k) => word === b[k]);
}
