// The first claim that everything else stands on: what a step really touches is among what it was taken to touch, and
// it does the same whenever it is run from the same state.
//
// What a step was taken to touch is asked of the very process states from which stubborn sets are made; they come
// from the analysis of the source text, with the indices that the state fixes. A blocked step is asked more: whatever
// it read must be among what it is taken to wait for, or it could be woken unseen.

import type { FlatLabel } from '../compile/layout/expand.ts';
import { type Field, placeOf, readField } from '../compile/layout/field.ts';
import type { InstancePlan } from '../compile/layout/layout.ts';
import { fieldsOf, type Slot } from '../compile/layout/slot.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { FieldNumbers, FieldSet } from '../reduction/partial-order/field-set.ts';
import type { ProcessStates } from '../reduction/partial-order/process-states.ts';
import type { StepAccessSet } from '../reduction/partial-order/step-access.ts';
import type { FieldNames } from '../trace/field-names.ts';
import type { Recording, TracingViews } from '../trace/tracing-views.ts';
import {
  sameTransition,
  type Transition,
  type TransitionLists,
} from '../transition/transition-lists.ts';
import type { Findings } from './findings.ts';

export interface AccessAuditParts {
  readonly transitions: TransitionLists;
  readonly processStates: ProcessStates;
  readonly numbers: FieldNumbers;
  readonly recorder: TracingViews;
  readonly names: FieldNames;
  readonly findings: Findings;
}

export class AccessAudit {
  readonly #parts: AccessAuditParts;
  readonly #system: CompiledSystem;
  /** Of a place in a list, all fields of the list. */
  readonly #lists: ReadonlyMap<number, readonly Field[]>;

  constructor(parts: AccessAuditParts) {
    this.#parts = parts;
    this.#system = parts.transitions.system;
    // A field without bits has the place of the next one.
    const lists = Object.values(this.#system.layout.cells)
      .flatMap(listsIn)
      .map((list) => fieldsOf(list).filter(({ bits }) => bits > 0));
    this.#lists = new Map(lists.flatMap((list) => list.map((field) => [placeOf(field), list])));
  }

  /** Looks at the step that an instance would take; returns how often it was run on recording views. */
  check(state: Int32Array, k: number): number {
    const { processStates, recorder, transitions, findings } = this.#parts;
    const number = processStates.of(state, k);
    if (number < 0) return 0;
    const { now } = processStates.all[number];
    const recordings = recorder.of(state, k);
    for (const recording of recordings) this.#touches(state, k, recording, now);
    // A step that touches what it was not known to touch is run on stale views, so it need not do the same; on these views
    // what it stores does not wait in a buffer.
    const isDirect = !this.#system.memory?.isAuthors(this.#system.layout.instances[k]);
    const isKnown = !findings.blames(transitions.stepName(state, k));
    if (isDirect && isKnown) this.#repeats(state, k, recordings);
    return recordings.length;
  }

  #touches(state: Int32Array, k: number, recording: Recording, now: StepAccessSet): void {
    const { numbers, recorder } = this.#parts;
    const known = this.#localsOf(state, k);
    // Who is taken to touch an end of a list may move all of it; that the ends do not meet is another claim.
    const isKnown = (field: Field, set: FieldSet): boolean => {
      const list = field.bits > 0 ? this.#lists.get(placeOf(field)) : undefined;
      const bits = numbers.of(list ?? [field]);
      return list ? (bits & set) !== 0n : (bits & set) === bits;
    };
    const isBlocked = recording.returned === 'blocked';
    for (const field of recording.reads.map((one) => this.#own(one))) {
      if (known.has(placeOf(field)) || isKnown(field, now.waits)) continue;
      const isTouched = isKnown(field, now.uses | now.writes);
      if (isTouched && !isBlocked) continue;
      const how = isTouched ? 'waits for' : 'reads';
      this.#report(state, k, field, false, `${how} it, which its text is not seen to do`);
    }
    for (const field of this.#written(recorder.seenBy(state, k), recording)) {
      if (isKnown(field, now.writes)) continue;
      const onlyRead = isKnown(field, now.waits) || known.has(placeOf(field));
      const why = onlyRead
        ? 'writes it, and is taken only to read it: is a method marked pure that changes something?'
        : 'writes it, which its text is not seen to do';
      this.#report(state, k, field, true, why);
    }
  }

  /** What was stored to, and what packing changed of the state that the process sees: a list that shrinks loses elements that no step stores to. */
  #written(state: Int32Array, { writes, state: after }: Recording): Set<Field> {
    const changed = after ? this.#parts.names.differing(state, after) : [];
    return new Set([...writes.map((one) => this.#own(one)), ...changed]);
  }

  #report(state: Int32Array, k: number, field: Field, write: boolean, what: string): void {
    const { findings, names, recorder, transitions } = this.#parts;
    const step = transitions.stepName(state, k);
    const { name } = names.at(field);
    const instance = this.#system.layout.instances[k];
    const cell = name.startsWith(`${instance.name}.`)
      ? `me${name.slice(instance.name.length)}`
      : name;
    findings.add(
      { claim: 'accesses', step, cells: [cell], message: `${cell}: the step ${what}` },
      state,
      () => ({
        lines: recorder.linesOf(state, k, field, write),
      }),
    );
  }

  /** The recorder's fields are those of another layout. */
  #own(field: Field): Field {
    return field.bits === 0 ? field : this.#parts.names.at(field).field;
  }

  /** The places of the locals that a step and its guard are taken to read; no other process can. */
  #localsOf(state: Int32Array, k: number): ReadonlySet<number> {
    const instance = this.#system.layout.instances[k];
    const label = this.#labelAt(state, k);
    const { read, written } = this.#system.accessOf(instance, label).locals;
    const guard = this.#system.guardAccess(instance)?.locals.read ?? [];
    const places = (frame: string, locals: Iterable<string>): number[] =>
      [...locals].flatMap((local) => fieldsOf(instance.frames[frame][local]).map(placeOf));
    return new Set([...places(label.frame.name, [...read, ...written]), ...places('', guard)]);
  }

  #labelAt(state: Int32Array, k: number): FlatLabel {
    const { process, label } = this.#system.layout.instances[k];
    return process.flat.labels[readField(state, label)];
  }

  /** Twice by the code of the search, and once on recording views. */
  #repeats(state: Int32Array, k: number, recordings: readonly Recording[]): void {
    const { transitions, findings } = this.#parts;
    const [one, other] = [transitions.of(state, k), transitions.again(state, k)];
    const same =
      one.length === other.length &&
      one.every((transition, n) => sameTransition(transition, other[n]));
    const instance = this.#system.layout.instances[k];
    const label = this.#labelAt(state, k);
    if (same && this.#agree(instance, label, one, recordings)) return;
    const message =
      'did not do the same whenever it was run from the same state. A step may use only what its pattern names: ' +
      'no clock, no chance, nothing that a closure remembers';
    findings.add({ claim: 'repetition', step: transitions.stepName(state, k), message }, state);
  }

  /** Whether the recorded runs are those of the transitions: the same choices, labels, cells and locals. */
  #agree(
    instance: InstancePlan,
    label: FlatLabel,
    transitions: readonly Transition[],
    recordings: readonly Recording[],
  ): boolean {
    const taken = recordings.filter(({ returned }) => returned !== 'blocked');
    return (
      taken.length === transitions.length &&
      taken.every((recording, n) => {
        const transition = transitions[n];
        if (recording.choice !== transition.choice) return false;
        if (!recording.state || !transition.to) return !recording.state === !transition.to;
        return this.#arrives(instance, label, recording, transition.to);
      })
    );
  }

  #arrives(
    instance: InstancePlan,
    label: FlatLabel,
    recording: Recording,
    to: Int32Array,
  ): boolean {
    const { returned, state } = recording;
    const target = label.targets[returned as string];
    const code = label.enters?.code ?? target?.code;
    if (code !== readField(to, instance.label)) return false;
    // The variables of a frame that is left are cleared after the step, and the caller gets its results.
    const isWithin = label.enters === undefined && target.leaves.length === 0;
    const slots = [
      ...Object.values(this.#system.layout.cells),
      ...(isWithin ? Object.values(instance.frames[label.frame.name]) : []),
    ];
    return slots
      .flatMap(fieldsOf)
      .every((field) => readField(state as Int32Array, field) === readField(to, field));
  }
}

function listsIn(slot: Slot): Slot[] {
  if (slot.type === 'list') return [slot];
  if (slot.type === 'array') return slot.elements.flatMap(listsIn);
  return slot.type === 'record' ? Object.values(slot.fields).flatMap(listsIn) : [];
}
