// A litmus test as a program: its processes as instructions, its locations sorted by what they are used as, and their initial
// values.

import { didYouMean } from '../../base/near-name.ts';
import { malformed, unsupported } from '../mistake.ts';
import type { Constant, LitmusTest, Proposition, Variable } from '../syntax/litmus-test.ts';
import { instructionsOf } from './elaborate.ts';
import {
  type Action,
  everyInstruction,
  type Instruction,
  type LitmusProcess,
  partsOf,
  placeOf,
  type Value,
  valuesIn,
} from './instruction.ts';

export interface LitmusProgram {
  readonly name: string;
  readonly processes: readonly LitmusProcess[];
  /** What is read and written, with what it holds at first. */
  readonly memory: ReadonlyMap<string, Constant>;
  readonly locks: readonly string[];
  /** Domains of SRCU. */
  readonly domains: readonly string[];
  /** Of registers that do not begin with 0: by process and name. */
  readonly registers: ReadonlyMap<string, Constant>;
}

export function programOf(test: LitmusTest): LitmusProgram {
  const registers = initialRegisters(test);
  const processes = test.processes.map((process) => instructionsOf(process, registers));
  const uses = usesOf(processes);
  const named = (use: Use) => [...uses].filter(([, one]) => one === use).map(([name]) => name);
  const memory = new Map(named('memory').map((name): [string, Constant] => [name, 0]));
  for (const { variable, value } of test.initial) {
    if (variable.type === 'location' && isMemory(uses, variable)) memory.set(variable.name, value);
  }
  addObserved(test, processes, uses, memory);
  return {
    name: test.name,
    processes,
    memory,
    locks: named('a lock'),
    domains: named('a domain of SRCU'),
    registers,
  };
}

/** `P0.r1`. */
export function registerName(process: string, register: string): string {
  return `${process}.${register}`;
}

function initialRegisters({ initial, processes }: LitmusTest): Map<string, Constant> {
  const found = new Map<string, Constant>();
  for (const { variable, value, line } of initial) {
    if (variable.type !== 'register') continue;
    if (processes[variable.process] === undefined) {
      throw malformed(line, `there is no process P${variable.process}`);
    }
    found.set(registerName(`P${variable.process}`, variable.name), value);
  }
  return found;
}

type Use = 'memory' | 'a lock' | 'a domain of SRCU';
type Uses = Map<string, Use>;

function usesOf(processes: readonly LitmusProcess[]): Uses {
  const uses: Uses = new Map();
  for (const instruction of processes.flatMap(({ body }) => [...everyInstruction(body)])) {
    for (const [name, use] of usedIn(instruction)) {
      const before = uses.get(name) ?? use;
      if (before !== use)
        throw unsupported(instruction.line, `${name}, which is ${before}, used as ${use}`);
      uses.set(name, use);
    }
  }
  return uses;
}

function usedIn(instruction: Instruction): [string, Use][] {
  if (instruction.type === 'act') return usedBy(instruction.action);
  return addressesIn(instruction.condition).map((name) => [name, 'memory']);
}

function usedBy(action: Action): [string, Use][] {
  const place = placeOf(action);
  const named = place?.type === 'location' ? [place.name] : [];
  const addresses = valuesIn(action).flatMap((value) => addressesIn(value));
  const memory = [...named, ...addresses].map((name): [string, Use] => [name, 'memory']);
  if ('lock' in action) return [[action.lock, 'a lock']];
  if ('domain' in action && action.domain) return [[action.domain, 'a domain of SRCU']];
  return memory;
}

function addressesIn(value: Value): string[] {
  return [...partsOf(value)].flatMap((part) => (part.type === 'address' ? [part.of] : []));
}

/** What has a value at first is memory, unless it is used as something else. */
function isMemory(uses: Uses, { name }: Variable): boolean {
  return (uses.get(name) ?? 'memory') === 'memory';
}

/** What only the condition or an address names is memory, too. */
function addObserved(
  test: LitmusTest,
  processes: readonly LitmusProcess[],
  uses: Uses,
  memory: Map<string, Constant>,
): void {
  const add = (name: string) => {
    const use = uses.get(name) ?? 'memory';
    if (use !== 'memory') {
      throw unsupported(test.condition.line, `a condition on ${name}, which is ${use}`);
    }
    if (!memory.has(name)) memory.set(name, 0);
  };
  for (const { variable, value } of comparisonsIn(test)) {
    if (variable.type === 'location') add(variable.name);
    else checkRegister(variable, processes, test.condition.line);
    if (typeof value === 'object') add(value.address);
  }
  for (const { value } of test.initial) {
    if (typeof value === 'object') add(value.address);
  }
}

function checkRegister(
  { process, name }: Variable & { type: 'register' },
  processes: readonly LitmusProcess[],
  line: number,
): void {
  const { registers } = processes[process] ?? {};
  if (registers === undefined) throw malformed(line, `there is no process P${process}`);
  if (registers.includes(name)) return;
  throw malformed(line, `P${process} gives no value to ${name}${didYouMean(name, registers)}`);
}

interface Comparison {
  readonly variable: Variable;
  readonly value: Constant;
}

function comparisonsIn({ condition, filter, locations }: LitmusTest): Comparison[] {
  return [
    ...equalitiesIn(condition.claim),
    ...(filter === undefined ? [] : equalitiesIn(filter)),
    ...locations.map((variable) => ({ variable, value: 0 })),
  ];
}

/** Every comparison in a claim. */
export function equalitiesIn(claim: Proposition): Comparison[] {
  switch (claim.type) {
    case 'equal':
      return [claim];
    case 'not':
      return equalitiesIn(claim.of);
    case 'constant':
      return [];
    default:
      return claim.parts.flatMap(equalitiesIn);
  }
}
