// The views of cells under a memory model: while a step of an author runs, loads and stores of racy words go to the memory, and
// primitives, sets and lists say how they order it. For everybody else (properties, guards, flushes) they are as they were.

import type { RecordSlot, Slot } from '../layout/slot.ts';
import type { View } from '../layout/views.ts';
import type { Behaviour, Called, CalledMethod } from './behaviour.ts';

export interface Listener {
  /** Whether a step of an author runs. */
  readonly isOn: () => boolean;
  /** Whether a method of a primitive does: what that does to a set or a list of its own is ordered as the method says. */
  isInside: boolean;
  readonly memory: Behaviour;
  /** A call as it orders memory where it stands. */
  readonly ordered: (called: CalledMethod, method: string) => CalledMethod;
}

/** `numberOf` says which racy word stands in a slot. */
export function watchViews(
  slot: Slot,
  view: View,
  numberOf: (slot: Slot) => number | undefined,
  listener: Listener,
): void {
  const inner = (one: Slot, holder: View, key: string | number): void => {
    if (one.type !== 'scalar') return watchViews(one, holder[key], numberOf, listener);
    const word = numberOf(one);
    if (word !== undefined) watchWord(holder, key, word, listener);
  };
  switch (slot.type) {
    case 'scalar':
      return inner(slot, view, 'value');
    case 'array':
      for (const [k, element] of slot.elements.entries()) inner(element, view, k);
      return;
    case 'record':
      for (const [field, one] of Object.entries(slot.fields)) {
        if (isAssignedAround(slot) && one.type === 'scalar') watchField(view, field, listener);
        inner(one, view, field);
      }
      for (const [name, method] of Object.entries(slot.methods ?? {})) {
        watchMethod(view, name, { primitive: slot, method, view }, listener);
      }
      return;
    case 'set':
      for (const name of ['add', 'delete', 'clear'])
        watchMethod(view, name, 'set or list', listener);
      return;
    case 'list':
      for (const name of ['push', 'unshift', 'shift', 'pop', 'remove', 'removeAt', 'clear']) {
        watchMethod(view, name, 'set or list', listener);
      }
  }
}

/** A primitive whose fields steps may assign, past its methods. */
function isAssignedAround({ methods, assignable, words }: RecordSlot): boolean {
  return methods !== undefined && assignable === true && !words;
}

function watchWord(holder: View, key: string | number, word: number, listener: Listener): void {
  let value: unknown = holder[key];
  Object.defineProperty(holder, key, {
    enumerable: true,
    configurable: true,
    get: () => (listener.isOn() ? listener.memory.load(word) : value),
    set: (given: unknown) => {
      if (listener.isOn()) listener.memory.store(word, given);
      else value = given;
    },
  });
}

function watchField(holder: View, key: string, listener: Listener): void {
  let value: unknown = holder[key];
  Object.defineProperty(holder, key, {
    enumerable: true,
    configurable: true,
    get: () => value,
    set: (given: unknown) => {
      if (listener.isOn()) listener.memory.calls('assigned', []);
      value = given;
    },
  });
}

function watchMethod(holder: View, name: string, made: Called, listener: Listener): void {
  const run = holder[name] as (...args: unknown[]) => unknown;
  const value = (...args: unknown[]): unknown => {
    if (!listener.isOn() || listener.isInside) return run.apply(holder, args);
    const called = typeof made === 'string' ? made : listener.ordered(made, name);
    if (!listener.memory.calls(called, args)) return false;
    listener.isInside = true;
    try {
      const answer = run.apply(holder, args);
      listener.memory.called(called, answer, args);
      return answer;
    } finally {
      listener.isInside = false;
    }
  };
  Object.defineProperty(holder, name, { value, configurable: true });
}
