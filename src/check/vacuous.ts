// Properties of the form *if ... then* whose *if* never comes: they hold vacuously. Reported with what else never
// happens. So is a claim that something comes which is there from the first.
//
// Sound only if every state is looked at, so a large graph is asked nothing, and a property that holds has a finished
// one. Reductions keep it, as they keep the property: see compile/monitor/strengthened.ts.

import { StopSignal } from '../base/progress.ts';
import { compilePredicate } from '../compile/monitor/compile-predicate.ts';
import { type PropertyViews, propertyViews } from '../compile/monitor/property-views.ts';
import { type StrongerProperty, strongerProperties } from '../compile/monitor/strengthened.ts';
import { firstEnd } from '../decide/at-end.ts';
import type { ExploredGraph } from '../graph/explored-graph.ts';
import type { Properties, PropertyDefinition } from '../language/claims/property.ts';
import type { Happening, PropertyOutcome } from '../outcome/outcome.ts';

/** To look at more states would take longer than the search is worth. */
const MOST_STATES = 2 ** 19;

/**
 * The cases of which the properties speak. Those of a property that does not hold are taken to come, and so are all
 * where there are too many states to look at.
 */
export function cases(
  graph: ExploredGraph,
  properties: Properties,
  outcomes: readonly PropertyOutcome[],
): Happening[] {
  const views = propertyViews(graph.stepper.system);
  const isSmall = graph.visited.count <= MOST_STATES;
  return outcomes.flatMap(({ name, verdict }) => {
    if (!Object.hasOwn(properties, name)) return [];
    const isAsked = isSmall && verdict === 'holds';
    if (properties[name].kind === 'at-end') {
      const seen = !isAsked || mayEnd(graph);
      return [{ words: `a run ends, as claim '${name}' asks`, seen }];
    }
    if (properties[name].kind === 'assertion') {
      const { system } = graph.stepper;
      return [{ words: `claim '${name}' is asserted`, seen: system.asserted().has(name) }];
    }
    const all = questionsOf(name, properties[name]).map((question) => ({
      words: question.words,
      seen: !isAsked || !always(graph, views, name, question),
    }));
    // Of what never begins there is nothing more to say.
    const isIdle = properties[name].kind === 'liveness' && all[0]?.seen === false;
    return isIdle ? all.slice(0, 1) : all;
  });
}

/** Whether a run ends; where nobody waits for the answer any more, it is taken to. */
function mayEnd(graph: ExploredGraph): boolean {
  try {
    return firstEnd(graph, () => true) !== undefined;
  } catch (error) {
    if (error instanceof StopSignal) return true;
    throw error;
  }
}

interface Question extends Pick<StrongerProperty, 'predicate'> {
  /** What it would have to be in every state. */
  readonly isTrue: boolean;
  readonly words: string;
  /** Where this is true it does not count. */
  readonly unless?: StrongerProperty['predicate'];
  /** Asked of the initial states only. */
  readonly atFirst?: boolean;
}

function questionsOf(name: string, definition: PropertyDefinition): Question[] {
  const stronger = (claim: StrongerProperty['predicate'], isTrue: boolean): Question[] =>
    strongerProperties(claim, isTrue, name).map(({ without, predicate }) => ({
      predicate,
      isTrue,
      words: `claim '${name}' needs \`${without}\``,
    }));
  switch (definition.kind) {
    case 'invariant':
      return stronger(definition.holds, true);
    case 'unreachable':
      return stronger(definition.when, false);
    case 'liveness': {
      const claim = 'claim' in definition ? definition.claim : undefined;
      if (claim?.type === 'eventually') {
        const words = `claim '${name}' has something to wait for: its goal is there when a run begins`;
        return [{ predicate: claim.goal, isTrue: true, words, atFirst: true }];
      }
      if (claim?.type !== 'leads-to') return [];
      return [
        { predicate: claim.from, isTrue: false, words: `claim '${name}' begins` },
        {
          predicate: claim.from,
          isTrue: false,
          unless: claim.to,
          words: `claim '${name}' begins where what it leads to is not there already`,
        },
      ];
    }
    default:
      return [];
  }
}

/** Whether a property says the same in every state that it is asked of; not where it goes wrong in one. */
function always(
  graph: ExploredGraph,
  views: PropertyViews,
  property: string,
  { predicate, isTrue, unless, atFirst = false }: Question,
): boolean {
  const { visited, stepper } = graph;
  const { system } = stepper;
  try {
    const ask = (one: Question['predicate']) =>
      compilePredicate(one, views, system.state, property).evaluate;
    const evaluate = ask(predicate);
    const isExempt = unless === undefined ? () => false : ask(unless);
    const differs = () => evaluate() !== isTrue && !isExempt();
    if (atFirst) {
      for (const initial of stepper.initial()) {
        system.state.set(initial);
        if (differs()) return false;
      }
      return true;
    }
    for (let k = 0; k < visited.count; k++) {
      visited.load(k, system.state);
      if (differs()) return false;
    }
    return true;
  } catch {
    return false;
  }
}
