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
import type { Chosen } from '../trace/build-trace.ts';
import { notRepeatable } from '../transition/not-repeatable.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Visitor } from '../transition/transitions.ts';
import { objectedStep, standsFor } from './representative.ts';
import type { Path, PathStep } from './run.ts';

const ALL = -1;

/** The path to a state, to where a transition out of it was objected to, or round a cycle for ever. */
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
  const objected = step && graph.quotient ? objectedStep(stepper, end, property ?? '') : step;
  if (step && !objected) throw notRepeatable();
  const last = objected ? [stepTaken(stepper, end, objected)] : [];
  return { initial, steps: [...steps, ...last] };
}

type PathEnd = Pick<Finding, 'state' | 'step' | 'lasso'> & { readonly property?: string };

/** The hops of a cycle, each by the process that has to take it. */
function cycleFrom(graph: ExploredGraph, entry: Int32Array, cycle: Lasso['cycle']): PathStep[] {
  let before = entry;
  return cycle.map(({ instance, to }) => {
    const after = graph.stateAt(to);
    const wanted = (step: PathStep): boolean =>
      step.instance === instance && same(step.state, after);
    const step = firstStep(graph.stepper, before, wanted);
    if (!step) throw new Error('a step of a cycle cannot be taken again');
    before = after;
    return step;
  });
}

/** The first transition to a state, or to one that it stands for, with the chain that leads there. */
function stepsTo(graph: ExploredGraph, before: Int32Array, index: number): PathStep[] {
  const isThere = standsFor(graph, index);
  for (const instances of triedApart(graph)) {
    let steps: PathStep[] = [];
    const wanted = (step: PathStep): boolean => {
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
function withoutMistake(find: () => PathStep | undefined): PathStep | undefined {
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
  steps: PathStep[],
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
): PathStep {
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
  wanted: (step: PathStep) => boolean,
  instances = ALL,
): PathStep | undefined {
  const { system } = stepper;
  let found: PathStep | undefined;
  let values: readonly unknown[] = [];
  const offer = (instance: number, from: number, to: number, choice: number): void => {
    const { chooser } = system;
    if (found) return;
    const chosen = stepper.chooses(instance, from) ? chooser.chosen.slice(0, chooser.depth) : [];
    const state = system.state.slice();
    const step = { instance, from, to, choice, chosen: [], state, failed: false };
    if (!wanted(step)) return;
    found = step;
    values = chosen;
  };
  const objected: Visitor['objected'] = (_property, _message, instance, choice, ownClaim) => {
    if (!ownClaim) return;
    const from = stepper.labelOf(before, instance);
    const step = { instance, from, to: from, choice, chosen: [], state: before, failed: true };
    if (!found && wanted(step)) found = step;
  };
  system.state.set(before);
  stepper.expand({ moved: offer, stayed: () => {}, objected }, instances);
  return found && { ...found, chosen: namedChoices(system, found, values) };
}

const domains = new WeakMap<CompiledSystem, ChosenDomains>();

function namedChoices(
  system: CompiledSystem,
  { instance, from }: PathStep,
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
