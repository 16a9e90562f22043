// What a map says of events and of tasks: `online_pages` is a function, `build_zonelists <-__build_all_zonelists` one that
// has this caller, `wlocked lock=mem_hotplug_lock` an event with these fields, `mem_begun:` one with any; a task is a name
// in which `*` stands for anything.

import { ModelError } from '../../base/errors.ts';
import { type KernelEvent, symbolOf } from '../../ftrace/event.ts';

export interface EventPattern {
  /** As it was written. */
  readonly text: string;
  readonly isFunction: boolean;
  readonly name: string;
  readonly caller?: string;
  readonly fields: Readonly<Record<string, string>>;
}

const FUNCTION = /^([\w.]+)(?:\s*<-\s*(\S+))?$/;
const EVENT = /^([\w.]+)(?::|(?=\s))((?:\s+\w+=\S+)*)$/;

/** Throws a ModelError where the words are no pattern. */
export function eventPattern(text: string, what: string): EventPattern {
  const called = FUNCTION.exec(text);
  if (called) {
    const caller = called[2] === undefined ? {} : { caller: symbolOf(called[2]) };
    return { text, isFunction: true, name: symbolOf(called[1]), ...caller, fields: {} };
  }
  const named = EVENT.exec(text);
  if (named) {
    const words = named[2].trim().split(/\s+/).filter(Boolean);
    const fields = Object.fromEntries(words.map((word) => word.split(/=(.*)/s).slice(0, 2)));
    return { text, isFunction: false, name: named[1], fields };
  }
  throw new ModelError(
    `${what}: '${text}' is no event; write a function ('online_pages', 'online_pages <-caller') or an event and fields ('wlocked lock=mem_hotplug_lock')`,
  );
}

export function fits(pattern: EventPattern, event: KernelEvent): boolean {
  return (
    pattern.name === event.name &&
    pattern.isFunction === event.isFunction &&
    (pattern.caller === undefined || pattern.caller === event.caller) &&
    Object.entries(pattern.fields).every(([name, value]) => event.fields[name] === value)
  );
}

/** Whether a task's name is one that the words stand for. */
export function taskTest(words: readonly string[]): (task: string) => boolean {
  const tests = words.map((word) => {
    const parts = word.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`);
  });
  return (task) => tests.some((test) => test.test(task));
}
