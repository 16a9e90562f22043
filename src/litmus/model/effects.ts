// What an action does to cells and locals, as the statements of a step. Whatever it may have to wait for comes first, so that a
// step that waits has changed nothing.

import { unsupported } from '../mistake.ts';
import type { Action, LockAction, Place, RcuAction, Update } from '../program/instruction.ts';
import type { Domains, ValueType } from './domains.ts';
import { Expressions } from './expressions.ts';
import { addressName, cellName, localName } from './names.ts';

/** What has to be known of the process. */
export interface Surroundings {
  readonly process: string;
  readonly domains: Domains;
  readonly line: number;
  /** A grace period of the domain that no other has. */
  readonly newGrace: (domain: string) => number;
}

/** The cell of RCU. */
export const RCU = 'rcu';

/** As many steps as there are lists: two for synchronize_rcu(), none for a fence where memory is sequentially consistent. */
export function effectsOf(action: Action, around: Surroundings): string[][] {
  const { process, domains, line } = around;
  const expressions = new Expressions(process, domains, line);
  switch (action.type) {
    case 'read':
      return [[`${local(action.register)} = ${elementOf(action.from, around).text};`]];
    case 'write': {
      const { text, type } = elementOf(action.to, around);
      return [[`${text} = ${expressions.stored(action.value, type)};`]];
    }
    case 'update':
      return [updated(action, around)];
    case 'compute': {
      const type = domains.types.get(`${process}.${action.register}`);
      return [[`${local(action.register)} = ${expressions.stored(action.value, type)};`]];
    }
    case 'lock':
    case 'unlock':
    case 'trylock':
    case 'is-locked':
      return [[lockStatement(action)]];
    case 'read-lock':
    case 'read-unlock':
    case 'synchronize':
      return rcuStatements(action, around);
    case 'fence':
      return [];
  }
}

function local(register: string): string {
  return `me.${localName(register)}`;
}

interface Element {
  /** What is read, or assigned. */
  readonly text: string;
  readonly type: ValueType | undefined;
}

function elementOf(place: Place, { domains, process, line }: Surroundings): Element {
  const { types, addressed, isIndirect } = domains;
  if (place.type === 'location') {
    const { name } = place;
    const isElement = isIndirect && addressed.includes(name);
    const text = isElement ? `memory[${addressName(name)}]` : `${cellName(name)}.value`;
    return { text, type: types.get(name) };
  }
  if (types.get(`${process}.${place.register}`)?.type !== 'address') {
    throw unsupported(line, `an access through ${place.register}, which holds no address`);
  }
  return { text: `memory[${local(place.register)}]`, type: types.get(addressed[0]) };
}

function updated({ at, condition, value, result }: Update, around: Surroundings): string[] {
  const { process, domains, line } = around;
  const { text, type } = elementOf(at, around);
  const expressions = new Expressions(process, domains, line, type);
  const store = `${text} = ${expressions.stored(value, type)};`;
  const into = result && domains.types.get(`${process}.${result.register}`);
  return [
    `const old = ${text};`,
    condition === undefined ? store : `if (${expressions.condition(condition)}) ${store}`,
    ...(result ? [`${local(result.register)} = ${expressions.stored(result.value, into)};`] : []),
  ];
}

function lockStatement(action: LockAction): string {
  const lock = cellName(action.lock);
  switch (action.type) {
    case 'lock':
      return `if (!${lock}.acquire(me)) return 'blocked';`;
    case 'unlock':
      return `${lock}.release(me);`;
    case 'trylock':
      return `${local(action.register)} = Number(${lock}.tryAcquire(me));`;
    case 'is-locked':
      return `${local(action.register)} = Number(${lock}.isHeld());`;
  }
}

function rcuStatements({ type, domain }: RcuAction, { newGrace }: Surroundings): string[][] {
  const cell = domain === undefined ? RCU : cellName(domain);
  if (type === 'read-lock') return [[`${cell}.readLock(me);`]];
  if (type === 'read-unlock') return [[`${cell}.readUnlock(me);`]];
  const grace = newGrace(cell);
  return [[`${cell}.start(${grace});`], [`if (!${cell}.isOver(${grace})) return 'blocked';`]];
}
