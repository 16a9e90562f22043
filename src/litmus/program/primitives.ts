// The kernel's names that a litmus test may call, each as what it does to memory: the names and their orderings are those of
// tools/memory-model/linux-kernel.def, which says what they mean to herd.
//
// What must stay true: a name that is not here is refused, and never taken for one that it looks like.

import { atomicNames, atomicOperation } from './atomics.ts';
import type { Fence } from './instruction.ts';
import { type Primitive, question, statement } from './primitive.ts';

export function primitiveOf(name: string): Primitive | undefined {
  if (Object.hasOwn(PRIMITIVES, name)) return PRIMITIVES[name];
  return fenceOf(name) ?? atomicOperation(name);
}

/** For who mistyped one. */
export function primitiveNames(): string[] {
  return [...Object.keys(PRIMITIVES), ...FENCES, ...atomicNames()];
}

const PRIMITIVES: Readonly<Record<string, Primitive>> = {
  READ_ONCE: question(1, (given, register) => [
    { type: 'read', order: 'once', from: given.target(0), register },
  ]),
  // The kernel's model knows it for the dependency that its value carries, and no other order.
  rcu_dereference: question(1, (given, register) => [
    { type: 'read', order: 'once', from: given.target(0), register },
  ]),
  smp_load_acquire: question(1, (given, register) => [
    { type: 'read', order: 'acquire', from: given.place(0), register },
  ]),
  atomic_read: question(1, (given, register) => [
    { type: 'read', order: 'once', from: given.place(0), register },
  ]),
  atomic_read_acquire: question(1, (given, register) => [
    { type: 'read', order: 'acquire', from: given.place(0), register },
  ]),
  WRITE_ONCE: statement(2, (given) => [
    { type: 'write', order: 'once', to: given.target(0), value: given.value(1) },
  ]),
  rcu_assign_pointer: statement(2, (given) => [
    { type: 'write', order: 'release', to: given.target(0), value: given.value(1) },
  ]),
  smp_store_release: statement(2, (given) => [
    { type: 'write', order: 'release', to: given.place(0), value: given.value(1) },
  ]),
  atomic_set: statement(2, (given) => [
    { type: 'write', order: 'once', to: given.place(0), value: given.value(1) },
  ]),
  atomic_set_release: statement(2, (given) => [
    { type: 'write', order: 'release', to: given.place(0), value: given.value(1) },
  ]),
  smp_store_mb: statement(2, (given) => [
    { type: 'write', order: 'once', to: given.target(0), value: given.value(1) },
    { type: 'fence', fence: 'smp_mb' },
  ]),
  // It orders what the compiler does, and each access is a step of its own here.
  barrier: statement(0, () => []),
  spin_lock: statement(1, (given) => [{ type: 'lock', lock: given.thing(0) }]),
  spin_unlock: statement(1, (given) => [{ type: 'unlock', lock: given.thing(0) }]),
  spin_trylock: question(1, (given, register) => [
    { type: 'trylock', lock: given.thing(0), register },
  ]),
  spin_is_locked: question(1, (given, register) => [
    { type: 'is-locked', lock: given.thing(0), register },
  ]),
  rcu_read_lock: statement(0, () => [{ type: 'read-lock' }]),
  rcu_read_unlock: statement(0, () => [{ type: 'read-unlock' }]),
  synchronize_rcu: statement(0, () => [{ type: 'synchronize' }]),
  synchronize_rcu_expedited: statement(0, () => [{ type: 'synchronize' }]),
  srcu_read_lock: question(1, (given, register) => [
    { type: 'read-lock', domain: given.thing(0) },
    { type: 'compute', register, value: { type: 'number', value: 0 } },
  ]),
  srcu_read_unlock: statement(2, (given) => [{ type: 'read-unlock', domain: given.thing(0) }]),
  synchronize_srcu: statement(1, (given) => [{ type: 'synchronize', domain: given.thing(0) }]),
  synchronize_srcu_expedited: statement(1, (given) => [
    { type: 'synchronize', domain: given.thing(0) },
  ]),
};

const FENCES: readonly Fence[] = [
  'smp_mb',
  'smp_rmb',
  'smp_wmb',
  'smp_mb__before_atomic',
  'smp_mb__after_atomic',
  'smp_mb__after_spinlock',
  'smp_mb__after_unlock_lock',
];

function fenceOf(name: string): Primitive | undefined {
  const fence = FENCES.find((one) => one === name);
  return fence && statement(0, () => [{ type: 'fence', fence }]);
}
