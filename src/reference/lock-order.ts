// Lock order by the definition: every reachable state, every step of every process out of it, and what is held then is
// counted afresh from the cells. Facts are texts:
//
//   order A E B N     somebody asks for B, not as a recursive reader, and holds A exclusively
//   in hardirq A E N  somebody asks for A in a hardirq, exclusively
//   on hardirq A S    somebody holds A as a reader and lets hardirqs in
//   sleep A why       somebody asks for A, would sleep for it, and must not
//
// A step that is run is wrapped, so that while a method of a lock is called all cells can be looked at as they are then.

import type { Cells, LockInfo, Method, RecordShape, Shape } from '../language/cell.ts';
import { none } from '../language/domain.ts';
import type { AnyStep, Call, ProcedureDefinition } from '../language/process.ts';
import type { SystemDefinition } from '../language/system.ts';
import { explore } from './explore.ts';
import { type Fields, type Instance, type State, worldOf } from './state.ts';
import { outcomesOf } from './step.ts';

export interface LockOrder {
  readonly facts: ReadonlySet<string>;
  /** Whether locks can be waited for in a circle, interrupts counted. */
  readonly circle: boolean;
}
/** Reads a cell, as it is in a state or as a step sees it in its middle. */
type Look = (cell: string) => unknown;
interface Asking {
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

export function lockOrder(definition: SystemDefinition, maxStates: number): LockOrder {
  const facts = new Set<string>();
  const { states } = explore(definition, {}, { maxStates });
  const log = new Log(definition);
  const world = worldOf(log.instrumented());
  for (const state of states) {
    for (const instance of world.instances) {
      log.begin(instance);
      for (const [k, outcome] of outcomesOf(world, state, instance).entries()) {
        const after = outcome.type === 'moved' ? outcome.state : undefined;
        for (const fact of say(definition, instance, log.runs[k] ?? [], state, after)) {
          facts.add(fact);
        }
      }
    }
  }
  return { facts, circle: hasCircle([...facts]) };
}

/** The calls of each run of a step, in order. */
class Log {
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

/** All locks that a process holds. */
function heldIn({ cells }: SystemDefinition, look: Look, self: number): [string, string, string][] {
  return Object.entries(cells).flatMap(([name, { shape }]) =>
    recordsIn(shape, look(name), name).flatMap(([{ lock }, view, path]) => {
      if (!lock) return [];
      return modesOf(lock, view, self).map((mode): [string, string, string] => [
        lock.class ?? path,
        lock.type,
        mode,
      ]);
    }),
  );
}

/** Every record of a cell, with its path without indices. */
function recordsIn(shape: Shape, view: unknown, path: string): [RecordShape, unknown, string][] {
  if (shape.type === 'array') {
    const elements = Array.from({ length: shape.length }, (_, k) => part(view, k));
    return elements.flatMap((one) => recordsIn(shape.element, one, path));
  }
  if (shape.type !== 'record') return [];
  const below = Object.entries(shape.fields).flatMap(([name, field]) =>
    recordsIn(field, part(view, name), `${path}.${name}`),
  );
  return [[shape, view, path], ...below];
}

/** A part of contents, or of a view. */
function part(whole: unknown, name: string | number): unknown {
  const isContents = typeof whole === 'object' && whole !== null && 'get' in whole;
  if (isContents) return (whole as Fields).get(name as string);
  return (whole as Record<string | number, unknown>)[name];
}

function modesOf({ holders, granted }: LockInfo, view: unknown, self: number): string[] {
  if (granted !== undefined && part(view, granted) === true) return [];
  return Object.entries(holders).flatMap(([name, mode]) => {
    const field = part(view, name);
    const isArray = field !== none && typeof field !== 'number';
    const times = isArray ? Number([...(field as unknown[])][self]) : Number(field === self);
    return Array.from({ length: times }, () => (mode === 'write' ? 'E' : 'S'));
  });
}

/** What a run says of a process, which is interrupted between its steps only. */
function say(
  definition: SystemDefinition,
  { self }: Instance,
  calls: readonly Asking[],
  before: State,
  after: State | undefined,
): string[] {
  const states = after ? [before, after] : [before];
  const cpus = states.map((state) => cpuOf(definition, lookAt(state), self));
  const rt = Object.values(definition.cells).some(({ shape }) => isRt(shape));
  const on = states.flatMap((state, k) =>
    heldIn(definition, lookAt(state), self).flatMap(([lock, , mode]) =>
      cpus[k].lets.map((irq) => `on ${irq} ${lock} ${mode}`),
    ),
  );
  return [...on, ...calls.flatMap((call) => sayOf(call, cpus, after !== undefined, rt))];
}

function lookAt({ cells }: State): Look {
  return (cell) => cells.get(cell);
}

function sayOf(call: Asking, cpus: readonly Cpu[], moved: boolean, rt: boolean): string[] {
  const { lock, info, method, answer, already, held } = call;
  const irqs = cpus.flatMap(({ irq }) => irq ?? []);
  const needs = needsOf(info.type, method);
  const mustNot = (much: number): string[] => {
    const atomic = cpus.flatMap(({ why, rtWhy }) => {
      if (much === 3) return why ?? rtWhy ?? [];
      return rt && much === 2 ? (why ?? []) : [];
    });
    const under = held.filter(([, type]) => much > grantsOf(type)).map(([one]) => `under ${one}`);
    return [...atomic, ...under].map((why) => `sleep ${lock} ${why}`);
  };
  const writesUnnamed = info.type === 'seqcount' && already.length === 0 && call.unnamed;
  const lets = (cpu: Cpu): string[] => cpu.lets.map((irq) => `on ${irq} ${lock} E`);
  const sleepsHere = needs >= (rt ? 2 : 3);
  if (method.sleeps) return moved && answer === (method.mustWait ?? false) ? [] : mustNot(3);
  if (method.releases) return writesUnnamed && cpus.length > 1 ? lets(cpus[0]) : [];
  if (method.trylock)
    return sleepsHere ? irqs.map((irq) => `sleep ${lock} in a ${irq}, by trylock`) : [];
  if (moved && answer === (method.mustWait ?? false)) return [];
  if (method.reenters?.some((one) => already.includes(one === 'read' ? 'S' : 'E'))) return [];
  const asked = method.acquires === 'recursive-read' ? 'R' : 'N';
  const mode = method.acquires === 'write' ? 'E' : 'S';
  return [
    ...held.map(([one, , as]) => `order ${one} ${as} ${lock} ${asked}`),
    ...irqs.map((irq) => `in ${irq} ${lock} ${mode} ${asked}`),
    ...mustNot(needs),
    ...(writesUnnamed && method.acquires === 'write' && cpus.length > 1 ? lets(cpus[1]) : []),
  ];
}

/** 1: spins; 2: sleeps on PREEMPT_RT; 3: sleeps. */
function needsOf(type: string, { acquires }: Method): number {
  if (['rcu', 'srcu'].includes(type) && acquires !== 'write') return 0;
  if (type === 'raw-spinlock') return 1;
  if (type === 'seqcount') return 0;
  return ['spinlock', 'rwlock', 'seqlock'].includes(type) ? 2 : 3;
}

function grantsOf(type: string): number {
  if (type === 'raw-spinlock') return 1;
  return ['spinlock', 'rwlock', 'seqlock', 'rcu'].includes(type) ? 2 : 3;
}

interface Cpu {
  readonly irq?: string;
  readonly why?: string;
  /** Why it must not wait for what sleeps on every kernel, and may for what sleeps on PREEMPT_RT alone. */
  readonly rtWhy?: string;
  readonly lets: readonly string[];
}

function cpuOf({ cells }: SystemDefinition, look: Look, self: number): Cpu {
  const named = Object.entries(cells)
    .flatMap(([name, { shape }]) => recordsIn(shape, look(name), name))
    .filter(([{ context }]) => context !== undefined)
    .map(([{ context }, view]) => ({ rt: context?.preemption === 'rt', view: view as Fields }));
  for (const { rt, view } of named) {
    const off = (count: string): boolean => (view.get(count) as number) > 0;
    const hard = off('irqOff') ? [] : ['hardirq'];
    if (view.get('irq') === self) return { irq: 'hardirq', why: 'in a hardirq', lets: [] };
    if (view.get('softirq') === self) return { irq: 'softirq', why: 'in a softirq', lets: hard };
    if (view.get('task') !== self) continue;
    if (off('irqOff')) return { why: 'with irqs off', lets: [] };
    const lets = off('bhOff') ? hard : [...hard, 'softirq'];
    if (off('preemptCount')) return { why: 'with preemption off', lets };
    if (!off('bhOff')) return { lets };
    return { lets, ...(rt ? { rtWhy: 'with softirqs off' } : { why: 'with softirqs off' }) };
  }
  return { lets: ['hardirq', 'softirq'] };
}

function isRt(shape: Shape): boolean {
  if (shape.type === 'array') return isRt(shape.element);
  return shape.type === 'record' && shape.context?.preemption === 'rt';
}

/** Whether any dependency, those of interrupts included, can follow upon itself. */
function hasCircle(facts: readonly string[]): boolean {
  const words = facts.map((fact) => fact.split(' '));
  const edges = [
    ...words.filter(([kind]) => kind === 'order').map((word) => word.slice(1)),
    ...words
      .filter(([kind]) => kind === 'on')
      .flatMap(([, irq, held, mode]) =>
        words
          .filter(([kind, its]) => kind === 'in' && its === irq)
          .map(([, , lock, , asked]) => [held, mode, lock, asked]),
      ),
  ];
  const leads = edges.map(([, , to, asked]) =>
    edges.map(([from, held]) => from === to && !(asked === 'R' && held === 'S')),
  );
  for (const via of edges.keys()) {
    for (const a of edges.keys()) {
      for (const b of edges.keys()) leads[a][b] ||= leads[a][via] && leads[via][b];
    }
  }
  return edges.some((_, k) => leads[k][k]);
}
