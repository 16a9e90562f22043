// What the makers of properties are given, looked at when they are called: nobody checks the types of a user's file, and
// a claim about nothing would hold.

import { ModelError } from '../model/errors.ts';

/** How each maker is called, for whoever called it otherwise. */
const CALLS = {
  invariant: "invariant('at least one zone is visible', ({ list }) => ...)",
  reachable: "reachable('somebody waits', ({ task }) => ...)",
  unreachable: "unreachable('both are inside', ({ task }) => ...)",
  conservation: "conservation('each page is in one place', page, ({ free, held }) => [free, held])",
  observer: "observer('no zone is missed', { state: { ... }, on: { ... } })",
  alwaysPossible: "alwaysPossible('offline can still finish', ({ offline }) => ...)",
  eventually: "eventually('the request is served', ({ request }) => ...)",
  leadsTo: "leadsTo('a request is served', ({ request }) => ..., ({ request }) => ...)",
  terminates: "terminates('offline ends', 'offline')",
  progresses: "progresses('nobody starves', ['task', 'worker'])",
} as const;

export type Maker = keyof typeof CALLS;

/** Throws a ModelError unless there is a text, and a function wherever one is asked for. */
export function checkClaim(maker: Maker, about: unknown, functions: readonly unknown[] = []): void {
  if (typeof about !== 'string') refuse(maker, 'begin with a text that says what is claimed');
  if (!functions.every((one) => typeof one === 'function')) {
    refuse(maker, 'give it a function of what the system names');
  }
}

/** The names of processes, one at least. */
export function checkedNames(maker: Maker, names: string | readonly string[]): readonly string[] {
  const list = [names].flat();
  if (list.length === 0 || !list.every((name) => typeof name === 'string')) {
    refuse(maker, 'name the processes that it speaks of');
  }
  return list;
}

function refuse(maker: Maker, what: string): never {
  throw new ModelError(`${maker}: ${what}, as in ${CALLS[maker]}`);
}
