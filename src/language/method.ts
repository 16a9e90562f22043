// What a primitive says of its methods: which take a lock, which sleep, whom they keep out. Analyses and lock order read it;
// the methods themselves know nothing of it.

/** What lockdep tells apart: who sleeps while it waits, and under what one may still sleep. */
export type LockType =
  | 'raw-spinlock'
  | 'spinlock'
  | 'rwlock'
  | 'seqcount'
  | 'seqlock'
  | 'mutex'
  | 'rwsem'
  | 'percpu-rwsem'
  | 'rcu'
  | 'kernfs'
  | 'work'
  | 'completion'
  | 'wait-queue'
  | 'srcu';

/** A lock as lockdep would know it. */
export interface LockInfo {
  /** All locks of a class are one lock to lock-order analysis. The cell's name, unless given. */
  readonly class?: string;
  readonly type: LockType;
  /** The fields that name who holds it, each a process or an array over processes, and how those do. */
  readonly holders: Readonly<Record<string, 'read' | 'write'>>;
  /** A flag: the owner was given the lock while it was still to ask for it. */
  readonly granted?: string;
  /** A number that is odd while somebody holds the lock, who need not have said his name. */
  readonly odd?: string;
}

/** Of a cpu's context; 'rt' is CONFIG_PREEMPT_RT, where a spinlock sleeps. */
export interface ContextInfo {
  readonly preemption: 'full' | 'none' | 'rt';
}

/**
 * How loads and stores are ordered, in the words of Documentation/memory-barriers.txt: those of the method itself, or, of a
 * barrier, those before and after it.
 */
export type MemoryOrder =
  | 'relaxed'
  | 'acquire'
  | 'release'
  | 'full'
  /** Where it has stored; a cmpxchg() that fails orders nothing. */
  | 'full if stored'
  /** Where it has answered true: a poll that fails orders nothing. */
  | 'full if true'
  | 'mb'
  | 'wmb'
  | 'rmb'
  /** A barrier before, or after, what the method itself loads or stores. */
  | 'wmb before'
  | 'wmb after'
  | 'rmb before'
  | 'rmb after';

/** Methods one of which has to be called, by the same process or by anybody, and what is wrong where none is. */
export interface Counterpart {
  readonly methods: readonly string[];
  readonly by: 'itself' | 'anybody';
  /** Only where somebody calls one of these. */
  readonly where?: readonly string[];
  /** Whoever calls it does so within what this method of another primitive begins: without that, it is missing for that reason. */
  readonly within?: string;
  /** Who calls it has read something since the counterpart. */
  readonly encloses?: true;
  readonly why: string;
}

/** A method of a primitive; `this` is the view of its fields. Pure methods change nothing, which audit checks. */
export interface Method {
  readonly pure: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: a method's own types are given where the primitive is defined
  readonly run: (this: any, ...args: any[]) => unknown;
  /**
   * Takes the lock in this mode, or waits until it could be taken, if it answers true (or nothing at all). A
   * recursive read never waits for writers that wait themselves.
   */
  readonly acquires?: 'read' | 'recursive-read' | 'write';
  /** What it answers to one who has to wait: false, unless given. */
  readonly mustWait?: boolean;
  /** Whoever holds the lock in one of these modes does not wait. */
  readonly reenters?: readonly ('read' | 'write')[];
  /** Gives the lock back. */
  readonly releases?: 'read' | 'write';
  /** Who keeps others out: the method answers them false until the one that is named has taken a step. */
  readonly excludedBy?: readonly Exclusion[];
  /** might_sleep(): whoever calls it where nobody may sleep is wrong, whether or not he has to wait. */
  readonly sleeps?: true;
  /** Only for who is in an interrupt, or has softirqs off (in_interrupt()), or only for who is not in a handler. */
  readonly runsIn?: 'interrupt' | 'task';
  /** __must_check: whoever does not look at the answer is wrong. */
  readonly mustCheck?: true;
  /** What a model that calls it has to call, too: see compile/access/counterparts.ts. */
  readonly goesWith?: Counterpart;
  /** Answers with what this field holds, or held before. */
  readonly givesField?: string;
  /** Answers with an id of a kind, or none: neither is a condition. */
  readonly givesId?: true;
  /** How it orders memory; one that changes something and does not say is fully ordered. */
  readonly order?: MemoryOrder;
  /**
   * What it is to RCU: a read section begins or ends; the grace period that the first argument numbers starts, or it is
   * asked whether that is over.
   */
  readonly rcu?: 'lock' | 'unlock' | 'start' | 'over';
  /** Never waits: a failed attempt closes no cycle of waiting. */
  readonly trylock?: boolean;
}

/**
 * A field of the primitive that names a process, or none, and keeps all other processes out while it names one. Sound
 * only if no other process's step makes it name another, or makes the method answer true meanwhile.
 */
export interface Exclusion {
  /** A field, or an array over processes: then each process that it names keeps others out. */
  readonly by: string;
  /** Only while this number is not 0. */
  readonly while?: string;
  /** Only while this field names nobody. */
  readonly unless?: string;
}
