// What one execution of a step says about lock order: __lock_acquire(), mark_usage() and check_wait_context() of
// kernel/locking/lockdep.c, and might_sleep().
//
// Sound only if nothing that is asked for is missed. So an attempt counts that fails and blocks the step; one that fails
// while the step goes on did not wait, and is a trylock in all but name. Within a step calls count in their order. What
// a step does to its cpu is known before and after it, not between its calls: it is where nobody may sleep if it is so
// before or after.

import type { LockType, Method } from '../model/cell.ts';
import type { Asked, Fact, Held, Irq } from './order.ts';
import type { LockPlace, Places } from './places.ts';
import type { Call } from './recorder.ts';
import { type Context, contextOf, type HeldLock, heldBy } from './standing.ts';

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
    held = [
      ...held.filter(({ place }) => place !== call.place),
      ...[...call.after].map((one) => ({ place: call.place, held: one as Held })),
    ];
  }
  if (after) facts.push(...irqsOn(heldBy(places, after, process), contexts[1]));
  return facts;
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
  if (method.acquires === undefined) return [];
  const rt = places.contexts.some((context) => context.rt);
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

/** What a waiter needs of where he is: lockdep_wait_type. */
const SPINS = 1;
const SLEEPS_ON_RT = 2;
const SLEEPS = 3;
const WAITS: Readonly<Record<LockType, number>> = {
  'raw-spinlock': SPINS,
  spinlock: SLEEPS_ON_RT,
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

/** What the holder of a lock may still wait for. */
function allowedUnder({ info: { type } }: LockPlace, rt: boolean): number {
  if (type === 'raw-spinlock') return rt ? SPINS : SLEEPS_ON_RT;
  return type === 'spinlock' || type === 'seqlock' || type === 'rcu' ? SLEEPS_ON_RT : SLEEPS;
}

/** The read side of RCU and SRCU waits for nobody; whoever waits for a grace period sleeps. */
function waitOf({ info: { type } }: LockPlace, { acquires }: Method): number {
  return (type === 'rcu' || type === 'srcu') && acquires !== 'write' ? 0 : WAITS[type];
}

function sleeps(
  place: LockPlace,
  wait: number,
  held: readonly HeldLock[],
  contexts: readonly Context[],
  rt: boolean,
): Fact[] {
  const atomic = contexts.flatMap((one) => one.atomic ?? []);
  const under = held
    .filter((one) => wait > allowedUnder(one.place, rt))
    .map((one) => `under ${one.place.class}`);
  const where = [...(wait > (rt ? SPINS : SLEEPS_ON_RT) ? atomic : []), ...under];
  return [...new Set(where)].map((one): Fact => ({ type: 'sleep', lock: place.class, where: one }));
}

/** A trylock waits for nobody, and still one of a lock with an owner who sleeps is not for interrupts: mutex_trylock(). */
function triedInIrq(
  place: LockPlace,
  wait: number,
  contexts: readonly Context[],
  rt: boolean,
): Fact[] {
  if (wait <= (rt ? SPINS : SLEEPS_ON_RT)) return [];
  return irqsOf(contexts).map((irq): Fact => {
    return { type: 'sleep', lock: place.class, where: `in a ${irq}, by trylock` };
  });
}
