// Which kinds are not interchangeable: those of which some code of the system breaks a rule
// (rules.ts). All code is looked at: steps, guards, arguments of calls, properties and observers.
// A kind that is not named here is interchangeable; so the answer may be too many, never too few.
//
// The initial states are not looked at here: see ../initial-orbit.ts.

import type { FlatLabel } from '../../compile/layout/expand.ts';
import { type Layout, type ProcessPlan, shapesOf } from '../../compile/layout/layout.ts';
import type {
  Handler,
  ObserverDefinition,
  Properties,
  PropertyDefinition,
} from '../../language/claims/property.ts';
import { questionsOf } from '../../language/claims/questions.ts';
import type { Call } from '../../language/process.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { countedBy } from '../group.ts';
import type { Checker } from './checker.ts';
import { CodeNames, type Names, viewOf } from './code-names.ts';
import type { Violation } from './context.ts';
import { arePlaces, checkParts } from './handed-over.ts';
import { read } from './members.ts';
import { unlikeAtStart } from './start-values.ts';
import { type Candidates, kindsIn, PLAIN, type Type } from './types.ts';

/** Why a kind is not interchangeable, of the given ones with their sizes. */
export function distinguishedKinds(
  definition: SystemDefinition,
  layout: Layout,
  properties: Properties,
  sizes: ReadonlyMap<string, number>,
): Map<string, string> {
  const reasons = new Map<string, string>();
  const counting = layout.processes.map(countedBy).filter((name) => sizes.has(name));
  const kinds = new Set(sizes.keys());
  const candidates: Candidates = { kinds, sizes, counting: new Set(counting) };
  const code = new SystemCode(definition, layout, candidates, (kinds, reason) => {
    for (const kind of kinds) if (!reasons.has(kind)) reasons.set(kind, reason);
  });
  // Once every kind is ruled out there is no more to find.
  const pieces = [...code.ofProcesses(), ...code.ofProperties(properties)];
  for (const check of pieces) if (reasons.size < kinds.size) check();
  return reasons;
}

class SystemCode {
  readonly #layout: Layout;
  readonly #candidates: Candidates;
  readonly #report: Violation;
  readonly #names: CodeNames;

  constructor(
    definition: SystemDefinition,
    layout: Layout,
    candidates: Candidates,
    report: Violation,
  ) {
    this.#layout = layout;
    this.#candidates = candidates;
    this.#report = report;
    this.#names = new CodeNames(definition, layout, candidates, report);
  }

  ofProcesses(): (() => void)[] {
    return this.#layout.processes
      .filter(({ count }) => count > 0)
      .flatMap((process) => [
        ...process.flat.labels.map((label) => () => this.#label(process, label)),
        () => this.#guard(process),
      ]);
  }

  ofProperties(properties: Properties): (() => void)[] {
    return Object.entries(properties).map(([name, property]) => this.#property(name, property));
  }

  #label(process: ProcessPlan, label: FlatLabel): void {
    const place = `step ${process.name}/${label.name}`;
    if (typeof label.step !== 'function') {
      const me = this.#names.me(process, label.frame.locals);
      this.#call(label.step, label, place, this.#names.checker(place, [['me', me]]));
      return;
    }
    const result = this.#names.stepChecker(place, process, label).run(label.step);
    this.#mustBePlain(result, `${place}: returns a label that depends on an id`);
  }

  #call({ args, procedure, results }: Call, label: FlatLabel, place: string, c: Checker): void {
    const wrong = (kinds: Iterable<string>, name: string): void => {
      this.#report(kinds, `${place}: '${name}' gets something that is no id of its kind`);
    };
    checkParts(c.run(args), shapesOf(procedure.params), this.#candidates, wrong);
    const starting = shapesOf({ ...procedure.locals, ...procedure.results });
    for (const [name, shape] of Object.entries(starting)) {
      this.#report(
        unlikeAtStart(shape, this.#candidates),
        `${place}: the local '${name}' of '${procedure.name}' starts with an id; orNone starts with none`,
      );
    }
    const from = shapesOf(procedure.results);
    const to = shapesOf(label.frame.locals);
    for (const [result, local] of Object.entries(results)) {
      const fields = new Map([[local, read(c, viewOf(from[result], result, false))]]);
      checkParts({ type: 'object', fields }, { [local]: to[local] }, this.#candidates, wrong);
    }
  }

  #guard(process: ProcessPlan): void {
    const { guard, locals } = process.definition;
    if (!guard) return;
    const place = `guard of ${process.name}`;
    const result = this.#names.checker(place, [['me', this.#names.me(process, locals)]]).run(guard);
    this.#mustBePlain(result, `${place}: answers with something that depends on ids`);
  }

  #property(name: string, property: PropertyDefinition): () => void {
    switch (property.kind) {
      case 'invariant':
      case 'at-end':
      case 'reachable':
      case 'unreachable':
      case 'always-possible':
      case 'liveness':
        return () => {
          for (const question of questionsOf(property)) this.#predicate(name, question);
        };
      case 'conservation':
        return () => this.#conservation(name, property.of, property.count);
      case 'observer':
        return () => this.#observer(name, property);
      // A deadlock and the order of locks speak of no ids; what is asserted stands in the steps.
      case 'assertion':
      case 'deadlock':
      case 'lock-order':
      case 'memory-model':
        return () => {};
    }
  }

  #predicate(name: string, fn: object): void {
    const place = `property ${name}`;
    const result = this.#names.checker(place, this.#names.processes()).run(fn);
    this.#mustBePlain(result, `${place}: answers with something that depends on ids`);
  }

  #conservation(name: string, of: { readonly name: string } | number, count: object): void {
    const place = `property ${name}`;
    const result = this.#names.checker(place, this.#names.processes()).run(count);
    if (typeof of === 'number') {
      this.#mustBePlain(result, `${place}: counts with ids`);
      return;
    }
    if (arePlaces(result, of.name, this.#candidates)) return;
    const kinds = this.#candidates.kinds.has(of.name) ? [of.name] : [];
    const all = [...kinds, ...kindsIn(result, this.#candidates)];
    this.#report(all, `${place}: counts something else than ids`);
  }

  #observer(name: string, { state, always, on }: ObserverDefinition): void {
    const my = viewOf({ type: 'record', fields: shapesOf(state) }, 'my');
    const tools: Names = [
      ['my', my],
      ['assert', { type: 'tool', name: 'assert' }],
    ];
    const run = (handler: Handler, who: string, names: Names): void => {
      const place = `observer ${name}, ${who}`;
      this.#names.checker(place, [...this.#names.processes(), ...tools, ...names]).run(handler);
    };
    // The id of a process that may be any.
    const anybody: Type = { type: 'tainted', kinds: this.#candidates.counting };
    if (always) run(always, 'always', [['step', stepInfo(anybody)]]);
    for (const process of this.#layout.processes) {
      const entry = on[process.name];
      if (!entry) continue;
      const handlers = typeof entry === 'function' ? { [process.name]: entry } : entry;
      const me = viewOf(this.#names.recordOf(process), process.name);
      for (const [label, handler] of Object.entries(handlers)) {
        run(handler, label, [
          ['me', me],
          ['step', stepInfo(this.#names.idOf(process))],
        ]);
      }
    }
  }

  #mustBePlain(result: Type, reason: string): void {
    if (result.type === 'plain' || result.type === 'absent') return;
    this.#report(kindsIn(result, this.#candidates), reason);
  }
}

function stepInfo(id: Type): Type {
  const told: Names = ['process', 'from', 'to'].map((name) => [name, PLAIN]);
  return { type: 'object', fields: new Map<string, Type>([...told, ['id', id]]) };
}
