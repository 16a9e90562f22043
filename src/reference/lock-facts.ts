// What a run of a step says of locks, as the texts that lock-order.ts lists.

import type { Shape } from '../language/cell.ts';
import type { Method } from '../language/method.ts';
import type { SystemDefinition } from '../language/system.ts';
import { heldIn, type Look } from './held-locks.ts';
import type { Asking } from './lock-calls.ts';
import { type Cpu, cpuOf } from './lock-contexts.ts';
import type { Instance, State } from './state.ts';

/** What a run says of a process, which is interrupted between its steps only. */
export function say(
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

function isRt(shape: Shape): boolean {
  if (shape.type === 'array') return isRt(shape.element);
  return shape.type === 'record' && shape.context?.preemption === 'rt';
}
