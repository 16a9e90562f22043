// Small concurrent programs, for the enumerator of executions: straight lines and branches, no loops.

export type Value = number | string;

/** A value made of registers. Which they are decides what depends on what. */
export interface Term {
  readonly uses: readonly string[];
  readonly of: (register: (name: string) => Value) => Value;
}

/** What is said of an access or of a fence: `once`, `acquire`, `release`, `smp_mb`, ... A memory model knows the words. */
export type Tag = string;

export type Instruction =
  | {
      readonly type: 'read';
      readonly location: Term;
      readonly register: string;
      readonly tags: readonly Tag[];
    }
  | {
      readonly type: 'write';
      readonly location: Term;
      readonly value: Term;
      readonly tags: readonly Tag[];
    }
  /** A read-modify-write: terms may use `old`. Where the condition is false, it only reads. */
  | {
      readonly type: 'update';
      readonly location: Term;
      readonly condition?: Term;
      readonly value: Term;
      readonly result?: { readonly register: string; readonly value: Term };
      /** Of its read, of its write, and of both where it does not write. */
      readonly reads: readonly Tag[];
      readonly writes: readonly Tag[];
      readonly fails: readonly Tag[];
      /** Runs in which the condition is false are none. */
      readonly mustSucceed?: boolean;
    }
  | { readonly type: 'fence'; readonly tags: readonly Tag[]; readonly location?: string }
  | { readonly type: 'compute'; readonly register: string; readonly value: Term }
  | {
      readonly type: 'branch';
      readonly on: Term;
      readonly holds: readonly Instruction[];
      readonly fails: readonly Instruction[];
    };

export interface Program {
  readonly threads: readonly (readonly Instruction[])[];
  /** Of every location. */
  readonly initial: ReadonlyMap<string, Value>;
  /** Of registers, by thread; 0 where nothing is said. */
  readonly registers?: readonly ReadonlyMap<string, Value>[];
}

/** What a read-modify-write has read. */
export const OLD = 'old';

export function isTrue(value: Value): boolean {
  return value !== 0;
}
