// Accesses: what a step, a helper or a property touches, as far as its source text shows. Everything later (what is
// decoded and encoded, which steps are independent, what a property can see) stands on this, so an access set may be
// too large, never too small.

import type { None, ValueDomain } from '../../language/domain.ts';
import type { Counterpart } from '../../language/method.ts';

/** Which element of an array, set or table an access goes to. */
export type IndexAccess =
  /** An element named in the source text: `free[0]`, `pages[2].state`. */
  | { readonly type: 'constant'; readonly value: number }
  /** The element that a local names in the state before the step; the step does not assign the local before the use. */
  | { readonly type: 'local'; readonly name: string }
  /** The element of the process itself: `pcp[me.id]`. */
  | { readonly type: 'own' }
  /** The element of the process itself in an array over processes: `seen[me.self]`. */
  | { readonly type: 'self' }
  | ComputedIndex
  | { readonly type: 'any' };

/** The element that an expression of `me.id`, locals and names from outside names, in the state before the step. */
export interface ComputedIndex {
  readonly type: 'computed';
  readonly text: string;
  /** Tells expressions apart that read alike: they may stand in different functions. */
  readonly serial: number;
  /** The locals that the expression uses; the step does not assign them before. */
  readonly locals: readonly string[];
  /** Undefined where the expression has no index for a value. */
  readonly evaluate: (me: Readonly<Record<string, unknown>>) => number | undefined;
}

/** The element that an argument of a helper names; its parameters are counted from 0 after the pattern. */
export interface ParameterIndex {
  readonly type: 'parameter';
  readonly position: number;
}

export interface FieldAccess {
  readonly type: 'field';
  readonly name: string;
}

/**
 * One way in which code touches a cell. `path` follows the shape: one entry for each array on the way (the element)
 * and for each record (the field). A path that ends early covers everything below. A set's member or a list's element
 * is not told apart: the whole set or list is one thing.
 */
export interface Access<Index = IndexAccess> {
  readonly cell: string;
  readonly path: readonly (Index | FieldAccess)[];
  readonly write: boolean;
  /** Part of an operation that commutes with others of the same name, by what it does to the cell: see commuting.ts. */
  readonly commutes?: string;
  /** Only this end of a list is touched; `awaits` says which end has to change where the step is blocked: see list-ends.ts. */
  readonly end?: ListEnd;
  readonly awaits?: ListEnd;
  /** Every run of the step that is not blocked does it: adds there, or takes from there. */
  readonly always?: boolean;
}

export type ListEnd = 'front' | 'back';

/** What is known of an access besides what it touches. */
export type Manner = Pick<Access, 'commutes' | 'end' | 'awaits' | 'always'>;

/** How code uses the locals of its process. */
export interface LocalUse {
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
  /** Of each that is written, what is known of each write to it. */
  readonly manners: ReadonlyMap<string, readonly Manner[]>;
}

/** An acquire guard: a method, of a record that lies at a path below a cell, that a step waits for (acquire-guards.ts). */
export interface AcquireGuard {
  readonly cell: string;
  readonly path: Access['path'];
  readonly method: string;
}

export type Compared = string | number | boolean | None;

/** A part of the state, by the fields on the way to it, that is compared with what has the same answer always. */
export interface ComparedPart {
  readonly root: 'cell' | 'me' | 'my' | 'step';
  /** The cell, or in a property the process. */
  readonly name: string;
  readonly fields: readonly string[];
  readonly domain: ValueDomain;
  /** What is compared, and the comparison, as their author wrote them. */
  readonly place: string;
  readonly text: string;
}

/** It is compared with a value that it never has. */
export interface ImpossibleComparison extends ComparedPart {
  readonly value: Compared;
}

/** It is compared by size with a number beyond its range. */
export interface OneSidedComparison extends ComparedPart {
  readonly answer: boolean;
  /** The answer that it has for all values of a domain, if it has one. */
  readonly answerIn: (domain: ValueDomain) => boolean | undefined;
}

/** A condition of a claim or an assertion with the same answer in every state. */
export interface ConstantCondition {
  /** As its author wrote it. */
  readonly text: string;
  readonly answer: boolean;
  readonly why: string;
}

/** A method of a primitive that code calls; the cell with the fields that lead to the primitive. */
export interface CalledMethod {
  readonly cell: string;
  readonly method: string;
  readonly goesWith?: Counterpart;
}

/** Where the values of locals come from and go to, as the text shows it: see data-flow.ts. */
export interface DataFlow {
  /** By local, the cell of which it holds the one word that the step loads, where the step loads that. */
  readonly loaded: ReadonlyMap<string, string>;
  /** By cell, the local whose value is what the step stores there. */
  readonly stored: ReadonlyMap<string, string>;
}

export interface StepAccess {
  /** Cells (and, in properties, processes) that the pattern names, in order. */
  readonly cells: readonly string[];
  readonly helpers: readonly string[];
  /** Reserved names in the pattern: `me`, `choose`, `assert`, and `my`, `step` in observers. */
  readonly tools: readonly string[];
  /** Reads and writes, those of the helpers it calls included. A read-modify-write is one of each. */
  readonly accesses: readonly Access[];
  readonly locals: LocalUse;
  /** Accesses to the observer's own state (`my`), by the same rules; cell is `my`, path starts with the field. */
  readonly own: readonly Access[];
  /** The labels that the step may return; 'any' where a returned value is not a literal. */
  readonly labels: readonly string[] | 'any';
  /** The properties that its assertions name. */
  readonly asserted: readonly string[];
  /** Comparisons that have one answer in this system. */
  readonly impossible: readonly ImpossibleComparison[];
  readonly constant: readonly ConstantCondition[];
  readonly oneSided: readonly OneSidedComparison[];
  /** Methods of primitives, those that its helpers call included. */
  readonly calls: readonly CalledMethod[];
  /** Names in the pattern that stand nowhere else. */
  readonly unused: readonly string[];
  /** What it asks first, and is blocked by while the answer is false. */
  readonly acquireGuards: readonly AcquireGuard[];
  readonly dataFlow: DataFlow;
}

/** What a call of a helper touches. */
export interface HelperAccess {
  /** The helpers that its pattern names. */
  readonly helpers: readonly string[];
  readonly impossible: readonly ImpossibleComparison[];
  readonly accesses: readonly Access<IndexAccess | ParameterIndex>[];
  readonly calls: readonly CalledMethod[];
  /** How many arguments it can use. */
  readonly takes: number;
  /** Whether it may return something. */
  readonly answers: boolean;
}
