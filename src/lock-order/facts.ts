// What one execution of a step says about lock order: __lock_acquire(), mark_usage() and check_wait_context() of
// kernel/locking/lockdep.c, and might_sleep().
//
// Sound only if nothing that is asked for is missed. So an attempt counts that fails and blocks the step; one that
// fails while the step goes on did not wait, and is a trylock in all but name. Within a step calls count in their
// order. What a step does to its cpu is known before and after it, not between its calls: it is where no process may
// sleep if it is so before or after.

import type { LockType, Method } from '../language/method.ts';
import type { Asked, Fact, Held, Irq } from '../outcome/lock-order.ts';
import type { Call } from './call-log.ts';
import { type Context, contextOf, type HeldLock, heldBy } from './held-locks.ts';
import type { LockPlace, Places } from './places.ts';
import { NEVER, SLEEPS, SLEEPS_ON_RT, SPINS } from './waits.ts';

/** A step that has been run, or tried. */
export interface Execution {
  readonly process: number;
  readonly before: Int32Array;
  /** Absent where the step was blocked. */
  readonly after?: Int32Array;
  readonly calls: readonly Call[];
}

export function factsOf(places: Places, { process, before, after, calls }: Execution): Fact[] {
  const contexts = [before, ...(after ? [after] : [])].map((state) =>
    contextOf(places, state, process),
  );
  let held = heldBy(places, before, process);
  const facts = irqsOn(held, contexts[0]);
  for (const call of calls) {
    facts.push(...askedFor(places, call, held, contexts, after !== undefined));
    if (isUnnamed(call)) facts.push(...unnamedOn(call, contexts));
    held = [
      ...held.filter(({ place }) => place !== call.place),
      ...[...(call.after || unnamedHold(call))].map((one) => ({
        place: call.place,
        held: one as Held,
      })),
    ];
  }
  if (after) facts.push(...irqsOn(heldBy(places, after, process), contexts[1]));
  return facts;
}

/**
 * Of a seqcount whose writer is not named no state tells who it is. It is the caller, which holds it at the
 * end of the step in which it begins, and at the start of the one in which it ends.
 */
function isUnnamed({ place: { info }, method, before, after }: Call): boolean {
  const writes = method.acquires === 'write' || method.releases === 'write';
  return info.odd !== undefined && writes && before === '' && after === '';
}

function unnamedHold(call: Call): string {
  return isUnnamed(call) && call.method.acquires ? 'E' : '';
}

function unnamedOn({ place, method }: Call, contexts: readonly Context[]): Fact[] {
  const context = method.acquires ? contexts[1] : contexts[0];
  return context ? irqsOn([{ place, held: 'E' }], context) : [];
}

/** mark_usage(): ENABLED bits; taken by trylock or not, it is held. */
function irqsOn(held: readonly HeldLock[], { on }: Context): Fact[] {
  return held.flatMap((one) =>
    (['hardirq', 'softirq'] as const)
      .filter((irq) => on[irq])
      .map((irq): Fact => ({ type: 'irqs-on', lock: one.place.class, irq, held: one.held })),
  );
}

function askedFor(
  places: Places,
  { place, method, before, answer }: Call,
  held: readonly HeldLock[],
  contexts: readonly Context[],
  moved: boolean,
): Fact[] {
  const rt = places.contexts.some((context) => context.rt);
  // rule: who waits for a completion or on a wait queue may sleep there
  if (method.sleeps && (!moved || answer !== (method.mustWait ?? false))) {
    return sleeps(place, SLEEPS, held, contexts, rt);
  }
  if (method.acquires === undefined) return [];
  // rule: a trylock asks for nothing, and what it has taken is held
  if (method.trylock) return triedInIrq(place, waitOf(place, method), contexts, rt);
  if (moved && answer === (method.mustWait ?? false)) return [];
  if (method.reenters?.some((mode) => before.includes(mode === 'write' ? 'E' : 'S'))) return [];
  const asked: Asked = method.acquires === 'recursive-read' ? 'R' : 'N';
  const as: Held = method.acquires === 'write' ? 'E' : 'S';
  const to = place.class;
  return [
    ...held.map((one): Fact => {
      return { type: 'dependency', from: one.place.class, held: one.held, to, asked };
    }),
    ...irqsOf(contexts).map((irq): Fact => ({ type: 'in-irq', lock: to, irq, as, asked })),
    ...sleeps(place, waitOf(place, method), held, contexts, rt),
  ];
}

function irqsOf(contexts: readonly Context[]): Irq[] {
  return [...new Set(contexts.flatMap(({ irq }) => irq ?? []))];
}

/** What a waiter needs of its context. */
const WAITS: Readonly<Record<LockType, number>> = {
  'raw-spinlock': SPINS,
  spinlock: SLEEPS_ON_RT,
  rwlock: SLEEPS_ON_RT,
  seqcount: NEVER,
  seqlock: SLEEPS_ON_RT,
  mutex: SLEEPS,
  rwsem: SLEEPS,
  'percpu-rwsem': SLEEPS,
  rcu: SLEEPS,
  kernfs: SLEEPS,
  work: SLEEPS,
  completion: SLEEPS,
  'wait-queue': SLEEPS,
  srcu: SLEEPS,
};

/**
 * What the holder of a lock may still wait for. Under a raw lock no process waits for one that sleeps on PREEMPT_RT,
 * whatever the kernel is built for: locktypes.rst, "Lock type nesting rules".
 *
 * rule: under a raw lock nobody asks for what sleeps on PREEMPT_RT, on any kernel
 */
function allowedUnder({ info: { type } }: LockPlace): number {
  if (type === 'raw-spinlock') return SPINS;
  return SLEEP_NOT.includes(type) ? SLEEPS_ON_RT : SLEEPS;
}

const SLEEP_NOT: readonly LockType[] = ['spinlock', 'rwlock', 'seqlock', 'rcu'];

/** The read side of RCU and SRCU waits for no process; one that waits for a grace period sleeps. */
function waitOf({ info: { type } }: LockPlace, { acquires }: Method): number {
  return (type === 'rcu' || type === 'srcu') && acquires !== 'write' ? NEVER : WAITS[type];
}

function sleeps(
  place: LockPlace,
  wait: number,
  held: readonly HeldLock[],
  contexts: readonly Context[],
  rt: boolean,
): Fact[] {
  const atomic = contexts
    .flatMap((one) => one.atomic ?? [])
    .filter((one) => wait > (rt ? one.onRt : SLEEPS_ON_RT))
    .map(({ why }) => why);
  const under = held
    .filter((one) => wait > allowedUnder(one.place))
    .map((one) => `under ${one.place.class}`);
  const where = [...atomic, ...under];
  const waiters = wait === SLEEPS_ON_RT && !rt ? 'sleep on PREEMPT_RT' : 'sleep';
  return [...new Set(where)].map((one): Fact => {
    return { type: 'sleep', lock: place.class, waiters, where: one };
  });
}

// rule: mutex_trylock() is not for interrupts
/** A trylock does not wait, and still one of a lock with an owner who sleeps is not for interrupts: mutex_trylock(). */
function triedInIrq(
  place: LockPlace,
  wait: number,
  contexts: readonly Context[],
  rt: boolean,
): Fact[] {
  if (wait <= (rt ? SPINS : SLEEPS_ON_RT)) return [];
  return irqsOf(contexts).map((irq): Fact => {
    const where = `in a ${irq}, by trylock`;
    return { type: 'sleep', lock: place.class, waiters: 'sleep', where };
  });
}
