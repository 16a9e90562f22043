// All that one thread can do by itself: its events, for each choice of what its reads might see.

import { type Instruction, isTrue, OLD, type Tag, type Term, type Value } from './program.ts';

/** Places in the list of a run. */
type Sources = ReadonlySet<number>;

export interface ThreadEvent {
  readonly type: 'read' | 'write' | 'fence';
  readonly location?: string;
  readonly value?: Value;
  readonly tags: readonly Tag[];
  /** The reads of the same run that its address, its value, and its being there depend on. */
  readonly address: Sources;
  readonly data: Sources;
  readonly control: Sources;
  /** The read of the same read-modify-write. */
  readonly updates?: number;
}

export interface ThreadRun {
  readonly events: readonly ThreadEvent[];
  readonly registers: ReadonlyMap<string, Value>;
}

/** A register, and the reads that its value has come from. */
interface Held {
  readonly value: Value;
  readonly from: Sources;
}

interface Partial {
  readonly events: readonly ThreadEvent[];
  readonly registers: ReadonlyMap<string, Held>;
  readonly control: Sources;
}

/** What a location may hold when it is read. */
export type Guesses = (location: string) => Iterable<Value>;

export function threadRuns(
  instructions: readonly Instruction[],
  initial: ReadonlyMap<string, Value>,
  guesses: Guesses,
): ThreadRun[] {
  const registers = new Map(
    [...initial].map(([name, value]): [string, Held] => [name, { value, from: NONE }]),
  );
  const begin: Partial = { events: [], registers, control: NONE };
  return after(instructions, begin, guesses).map((run) => ({
    events: run.events,
    registers: new Map([...run.registers].map(([name, { value }]) => [name, value])),
  }));
}

const NONE: Sources = new Set();

function after(block: readonly Instruction[], begin: Partial, guesses: Guesses): Partial[] {
  return block.reduce(
    (runs, instruction) => runs.flatMap((run) => step(instruction, run, guesses)),
    [begin],
  );
}

function step(instruction: Instruction, run: Partial, guesses: Guesses): Partial[] {
  switch (instruction.type) {
    case 'read': {
      const at = evaluate(instruction.location, run);
      return [...guesses(String(at.value))].map((value) => {
        const read = event(run, 'read', instruction.tags, at, { value });
        return withRegister(including(run, read), instruction.register, {
          value,
          from: new Set([run.events.length]),
        });
      });
    }
    case 'write': {
      const at = evaluate(instruction.location, run);
      const { value, from } = evaluate(instruction.value, run);
      return [including(run, event(run, 'write', instruction.tags, at, { value, data: from }))];
    }
    case 'update':
      return updated(instruction, run, guesses);
    case 'fence': {
      const { tags, location } = instruction;
      const fence: ThreadEvent = {
        type: 'fence',
        tags,
        address: NONE,
        data: NONE,
        control: run.control,
        ...(location !== undefined && { location }),
      };
      return [including(run, fence)];
    }
    case 'compute':
      return [withRegister(run, instruction.register, evaluate(instruction.value, run))];
    case 'branch': {
      const { value, from } = evaluate(instruction.on, run);
      const block = isTrue(value) ? instruction.holds : instruction.fails;
      const inside = { ...run, control: union(run.control, from) };
      // As herd has it, what comes after both branches does not depend on the condition.
      return after(block, inside, guesses).map((one) => ({ ...one, control: run.control }));
    }
  }
}

function updated(
  instruction: Instruction & { type: 'update' },
  run: Partial,
  guesses: Guesses,
): Partial[] {
  const at = evaluate(instruction.location, run);
  const read = run.events.length;
  return [...guesses(String(at.value))].flatMap((old) => {
    const inside = withRegister(run, OLD, { value: old, from: new Set([read]) });
    const { condition, result } = instruction;
    const succeeds = condition === undefined || isTrue(evaluate(condition, inside).value);
    if (!succeeds && instruction.mustSucceed) return [];
    const tags = succeeds ? instruction.reads : instruction.fails;
    const first = including(run, event(run, 'read', tags, at, { value: old }));
    const { value, from } = evaluate(instruction.value, inside);
    const write = event(run, 'write', instruction.writes, at, { value, data: from });
    const both = succeeds ? including(first, { ...write, updates: read }) : first;
    if (result === undefined) return [both];
    return [withRegister(both, result.register, evaluate(result.value, inside))];
  });
}

function event(
  { control }: Partial,
  type: 'read' | 'write',
  tags: readonly Tag[],
  at: Held,
  { value, data = NONE }: { readonly value: Value; readonly data?: Sources },
): ThreadEvent {
  return { type, tags, location: String(at.value), value, address: at.from, data, control };
}

function evaluate(term: Term, { registers }: Partial): Held {
  const held = (name: string): Held => registers.get(name) ?? { value: 0, from: NONE };
  const value = term.of((name) => held(name).value);
  return { value, from: term.uses.reduce((all, name) => union(all, held(name).from), NONE) };
}

function including(run: Partial, event: ThreadEvent): Partial {
  return { ...run, events: [...run.events, event] };
}

function withRegister(run: Partial, name: string, held: Held): Partial {
  return { ...run, registers: new Map([...run.registers, [name, held]]) };
}

function union(a: Sources, b: Sources): Sources {
  return new Set([...a, ...b]);
}
