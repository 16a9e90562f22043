// Processes, their steps and procedures: what an author writes, as data, with the types that make a wrong label, a
// wrong cell or a wrong value a compile-time error.

import type { Cell, Cells, ElementView } from './cell.ts';
import type { Id, Kind, ProcessId, ValueDomain } from './domain.ts';

/** What a step may return besides a label: stay, end, or go to the key that follows. */
export type Reserved = 'blocked' | 'done' | 'next';
export const RESERVED_LABELS: readonly string[] = ['blocked', 'done', 'next'];

// biome-ignore lint/suspicious/noExplicitAny: a domain or a cell of any type
export type Locals = Readonly<Record<string, ValueDomain | Cell<any>>>;
// biome-ignore lint/suspicious/noExplicitAny: helpers have arguments of any type
export type Helpers = Readonly<Record<string, (context: any, ...args: any[]) => unknown>>;

export type Views<C> = { [K in keyof C]: C[K] extends Cell<infer V> ? V : never };
/** A helper as a step calls it: the first parameter, its own cells, is bound. */
export type HelperCalls<H> = {
  [K in keyof H]: H[K] extends (context: never, ...args: infer A) => infer R
    ? (...args: A) => R
    : never;
};
export type Me<L, I> = { -readonly [K in keyof L]: ElementView<L[K]> } & {
  /** Which instance of the process this is. */
  readonly id: I;
  /** This process among all processes of the system. */
  readonly self: ProcessId;
};

export interface Tools {
  /** One of the values, each of them explored. */
  choose<const T>(values: readonly T[]): T;
  /**
   * A claim about the current state; where it is false, the run is a counterexample to `assertions`, or to the property
   * that is named, if there is one (`asserted('...')`).
   */
  assert(condition: boolean, message: string, property?: string): void;
}

export type Context<C, H, L, I> = Views<C> & HelperCalls<H> & Tools & { readonly me: Me<L, I> };
export type Instance<K> = [K] extends [never] ? number : K extends Kind<infer N> ? Id<N> : number;
/** Where TypeScript asks `pick(...)` for a step before it has looked at the locals, those that are not given are `never`. */
type Given<L> = [L] extends [never] ? Record<never, never> : L;

/** Runs atomically and returns the label that comes next. */
export type StepFunction<Ctx, Label extends string> = (context: Ctx) => Label | Reserved;

// biome-ignore lint/suspicious/noExplicitAny: a step of any process
export type AnyStep = (context: any) => string;

/** A call of a procedure as a step of its own: evaluates the arguments and enters the frame. */
export interface Call<out Label extends string = string> {
  readonly type: 'call';
  readonly procedure: ProcedureDefinition;
  // biome-ignore lint/suspicious/noExplicitAny: arguments of any procedure
  readonly args: (context: any) => Record<string, unknown>;
  /** From the procedure's return labels to the caller's labels. */
  readonly returns: Readonly<Record<string, Label | 'done'>>;
  /** From the procedure's results to the caller's locals that receive them. */
  readonly results: Readonly<Record<string, string>>;
}

/** What an author says of a step besides its code. */
export interface Notes {
  /** Where it stands in the kernel: `mm/page_alloc.c get_page_from_freelist()`. */
  readonly at?: string;
  /** Which step of the argument it is, in the argument's own notation; several where it is more than one of them. */
  readonly thread?: string | readonly string[];
  /** Why it may touch several shared cells at once: `under zone->lock`. */
  readonly atomic?: string;
}
/** A step as an author writes it: its code alone, or with notes. */
export type Noted<Step> = Step | (Notes & { readonly does: Step });

/** The same of several steps, from labels to words: for steps that come from elsewhere. */
export interface StepNotes<Label extends string = string> {
  readonly at?: { readonly [K in Label]?: string };
  readonly thread?: { readonly [K in Label]?: string | readonly string[] };
  readonly atomic?: { readonly [K in Label]?: string };
  /** The older name of `atomic`. */
  readonly coarse?: { readonly [K in Label]?: string };
}
/** Which runs count as fair to a process when liveness is checked. */
export type Fairness = 'none' | 'weak' | 'strong';

/** A process that runs on a cpu: what kernel/actors.ts and kernel/placement.ts say besides its guard. */
export interface ActorNote {
  /** Who says so: `task`. */
  readonly maker: string;
  // biome-ignore lint/suspicious/noExplicitAny: a guard of any process
  readonly guard: (context: any) => boolean;
  /** The cells that the guard names, and how each is made. */
  readonly cells: Readonly<Record<string, string>>;
  /** The local by which the guard knows where the process runs: no step assigns it. */
  readonly local: string;
  /** What the local begins with. */
  readonly where: (id: number) => number;
}

export interface ProcessDefinition extends StepNotes {
  readonly type: 'process';
  /** How many instances, or the kind that has one instance an id. */
  readonly count: number | Kind;
  readonly locals: Locals;
  readonly start: string;
  readonly steps: Readonly<Record<string, AnyStep | Call>>;
  /** Labels at which it is right to wait forever. */
  readonly end: readonly string[];
  /** Part of the environment: it may stop anywhere, and nobody counts on it. */
  readonly environment: boolean;
  readonly fairness: Fairness;
  /** The pool cell whose slots start the instances. */
  readonly pool?: string;
  /** The lane of a trace in which an instance is shown. */
  readonly lane?: (id: number) => string;
  /** Whether the process may take any step now; false blocks it wherever it stands, in procedures too. */
  // biome-ignore lint/suspicious/noExplicitAny: a guard of any process
  readonly guard?: (context: any) => boolean;
  readonly actor?: ActorNote;
  /** Initial values of locals that differ from instance to instance; one that chooses names the tools. */
  readonly begin?: (id: number, tools: Pick<Tools, 'choose'>) => Readonly<Record<string, unknown>>;
  /** By label and by what its step returns: another label to go to instead. Regions make these. */
  readonly routes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface ProcedureDefinition extends StepNotes {
  readonly type: 'procedure';
  readonly name: string;
  readonly params: Locals;
  readonly locals: Locals;
  readonly results: Locals;
  readonly returns: readonly string[];
  readonly start: string;
  readonly steps: Readonly<Record<string, AnyStep | Call>>;
}

/** What a process has besides its own labels, where it is of a pool and where not. */
type Added<Pool> = Pool extends string ? 'idle' | 'exit' : 'done';
/** A process as the types see it: its labels, the added ones, and its locals can be named in properties. */
export interface Process<out Label extends string, out L, out I, out More extends string = 'done'>
  extends ProcessDefinition {
  readonly __process?: { label: Label; locals: L; id: I; more: More };
}
/** A procedure as the types see it: its parameters, results and return labels are checked where it is called. */
export interface Procedure<P, R, out Return extends string> extends ProcedureDefinition {
  readonly __procedure?: { params: P; results: R; returns: Return };
}

type Arguments<P> = { [K in keyof P]: ElementView<P[K]> };

export interface ProcessOptions<C, H, Label extends string, L, K, Pool>
  extends StepNotes<NoInfer<Label>> {
  count?: K;
  locals?: L;
  start: NoInfer<Label>;
  steps: Record<
    Label,
    Noted<
      | StepFunction<Context<C, H, Given<L>, Instance<K>>, NoInfer<Label>>
      | Call<NoInfer<Label> | 'done'>
    >
  >;
  end?: readonly (NoInfer<Label> | `${NoInfer<Label>}/${string}`)[];
  environment?: boolean;
  fairness?: Fairness;
  /** Its slots say how many instances there are, so `count` is not given with it. */
  pool?: Pool;
  lane?: (id: number) => string;
  guard?: (context: Views<C> & HelperCalls<H> & { readonly me: Me<L, Instance<K>> }) => boolean;
  actor?: ActorNote;
  begin?: (
    id: Instance<K>,
    tools: Pick<Tools, 'choose'>,
  ) => { readonly [N in keyof L]?: ElementView<L[N]> };
}

export interface ProcedureOptions<C, H, Label extends string, P, L, R, Return extends string>
  extends StepNotes<NoInfer<Label>> {
  params?: P;
  locals?: L;
  /** Locals whose last values the caller gets. */
  results?: R;
  returns: readonly Return[];
  start: NoInfer<Label>;
  steps: Record<
    Label,
    Noted<
      | ((
          context: Context<C, H, Given<P> & Given<L> & Given<R>, number>,
        ) => NoInfer<Label> | NoInfer<Return> | Exclude<Reserved, 'done'>)
      | Call<NoInfer<Label> | NoInfer<Return>>
    >
  >;
}

/** What the builder of a system is handed: the makers of processes, typed for the system's cells and helpers. */
export interface Builder<C extends Cells, H = Record<never, never>> {
  process<
    const Label extends string,
    L extends Locals = Record<never, never>,
    const K extends number | Kind = number,
    const Pool extends (keyof C & string) | undefined = undefined,
  >(options: ProcessOptions<C, H, Label, L, K, Pool>): Process<Label, L, Instance<K>, Added<Pool>>;

  procedure<
    const Label extends string,
    const Return extends string,
    P extends Locals = Record<never, never>,
    L extends Locals = Record<never, never>,
    R extends Locals = Record<never, never>,
  >(name: string, options: ProcedureOptions<C, H, Label, P, L, R, Return>): Procedure<P, R, Return>;

  /**
   * A step that calls a procedure. `args` computes the parameters from the caller's context, `returns` says at which
   * label of the caller each return label arrives, `results` which local of the caller receives a result.
   */
  call<P, R, Return extends string, const To extends Readonly<Record<Return, string>>>(
    procedure: Procedure<P, R, Return>,
    // biome-ignore lint/suspicious/noExplicitAny: the caller's locals are not known here; run time checks them
    args: (context: Views<C> & { me: any }) => Arguments<P>,
    returns: To,
    results?: { readonly [K in keyof R]?: string },
  ): Call<To[Return]>;
}
