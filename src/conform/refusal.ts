// Why a trace was refused: the event that no run explains, where the processes may stand there, and what they could do instead.

import type { KernelEvent } from '../ftrace/event.ts';
import { eventText } from '../ftrace/event.ts';
import type { ExplainedEvent, Refusal, ShownEvent, Step } from '../outcome/conformance.ts';
import type { VisitedSet } from '../store/visited-set.ts';
import type { Stepper } from '../transition/stepper.ts';
import { type Assigned, type Demand, END, taskOf } from './assign.ts';
import type { Followed, Follower } from './follow.ts';

/** So many events before it are told. */
const BEFORE = 8;

export function refusalOf(
  stepper: Stepper,
  follower: Follower,
  { events, demands }: Assigned,
  { lost, states, withinTrace }: Followed,
): Refusal {
  const [culprit] = lost;
  const until: KernelEvent | undefined = events[culprit.to];
  return {
    event: shownDemand(culprit),
    ...(until && !culprit.events.includes(until) && { until: shownEvent(until) }),
    before: demands
      .slice(0, demands.indexOf(culprit))
      .slice(-BEFORE)
      .map((one) => shownDemand(one)),
    ...(culprit.to === END && { atEnd: true }),
    ...lookAt(stepper, follower, states, withinTrace),
  };
}

export function shownEvent(event: KernelEvent): ShownEvent {
  return { line: event.line, task: taskOf(event), text: eventText(event) };
}

function shownDemand({ instance, rule, events }: Demand): ExplainedEvent {
  return { ...shownEvent(events[0]), process: instance.name, labels: rule.labels };
}

/** Of so many states: what most of them say is said by the first. */
const LOOKED_AT = 4096;

function lookAt(
  stepper: Stepper,
  follower: Follower,
  states: VisitedSet,
  withinTrace: number,
): Pick<Refusal, 'stands' | 'possible'> {
  const { instances } = stepper.system.layout;
  const stands = instances.map(() => new Set<string>());
  const possible = new Map<string, Step>();
  const full = new Int32Array(states.words);
  for (let k = 0; k < Math.min(withinTrace, LOOKED_AT); k++) {
    states.load(k, full);
    stepper.state.set(full.subarray(0, stepper.state.length));
    instances.forEach(({ process }, i) => {
      stands[i].add(process.labelNames[stepper.labelOf(stepper.state, i)]);
    });
    stepper.expand({
      moved: (i, from, to) => {
        if (!follower.isObservable(i, from, to)) return;
        const { name, process } = instances[i];
        const step = { process: name, label: process.labelNames[from] };
        possible.set(`${name} ${step.label}`, step);
      },
      stayed: () => {},
      violated: () => {},
    });
  }
  return {
    stands: instances.map(({ name }, i) => ({ process: name, labels: [...stands[i]] })),
    possible: [...possible.values()],
  };
}
