// A process of a pool: its own steps between 'idle', where it waits to be spawned, and 'exit', where it marks its slot.
// 'done' leads to 'exit' in it.
//
// What must stay true: whoever spawns gets a new process, as a new kthread has a stack of its own. Sound only if nothing
// of an earlier one is left: each local is an argument, which 'idle' takes, or is given its first value at 'exit'. And
// every way to the end leads through 'exit': so this comes after whatever else changes ways out (regions), and no step
// of the author's goes to 'idle' or 'exit' by itself.

import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import { type Cells, type Shape, shapeOf } from './cell.ts';
import { none } from './domain.ts';
import { initialContents } from './initial-contents.ts';
import type { AnyStep, Call, ProcessDefinition } from './process.ts';
import { labelsOf } from './source/labels.ts';
import { Source } from './source/source.ts';

/** The labels that every process of a pool has besides its own. */
const IDLE = 'idle';
const EXIT = 'exit';

/** Any other process is left as it is. */
export function pooledProcess(
  cells: Cells,
  process: string,
  definition: ProcessDefinition,
): ProcessDefinition {
  const { pool: name, start, steps, end } = definition;
  if (name === undefined) return definition;
  const { size, args } = slotsOf(cells, name, { process });
  checkArguments(name, args, definition, { process });
  for (const [step, code] of Object.entries(steps)) checkStep(code, { process, step });
  return {
    ...definition,
    count: size,
    start: IDLE,
    end: [...end, IDLE],
    steps: {
      [IDLE]: idleStep(name, args, start),
      ...withExits(steps),
      [EXIT]: exitStep(name, resets(definition, size, args)),
    },
    routes: routesToExit(definition),
  };
}

function slotsOf(
  cells: Cells,
  name: string,
  place: ModelErrorPlace,
): { size: number; args: readonly string[] } {
  const shape = cells[name]?.shape;
  const slots = shape?.type === 'record' ? shape.fields.slots : undefined;
  if (slots?.type !== 'array' || slots.element.type !== 'record') {
    throw new ModelError(
      `'${name}' is no pool; declare it among the cells: ${name}: pool(2)`,
      place,
    );
  }
  const args = Object.keys(slots.element.fields).filter((field) => field !== 'state');
  return { size: slots.length, args };
}

function checkArguments(
  pool: string,
  args: readonly string[],
  { locals }: ProcessDefinition,
  place: ModelErrorPlace,
): void {
  const missing = args.find((arg) => !Object.hasOwn(locals, arg));
  if (missing !== undefined) {
    throw new ModelError(
      `pool '${pool}' hands on '${missing}': give the process a local of that name`,
      place,
    );
  }
}

function checkStep(code: AnyStep | Call, place: ModelErrorPlace & { readonly step: string }): void {
  if (isAdded(place.step)) {
    throw new ModelError(
      `'${place.step}' is a label that every process of a pool has; rename it`,
      place,
    );
  }
  const targets =
    typeof code === 'function'
      ? labelsOf(new Source(code, place).arrow)
      : Object.values(code.returns);
  const added = targets === 'any' ? undefined : targets.find(isAdded);
  if (added !== undefined) {
    throw new ModelError(
      `leads to '${added}', which only the pool does; 'done' ends a process of a pool`,
      place,
    );
  }
}

const isAdded = (label: string): boolean => label === IDLE || label === EXIT;

function routesToExit({
  steps,
  routes,
}: ProcessDefinition): NonNullable<ProcessDefinition['routes']> {
  const ofSteps = Object.keys(steps).map((label) => [
    label,
    throughExit({ done: 'done', ...routes?.[label] }),
  ]);
  return Object.fromEntries(ofSteps);
}

/** A call that returns to 'done' returns to 'exit'. */
function withExits(steps: ProcessDefinition['steps']): ProcessDefinition['steps'] {
  const mapped = Object.entries(steps).map(([label, step]) => [
    label,
    typeof step === 'function' ? step : { ...step, returns: throughExit(step.returns) },
  ]);
  return Object.fromEntries(mapped);
}

function throughExit(ways: Readonly<Record<string, string>>): Record<string, string> {
  const exits = Object.entries(ways).map(([from, to]) => [from, to === 'done' ? EXIT : to]);
  return Object.fromEntries(exits);
}

// Generated as source text, because the access analysis reads source text and names vary.

function idleStep(name: string, args: readonly string[], start: string): AnyStep {
  const take = args.map((arg) => `me.${arg} = slot.${arg};`).join(' ');
  return stepFrom(`({ ${name}: pool, me }) => {
    const slot = pool.slots[me.id];
    if (slot.state !== 'spawned') return 'blocked';
    ${take}
    slot.state = 'running';
    return ${JSON.stringify(start)};
  }`);
}

function exitStep(name: string, reset: readonly string[]): AnyStep {
  return stepFrom(`({ ${name}: pool, me }) => {
    pool.slots[me.id].state = 'done';
    ${reset.join('\n    ')}
    return '${IDLE}';
  }`);
}

function stepFrom(source: string): AnyStep {
  return new Function('none', `'use strict'; return ${source};`)(none) as AnyStep;
}

/** Statements that give each local that is no argument what it had at first; where a process runs no step assigns. */
function resets(
  { locals, begin, actor }: ProcessDefinition,
  size: number,
  args: readonly string[],
): string[] {
  const begun = Array.from({ length: size }, (_, id) => begin?.(id, NO_CHOICE) ?? {});
  return Object.entries(locals)
    .filter(([name]) => !args.includes(name) && name !== actor?.local)
    .flatMap(([name, local]) => {
      const shape = shapeOf(local);
      const firsts = begun.map((given) => initialContents(shape, given[name]));
      return resetOf(shape, `me.${name}`, firsts);
    });
}

type Contents = Readonly<Record<string | number, unknown>> | undefined;

/** `firsts` are the first contents in each process of the pool. */
function resetOf(shape: Shape, place: string, firsts: readonly unknown[]): string[] {
  const within = (key: string | number): unknown[] =>
    firsts.map((first) => (first as Contents)?.[key]);
  switch (shape.type) {
    case 'scalar':
      return [`${place} = ${valueFrom(firsts)};`];
    case 'array':
      return Array.from({ length: shape.length }, (_, k) =>
        resetOf(shape.element, `${place}[${k}]`, within(k)),
      ).flat();
    case 'record':
      return Object.entries(shape.fields).flatMap(([field, inner]) =>
        resetOf(inner, `${place}.${field}`, within(field)),
      );
    case 'set':
      return [`${place}.clear();`, ...refill(`${place}.add`, firsts)];
    case 'list':
      return [`${place}.clear();`, ...refill(`${place}.push`, firsts)];
  }
}

function refill(method: string, firsts: readonly unknown[]): string[] {
  const isEmpty = firsts.every((first) => Array.isArray(first) && first.length === 0);
  return isEmpty ? [] : [`for (const one of ${valueFrom(firsts)}) ${method}(one);`];
}

/** One value where all processes have the same. */
function valueFrom(firsts: readonly unknown[]): string {
  const texts = firsts.map(textOf);
  return new Set(texts).size === 1 ? texts[0] : `[${texts.join(', ')}][me.id]`;
}

function textOf(value: unknown): string {
  if (value === none) return 'none';
  return Array.isArray(value) ? `[${value.map(textOf).join(', ')}]` : JSON.stringify(value);
}

/** Which process of a pool it is says the step that spawns it. */
const NO_CHOICE = {
  choose: () => {
    throw new ModelError(
      'the locals of a process of a pool begin where it is spawned: choose there and hand it over, or in its first step',
    );
  },
};
