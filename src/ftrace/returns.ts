// What a probe of a return leaves out: `wlocked` does not say of which lock, which `wlock` at the entry of the same call did.

import type { KernelEvent } from './event.ts';

/** The same events; a return has the fields of its entry, too. */
export function withEntries(events: readonly KernelEvent[]): KernelEvent[] {
  /** By task and function, the calls that have not returned. */
  const open = new Map<string, KernelEvent[]>();
  return events.map((event) => {
    const { pid, probe, edge, fields } = event;
    if (probe === undefined || edge === 'point') return event;
    const calls = open.get(`${pid} ${probe}`) ?? [];
    open.set(`${pid} ${probe}`, calls);
    if (edge === 'return') return { ...event, fields: { ...calls.pop()?.fields, ...fields } };
    calls.push(event);
    return event;
  });
}
