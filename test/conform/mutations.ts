// Ways in which a trace can be made wrong: events swapped, dropped, doubled, or given to another task.

import type { KernelEvent } from '../../src/ftrace/event.ts';

export const KINDS = ['swap', 'drop', 'double', 'exchange'] as const;
export type Kind = (typeof KINDS)[number];

export interface Mutation {
  readonly kind: Kind;
  readonly events: readonly KernelEvent[];
  /** The events that were touched. */
  readonly touched: readonly KernelEvent[];
}

/** A change at one of the places that matter, each a number into `events`; undefined where it would change nothing. */
export function mutated(
  events: readonly KernelEvent[],
  places: readonly number[],
  kind: Kind,
  draw: (below: number) => number,
): Mutation | undefined {
  const at = draw(places.length);
  const [one, other] = [places[at], places[at + 1]];
  switch (kind) {
    case 'drop':
      return { kind, events: events.toSpliced(one, 1), touched: [events[one]] };
    case 'double':
      return { kind, events: events.toSpliced(one, 0, events[one]), touched: [events[one]] };
    case 'swap':
      if (other === undefined) return undefined;
      return {
        kind,
        events: events.with(one, events[other]).with(other, events[one]),
        touched: [events[one], events[other]],
      };
    case 'exchange':
      return exchanged(events, places, one);
  }
}

/** From there on two tasks do what the other did. */
function exchanged(
  events: readonly KernelEvent[],
  places: readonly number[],
  from: number,
): Mutation | undefined {
  const first = events[from];
  const second = places.map((k) => events[k]).find(({ pid }) => pid !== first.pid);
  if (!second) return undefined;
  const names = new Map(
    [first, second].map(({ pid, task }, k, both) => [pid, both[1 - k] ?? { pid, task }]),
  );
  const swapped = events.map((event, k) => {
    const other = k < from ? undefined : names.get(event.pid);
    return other ? { ...event, pid: other.pid, task: other.task } : event;
  });
  return { kind: 'exchange', events: swapped, touched: [first] };
}
