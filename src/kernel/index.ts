// 'mmcheck/kernel': the kernel's primitives in the modelling language. docs/language/kernel.md shows each in use.

export { type Actor, ipi, irq, type On, softirq, task } from './actors.ts';
export { type Atomic, type AtomicPair, atomic, atomicPair } from './atomic.ts';
export { type AtomicBits, atomicBits } from './atomic-bits.ts';
export { type Barriers, barriers } from './barriers.ts';
export {
  type CallFunction,
  type CallFunctionOptions,
  callFunctions,
  type Sent,
} from './call-function.ts';
export { type Completion, completion } from './completion.ts';
export { type ContextOptions, type CpuContext, contexts, type SpinForm } from './contexts.ts';
export { type HotplugOptions, type HotplugStates, hotplugStates } from './cpu-hotplug.ts';
export type { Lock } from './exclusive-lock.ts';
export { type Heap, type HeapOptions, heap, heapProperties } from './heap.ts';
export { type KernfsNode, type KernfsOptions, kernfsNode } from './kernfs.ts';
export { type Kthread, kthread } from './kthread.ts';
export { balancePush, migrator } from './migration.ts';
export { type FairMutex, type MutexOptions, mutex } from './mutex.ts';
export {
  type ChainSort,
  type NotifierChain,
  type NotifierChainOptions,
  notifierChain,
} from './notifier-chain.ts';
export { type OrderedWorkqueue, orderedWorkqueue } from './ordered-workqueue.ts';
export { type PercpuRef, type PercpuRefMode, percpuRef } from './percpu-ref.ts';
export {
  migrates,
  type Placement,
  type PlacementOptions,
  placements,
  type Start,
} from './placement.ts';
export { type Rcu, type RcuOptions, rcu, type Srcu, srcu } from './rcu.ts';
export { type Refcount, type RefcountOptions, type RefcountWarning, refcount } from './refcount.ts';
export {
  irqsOff,
  preemptOff,
  type Region,
  rcuRead,
  readLocked,
  readLockedInInterrupt,
  regions,
  softirqsOff,
  unlessPreempted,
  withLock,
  writeLocked,
} from './regions.ts';
export { type Rwlock, type RwlockOptions, rwlock } from './rwlock.ts';
export { percpuRwsem, type Rwsem, type RwsemOptions, rwsem } from './rwsem.ts';
export { type Seqcount, type Seqlock, seqCookie, seqcount, seqlock } from './seqcount.ts';
export { type SpinlockOptions, spinlock } from './spinlock.ts';
export { type StopMachine, stopMachine, stopper, stopperSteps } from './stop-machine.ts';
export { spuriousWakeUps, waitTimers } from './wait-events.ts';
export { type SleepState, type WaitQueue, waitQueue } from './wait-queue.ts';
export type { Who } from './who.ts';
export { type DelayedWork, delayedWork, type Work, type WorkOptions, work } from './workqueue.ts';
