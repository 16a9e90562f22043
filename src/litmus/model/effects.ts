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

/** The cells of RCU and of barriers. */
export const RCU = 'rcu';
export const BARRIERS = 'smp';

/** As many steps as there are lists: two for synchronize_rcu(), none for a fence that says nothing where it stands. */
export function effectsOf(action: Action, around: Surroundings): string[][] {
  const { process, domains, line } = around;
  const expressions = new Expressions(process, domains, line);
  switch (action.type) {
    case 'read': {
      const { text } = elementOf(action.from, around);
      const method = action.order === 'acquire' ? 'readAcquire' : 'read';
      return [[`${local(action.register)} = ${text}.${method}();`]];
    }
    case 'write': {
      const { text, type } = elementOf(action.to, around);
      const method = action.order === 'release' ? 'setRelease' : 'set';
      return [[`${text}.${method}(${expressions.stored(action.value, type)});`]];
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
      return [lockStatements(action)];
    case 'read-lock':
    case 'read-unlock':
    case 'synchronize':
      return rcuStatements(action, around);
    case 'fence':
      return fenceStatements(action);
  }
}

const FULL = `${BARRIERS}.mb();`;

/** A barrier beside something else orders nothing by itself, and is left out where it stands elsewhere. */
function fenceStatements({ fence, isBeside }: Action & { type: 'fence' }): string[][] {
  if (fence === 'smp_mb' || isBeside) return [[FULL]];
  if (fence === 'smp_rmb') return [[`${BARRIERS}.rmb();`]];
  return fence === 'smp_wmb' ? [[`${BARRIERS}.wmb();`]] : [];
}

function local(register: string): string {
  return `me.${localName(register)}`;
}

interface Element {
  /** The view of the word. */
  readonly text: string;
  readonly type: ValueType | undefined;
}

function elementOf(place: Place, { domains, process, line }: Surroundings): Element {
  const { types, addressed, isIndirect } = domains;
  if (place.type === 'location') {
    const { name } = place;
    const isElement = isIndirect && addressed.includes(name);
    const text = isElement ? `memory[${addressName(name)}]` : cellName(name);
    return { text, type: types.get(name) };
  }
  if (types.get(`${process}.${place.register}`)?.type !== 'address') {
    throw unsupported(line, `an access through ${place.register}, which holds no address`);
  }
  return { text: `memory[${local(place.register)}]`, type: types.get(addressed[0]) };
}

/**
 * A load and a store of one word in one step are a read-modify-write. One that may fail orders nothing before it is known whether
 * it does: that is no more than the kernel's order.
 */
function updated(action: Update, around: Surroundings): string[] {
  const { at, condition, value, result, order } = action;
  const { process, domains, line } = around;
  const { text, type } = elementOf(at, around);
  const expressions = new Expressions(process, domains, line, type);
  const isFull = order === 'full';
  const isRelease = order === 'release' || (isFull && condition !== undefined);
  const store = `${text}.${isRelease ? 'setRelease' : 'set'}(${expressions.stored(value, type)});`;
  const into = result && domains.types.get(`${process}.${result.register}`);
  const load = order === 'acquire' && condition === undefined ? 'readAcquire' : 'read';
  return [
    ...(isFull && condition === undefined ? [FULL] : []),
    `const old = ${text}.${load}();`,
    ...(condition === undefined
      ? [store, ...(isFull ? [FULL] : [])]
      : [`if (${expressions.condition(condition)}) { ${store}${isFull ? ` ${FULL}` : ''} }`]),
    ...(result ? [`${local(result.register)} = ${expressions.stored(result.value, into)};`] : []),
  ];
}

/** A lock is a word: 1 where it is held. As lock.cat has it, taking it acquires and giving it back releases. */
function lockStatements(action: LockAction): string[] {
  const lock = cellName(action.lock);
  switch (action.type) {
    case 'lock':
      return [
        `if (${lock}.readAcquire() !== 0) return 'blocked';`,
        `${lock}.set(1);`,
        ...(action.afterUnlock ? [`${BARRIERS}.wmb();`, `${BARRIERS}.rmb();`] : []),
      ];
    case 'unlock':
      return [`${lock}.setRelease(0);`];
    case 'trylock':
      return [
        `const old = ${lock}.read();`,
        `if (old === 0) ${lock}.set(1);`,
        `${local(action.register)} = Number(old === 0);`,
      ];
    case 'is-locked':
      return [`${local(action.register)} = ${lock}.read();`];
  }
}

function rcuStatements({ type, domain }: RcuAction, { newGrace }: Surroundings): string[][] {
  const cell = domain === undefined ? RCU : cellName(domain);
  if (type === 'read-lock') return [[`${cell}.readLock(me);`]];
  if (type === 'read-unlock') return [[`${cell}.readUnlock(me);`]];
  const grace = newGrace(cell);
  return [[`${cell}.start(${grace});`], [`if (!${cell}.isOver(${grace})) return 'blocked';`]];
}
