// One line of a trace as text: what the kernel writes into `trace`, and what `trace-cmd report` makes of a file.
//
// What must stay true: a line is understood wholly or not at all. A task's name may hold spaces, slashes, colons and
// hyphens, so a line is read around the number of the task and the cpu in brackets, and the first that fits counts.

import { type KernelEvent, symbolOf } from './event.ts';

const HEAD =
  /^\s*(.+?)-(\d+)\s+(?:\(\s*(?:\d+|-+)\)\s+)?\[(\d{3,})\]\s+(?:[^\s:]{4,8}\s+)?(\d+(?:\.\d+)?)(?: us)?:\s+(.*)$/;

/** The event of a line; undefined where it is no line of an event, or only a piece of one. */
export function readLine(text: string, line: number): KernelEvent | undefined {
  const [, task, pid, cpu, time, said] = HEAD.exec(text) ?? [];
  if (said === undefined) return undefined;
  const what = functionOf(said) ?? namedOf(said);
  return what && { line, task, pid: Number(pid), cpu: Number(cpu), time, ...what };
}

type What = Omit<KernelEvent, 'line' | 'task' | 'pid' | 'cpu' | 'time'>;

/** `online_pages <-memory_subsys_online`; of trace-cmd, `function: online_pages <-- memory_subsys_online`. */
function functionOf(said: string): What | undefined {
  const found = /^(?:function:\s+)?([\w.]+(?: \[\w+\])?) <-(?:-\s+)?(\S+(?: \[\w+\])?)\s*$/.exec(
    said,
  );
  if (!found) return undefined;
  const [, name, caller] = found;
  return {
    isFunction: true,
    name: symbolOf(name),
    caller: symbolOf(caller),
    fields: {},
    edge: 'entry',
  };
}

/** `mlock: (mutex_lock+0x0/0x30) lock=slab_mutex+0x0/0x20`, `cpuhp_exit:  cpu: 0001  state:  33`. */
function namedOf(said: string): What | undefined {
  const found = /^(?:([\w.]+):|<stack trace>)\s*(.*)$/.exec(said);
  if (!found || found[1] === 'function') return undefined;
  const [, name = 'stack', words] = found;
  return { isFunction: false, name, fields: fieldsOf(words), ...probeOf(words) };
}

function fieldsOf(words: string): Record<string, string> {
  const found = words.matchAll(/\b(\w+)(?:=|:\s+)("[^"]*"|[^\s,]+)/g);
  return Object.fromEntries(
    [...found].map(([, name, value]) => [name, symbolOf(value.replaceAll('"', ''))]),
  );
}

/** A probe says where it sits: `(f+0x0/0x30)` is the beginning of f, `(caller <- f)` its return; without offset an address. */
function probeOf(words: string): Pick<KernelEvent, 'edge' | 'probe'> {
  const [, place, returned] = /^\((?:(\S+)|.* <- (\S+))\)/.exec(words) ?? [];
  if (returned !== undefined) return { edge: 'return', probe: symbolOf(returned) };
  const isEntry = /^([\w.]+\+0x0\/0x[0-9a-f]+|[0-9a-f]{8,16})$/.test(place ?? '');
  return isEntry ? { edge: 'entry', probe: symbolOf(place) } : { edge: 'point' };
}
