// The last state of a run from which another run still ends well: comes to where no process can step, without breaking the
// property. After the next step none does, so that is the step with which it was too late.
//
// Sound only because such states are a beginning of the run: from a state before one that still ends well, the run to it and
// on from there ends well, too. So the last one is found by halving.

import { firstStep } from '../counterexample/path.ts';
import type { Path } from '../counterexample/run.ts';
import type { RawStep } from '../trace/build-trace.ts';
import type { Stepper } from '../transition/stepper.ts';
import { unlessWrong } from './schedule.ts';
import type { Breaks } from './verdict-of-run.ts';

/** So many states are looked at in all. */
const MOST = 100_000;

export interface LastChance {
  /** How many steps of the run were taken when it could still end well; undefined where it never could. */
  readonly after?: number;
  /** The rest of a run that ends well from there. */
  readonly rest: readonly RawStep[];
  /** Whether the search came to its end each time. */
  readonly exact: boolean;
}

export function lastChance(stepper: Stepper, path: Path, breaks: Breaks, most = MOST): LastChance {
  const states = [path.initial, ...path.steps.map(({ state }) => state)].slice(0, -1);
  // A run of no steps breaks it where it begins: there is nothing before that.
  if (states.length === 0) return { rest: [], exact: true };
  const budget: Budget = { left: most, goesWrong: false };
  let exact = true;
  const restFrom = (k: number): readonly RawStep[] | undefined => {
    const rest = endingWell(stepper, states[k], breaks, budget);
    if (rest === undefined && (budget.left <= 0 || budget.goesWrong)) exact = false;
    return rest;
  };
  let rest = restFrom(0);
  if (rest === undefined) return { rest: [], exact };
  let low = 0;
  let high = states.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    const found = restFrom(middle);
    if (found === undefined) high = middle;
    else [low, rest] = [middle, found];
  }
  return { after: low, rest, exact };
}

interface Budget {
  left: number;
  /** A step was a mistake of the model, so that what comes from there is not known. */
  goesWrong: boolean;
}

interface Open {
  readonly step: RawStep | undefined;
  readonly next: Iterator<RawStep>;
}

/** Depth-first, so that an end is found soon where there are many. */
function endingWell(
  stepper: Stepper,
  start: Int32Array,
  breaks: Breaks,
  budget: Budget,
): readonly RawStep[] | undefined {
  const seen = new Set([start.join()]);
  const open: Open[] = [];
  /** Whether the state is an end; it is opened otherwise. */
  const ends = (state: Int32Array, step?: RawStep): boolean => {
    const all = unlessWrong(() => successors(stepper, state));
    if (all === 'goes wrong') {
      budget.goesWrong = true;
      return false;
    }
    if (all.length === 0) return !breaks({ initial: state, steps: step ? [step] : [] });
    const good = all.filter((one) => !one.failed && !breaks({ initial: state, steps: [one] }));
    open.push({ step, next: good.values() });
    return false;
  };
  const way = (): RawStep[] => open.flatMap(({ step }) => step ?? []);
  if (ends(start)) return [];
  while (open.length > 0 && budget.left > 0) {
    const { value: step } = open[open.length - 1].next.next() as { value?: RawStep };
    if (step === undefined) {
      open.pop();
      continue;
    }
    const key = step.state.join();
    if (seen.has(key)) continue;
    seen.add(key);
    budget.left--;
    if (ends(step.state, step)) return [...way(), step];
  }
  return undefined;
}

/** All transitions that change something, and those whose assertion fails. */
function successors(stepper: Stepper, before: Int32Array): RawStep[] {
  const found: RawStep[] = [];
  firstStep(stepper, before, (step) => {
    if (step.failed || step.state.some((word, w) => word !== before[w])) found.push(step);
    return false;
  });
  return found;
}
