// What wakes waiters of a wait queue besides wake_up(), at any time: nothing at all (schedule() may return for no reason
// that the waiter knows of, and every wait is a loop for that), and timers (schedule_timeout()). Each is a process of the
// environment beside those of the model:
//
//   spurious: process(spuriousWakeUps('wq'))
//   timers: process(waitTimers('wq'))

import type { Tools } from '../language/process.ts';
import type { WaitQueue } from './wait-queue.ts';

type Step<L extends string> = (context: Tools) => L | 'blocked';

/** Whoever sleeps on the queue of this name may be woken for nothing. */
export function spuriousWakeUps(queue = 'wq') {
  return {
    environment: true,
    start: 'wake' as const,
    lane: (): string => 'spurious',
    steps: { wake: choosing<'wake'>(queue, 'sleepers', 'wakeProcess', 'wake') },
  };
}

/** The time of whoever is in schedule_timeout() on the queue of this name may end. */
export function waitTimers(queue = 'wq') {
  return {
    environment: true,
    start: 'fire' as const,
    lane: (): string => 'timers',
    steps: { fire: choosing<'fire'>(queue, 'timed', 'expire', 'fire') },
  };
}

/** The step is made from text, since its text is what the analysis reads. */
function choosing<L extends string>(
  queue: string,
  among: keyof WaitQueue,
  does: keyof WaitQueue,
  label: L,
): Step<L> {
  const body = `const all = ${queue}.${among}();
    if (all.length === 0) return 'blocked';
    ${queue}.${does}(choose(all));
    return '${label}';`;
  return new Function(`return ({ ${queue}, choose }) => { ${body} }`)() as Step<L>;
}
