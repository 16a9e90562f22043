// What a thread needs that helps with a search: the same system, properties and reductions as the search itself has, made
// anew from the same model, since code cannot be sent. What must stay true: it is made as check/explore.ts and check/search.ts
// make theirs, after the same attempt (search-again.ts).

import { DeadlockFinder } from '../decide/deadlock.ts';
import { deadlocksOf } from '../decide/whole-graph.ts';
import type { SearchParts } from '../explore/rounds/expander.ts';
import type { SearchMemory } from '../explore/rounds/memory.ts';
import { ASSERTIONS, type Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { layersOf } from '../reduction/layers.ts';
import type { SymmetryGap } from '../symmetry-watch/gap.ts';
import { Stepper } from '../transition/stepper.ts';
import type { CheckOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { Attempt, type SentAttempt } from './search-again.ts';

/** What is checked, and how. */
export interface Assisted {
  readonly model: ModelDefinition;
  readonly values: ParameterValues;
  readonly properties: Properties;
  readonly options: Pick<CheckOptions, 'reduction' | 'maxDepth' | 'only'>;
}

export class Assistant {
  readonly parts: SearchParts;
  readonly #attempt: Attempt;

  constructor(
    { model, values, properties: all, options }: Assisted,
    sent: SentAttempt,
    { graph, members }: SearchMemory,
    member: number,
  ) {
    this.#attempt = Attempt.received(sent);
    const check = prepare(model, values, all, options, this.#attempt);
    const { system, monitor, properties, limits } = check;
    const { quotient, expansion } = layersOf(Object.values(check.reductions));
    const { flags } = limits.progress;
    const stepper = new Stepper(system, monitor, { flags, reached: members[member].reached });
    const deadlocks = deadlocksOf(properties);
    const recorder = deadlocks.length > 0 ? new DeadlockFinder(system, deadlocks) : undefined;
    recorder?.reserve(graph.recorded);
    this.parts = {
      stepper,
      monitor,
      quotient,
      expansion: expansion?.(stepper),
      recorder,
      properties: [...Object.keys(properties), ASSERTIONS],
    };
  }

  /** What it has seen of the symmetry that it relies upon. */
  get gaps(): readonly SymmetryGap[] {
    return this.#attempt.seen;
  }
}
