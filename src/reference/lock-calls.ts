// Which methods of locks each run of a step calls, in order. A step that is run is wrapped, so that while a method is called
// all cells can be looked at as they are then.

import type { Cells, RecordShape, Shape } from '../language/cell.ts';
import { none } from '../language/domain.ts';
import type { LockInfo, Method } from '../language/method.ts';
import type { AnyStep, Call, ProcedureDefinition } from '../language/process.ts';
import type { SystemDefinition } from '../language/system.ts';
import { heldIn, type Look, modesOf, part } from './held-locks.ts';
import type { Instance } from './state.ts';

/** A call of a method of a lock. */
export interface Asking {
  readonly lock: string;
  readonly info: LockInfo;
  readonly method: Method;
  readonly answer: unknown;
  /** How the process holds this very lock already. */
  readonly already: readonly string[];
  /** Of a seqcount, whether nobody is its writer by name after the call. */
  readonly unnamed: boolean;
  /** `[class, type, E or S]` of everything it holds. */
  readonly held: readonly (readonly [string, string, string])[];
}

/** The calls of each run of a step, in order. */
export class LockCalls {
  readonly #definition: SystemDefinition;
  readonly #procedures = new globalThis.Map<ProcedureDefinition, ProcedureDefinition>();
  runs: Asking[][] = [];
  /** Seqcounts that this run writes without saying who it is. */
  #nameless: [string, string, string][] = [];
  #self = -1;
  #look: Look = () => undefined;

  constructor(definition: SystemDefinition) {
    this.#definition = definition;
  }

  begin({ self }: Instance): void {
    this.#self = self;
    this.runs = [];
  }

  instrumented(): SystemDefinition {
    const { cells, processes } = this.#definition;
    const shapes = Object.entries(cells).map(([name, { shape }]) => [
      name,
      { shape: this.#listening(shape, name) },
    ]);
    const wrapped = Object.entries(processes).map(([name, process]) => [
      name,
      { ...process, steps: this.#steps(process.steps) },
    ]);
    return {
      ...this.#definition,
      cells: Object.fromEntries(shapes) as Cells,
      processes: Object.fromEntries(wrapped),
    };
  }

  #steps(steps: Readonly<Record<string, AnyStep | Call>>): Record<string, AnyStep | Call> {
    const wrapped = Object.entries(steps).map(([label, step]): [string, AnyStep | Call] => {
      if (typeof step !== 'function') {
        return [label, { ...step, procedure: this.#procedure(step.procedure) }];
      }
      return [label, (context) => this.#run(context as Record<string, unknown>, step)];
    });
    return Object.fromEntries(wrapped);
  }

  #procedure(procedure: ProcedureDefinition): ProcedureDefinition {
    const known = this.#procedures.get(procedure);
    if (known) return known;
    const wrapped = { ...procedure, steps: this.#steps(procedure.steps) };
    this.#procedures.set(procedure, wrapped);
    return wrapped;
  }

  #run(context: Record<string, unknown>, step: AnyStep): string {
    this.runs.push([]);
    this.#nameless = [];
    this.#look = (cell) => context[cell];
    return step(context) as string;
  }

  #listening(shape: Shape, path: string): Shape {
    if (shape.type === 'array') {
      return { ...shape, element: this.#listening(shape.element, path) };
    }
    if (shape.type !== 'record') return shape;
    const fields = Object.entries(shape.fields).map(([name, field]) => [
      name,
      this.#listening(field, `${path}.${name}`),
    ]);
    const methods = Object.entries(shape.methods ?? {}).map(([name, method]) => [
      name,
      this.#heard(shape, path, method),
    ]);
    return { ...shape, fields: Object.fromEntries(fields), methods: Object.fromEntries(methods) };
  }

  #heard({ lock }: RecordShape, path: string, method: Method): Method {
    if (!lock || !(method.acquires || method.releases || method.sleeps)) return method;
    const log = this;
    return {
      ...method,
      run(...args: unknown[]) {
        const held = [...heldIn(log.#definition, log.#look, log.#self), ...log.#nameless],
          already = modesOf(lock, this, log.#self);
        const answer = method.run.apply(this, args);
        const unnamed = lock.type === 'seqcount' && part(this, 'owner') === none;
        const name = lock.class ?? path;
        log.#nameless = log.#nameless.filter(([one]) => one !== name);
        if (unnamed && method.acquires === 'write') log.#nameless.push([name, lock.type, 'E']);
        log.runs
          .at(-1)
          ?.push({ lock: lock.class ?? path, info: lock, method, answer, already, unnamed, held });
        return answer;
      },
    };
  }
}
