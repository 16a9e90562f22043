// What the makers of properties are given, looked at when they are called: nobody checks the types of a user's file, and
// a claim about nothing would hold.

import { ModelError } from '../../base/errors.ts';
import { checkFunctions, checkOptions, inWords, isRecord } from '../../base/given.ts';
import { checkElements } from '../elements.ts';
import { checkFairness } from '../process-options.ts';
import { withSharedHandlers } from './shared-handlers.ts';

/** How each maker is called, for whoever called it otherwise. */
const CALLS = {
  invariant: "invariant('at least one zone is visible', ({ list }) => ...)",
  reachable: "reachable('somebody waits', ({ task }) => ...)",
  unreachable: "unreachable('both are inside', ({ task }) => ...)",
  conservation: "conservation('each page is in one place', page, ({ free, held }) => [free, held])",
  observer: "observer('no zone is missed', { state: { ... }, on: { ... } })",
  asserted: "asserted('the lock is held where the list is changed')",
  atTheEnd: "atTheEnd('every page is free again', ({ free }) => ...)",
  alwaysPossible: "alwaysPossible('offline can still finish', ({ offline }) => ...)",
  eventually: "eventually('the request is served', ({ request }) => ...)",
  leadsTo: "leadsTo('a request is served', ({ request }) => ..., ({ request }) => ...)",
  eventuallyAlways: "eventuallyAlways('the list gets empty and stays so', ({ list }) => ...)",
  terminates: "terminates('offline ends', 'offline')",
  progresses: "progresses('nobody starves', ['task', 'worker'])",
  deadlock: "deadlock('nobody is stuck')",
  lockOrder: "lockOrder('locks are taken in one order')",
  pending: "pending('liveness', 'the request is served')",
} as const;

export type Maker = keyof typeof CALLS;
export const MAKERS: readonly string[] = Object.keys(CALLS);

/** Those that take an argument besides the one or two of all others. */
const TAKES: Readonly<Partial<Record<Maker, number>>> = {
  ...{ deadlock: 1, lockOrder: 1, asserted: 1 },
  ...{ conservation: 3, eventually: 3, eventuallyAlways: 3, terminates: 3, progresses: 3 },
  leadsTo: 4,
};

/** An argument too many is meant to do something, and would do nothing. */
export function checkCount(maker: Maker, given: readonly unknown[]): void {
  const { [maker]: most = 2 } = TAKES;
  if (given.length > most) refuse(maker, `it takes ${most} arguments at most`);
}

/** Throws a ModelError unless there is a text, and a function wherever one is asked for. */
export function checkClaim(maker: Maker, about: unknown, functions: readonly unknown[] = []): void {
  if (typeof about !== 'string') refuse(maker, 'begin with a text that says what is claimed');
  if (!functions.every((one) => typeof one === 'function')) {
    refuse(maker, 'give it a function of what the system names');
  }
}

/** What is conserved: the things of a kind, or a number of them. */
export function checkTotal(of: unknown): void {
  if (isRecord(of) && of.type === 'id') return;
  if (typeof of === 'number' && !Number.isNaN(of)) return;
  refuse('conservation', `name a kind, or how many there are, not ${inWords(of)}`);
}

/** The names of processes, one at least. */
export function checkedNames(maker: Maker, names: string | readonly string[]): readonly string[] {
  const list = [names].flat();
  if (list.length === 0 || !list.every((name) => typeof name === 'string')) {
    refuse(maker, 'name the processes that it speaks of');
  }
  return list;
}

/** The options of a claim about fair runs: misspelt, they would leave it as it is without them. */
export function checkLivenessOptions(maker: Maker, options: unknown): void {
  if (typeof options === 'string') {
    refuse(maker, `name several processes in one list, ['task', '${options}']`);
  }
  checkOptions(maker, options, ['fairness']);
  const { fairness = {} } = options as { readonly fairness?: unknown };
  if (!isRecord(fairness)) {
    refuse(maker, `fairness must be { process: 'strong' }, not ${inWords(fairness)}`);
  }
  for (const [process, given] of Object.entries(fairness)) {
    checkFairness(`${maker}: process '${process}'`, given);
  }
}

/** The handlers, each a function by now. */
export function checkObserver(options: unknown): Readonly<Record<string, unknown>> {
  checkOptions('observer', options, ['state', 'always', 'on']);
  const { state, always, on = {} } = options as Readonly<Record<string, unknown>>;
  if (!isRecord(state)) {
    refuse('observer', `give it its state, {} for none; it is ${inWords(state)}`);
  }
  checkElements('observer', { state }, ['state']);
  checkFunctions('observer', { always }, ['always']);
  if (!isRecord(on)) refuse('observer', `'on' must be { process: handler }, not ${inWords(on)}`);
  const functions = withSharedHandlers(on);
  for (const [process, entry] of Object.entries(functions)) {
    const handlers = isRecord(entry) ? entry : { [process]: entry };
    checkFunctions('observer: on', handlers, Object.keys(handlers));
  }
  return functions;
}

const PENDING_KINDS: readonly unknown[] = ['liveness', 'memory-model'];

export function checkPending(kind: unknown, about: unknown): void {
  if (!PENDING_KINDS.includes(kind)) {
    refuse('pending', `begin with one of ${PENDING_KINDS.join(', ')}, not ${inWords(kind)}`);
  }
  if (typeof about !== 'string') refuse('pending', 'say in a text what is claimed');
}

function refuse(maker: Maker, what: string): never {
  throw new ModelError(`${maker}: ${what}, as in ${CALLS[maker]}`);
}
