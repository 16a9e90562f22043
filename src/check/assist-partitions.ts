// What a thread needs that does jobs of a search in partitions: the same system, properties and symmetry as the search itself has, made
// anew from the same model. What must stay true: it is made as check/explore.ts and check/search.ts make theirs, after the same
// attempt (search-again.ts).

import { DEFAULT_MEMORY } from '../base/limits.ts';
import { notInAStep } from '../base/progress.ts';
import { DeadlockFinder } from '../decide/deadlock.ts';
import { deadlocksOf } from '../decide/whole-graph.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { help } from '../partitions/help.ts';
import type { JobBoard } from '../partitions/job-board.ts';
import { JobWorker } from '../partitions/job-worker.ts';
import { LevelRecords } from '../partitions/level-records.ts';
import type { Place } from '../partitions/place.ts';
import { layersOf } from '../reduction/layers.ts';
import type { SymmetryGap } from '../symmetry-watch/gap.ts';
import { Stepper } from '../transition/stepper.ts';
import type { InternalOptions } from './options.ts';
import { prepare } from './prepare.ts';
import { Attempt, type SentAttempt } from './search-again.ts';

/** What is searched; `partitioned` among its options says that it is in partitions. */
export interface PartitionedCheck {
  readonly model: ModelDefinition;
  readonly values: ParameterValues;
  readonly properties: Properties;
  readonly options: Pick<
    InternalOptions,
    'reduction' | 'maxDepth' | 'only' | 'memoryBytes' | 'partitioned' | 'progress'
  >;
}

/** Where the states are, and what is done now and then. */
export interface AssistantParts {
  readonly place: Place;
  readonly partitions: number;
  /** Told how many states the job has found; what it throws ends the job. */
  readonly beat: (states: number, transitions: number) => void;
}

/** Does jobs of a search as the thread does that leads it. */
export class PartitionAssistant {
  readonly worker: JobWorker;
  readonly records: LevelRecords;
  readonly #attempt: Attempt;

  constructor(
    { model, values, properties: all, options }: PartitionedCheck,
    sent: SentAttempt,
    { place, partitions, beat }: AssistantParts,
  ) {
    this.#attempt = Attempt.received(sent);
    const check = prepare(model, values, all, options, this.#attempt);
    const { system, monitor, properties, limits, reductions } = check;
    const { progress, onBeat, maxDepth, memoryBytes } = limits;
    const deadlocks = deadlocksOf(properties);
    this.records = new LevelRecords(place);
    this.worker = new JobWorker({
      place,
      records: this.records,
      partitions,
      stepper: new Stepper(system, monitor, { flags: progress.flags }),
      monitor,
      quotient: layersOf(Object.values(reductions)).quotient,
      recorder: deadlocks.length > 0 ? new DeadlockFinder(system, deadlocks) : undefined,
      maxDepth,
      memoryBytes,
      progress,
      beat: (states, transitions) => {
        beat(states, transitions);
        onBeat?.();
      },
      aroundGrowth: (grow) => notInAStep(progress, grow),
    });
  }

  /** Of the symmetry that the search relies upon, what is none. */
  get gaps(): readonly SymmetryGap[] {
    return this.#attempt.seen;
  }
}

/** Which of the threads at a board does jobs. */
export interface JobsAtBoard {
  readonly place: Place;
  readonly partitions: number;
  readonly board: JobBoard;
  readonly id: number;
  readonly threads: number;
  /** The symmetry that the search relies upon is none. */
  readonly noticed: (gap: SymmetryGap) => void;
}

class SearchEnded extends Error {}

/** Does jobs until the search has ended. */
export function helpWithJobs(
  check: PartitionedCheck,
  sent: SentAttempt,
  { place, partitions, board, id, threads, noticed }: JobsAtBoard,
): void {
  const { memoryBytes = DEFAULT_MEMORY } = check.options;
  const options = { ...check.options, memoryBytes: memoryBytes / threads };
  const assistant = new PartitionAssistant({ ...check, options }, sent, {
    place,
    partitions,
    beat: () => {
      if (board.isEnded) throw new SearchEnded();
      board.beat();
      for (const gap of assistant.gaps) noticed(gap);
    },
  });
  const { worker, records } = assistant;
  help({ board, worker, records, id, threads });
}
