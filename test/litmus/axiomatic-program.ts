// A litmus test as a program of the axiomatic enumerator. Locks are locations that are taken by a read-modify-write that acquires
// and given back by a write that releases, as tools/memory-model/lock.cat has them.

import { applyBinary, applyUnary, wordOf } from '../../src/litmus/program/arithmetic.ts';
import type { Action, Instruction, Place, Value } from '../../src/litmus/program/instruction.ts';
import { type LitmusProgram, registerName } from '../../src/litmus/program/program.ts';
import type * as axiomatic from '../../src/reference/axiomatic/program.ts';
import { OLD } from '../../src/reference/axiomatic/program.ts';

export function axiomaticProgram(program: LitmusProgram): axiomatic.Program {
  const memory = [...program.memory].map(([name, value]) => [name, wordOf(value)] as const);
  return {
    threads: program.processes.map(({ body }) => body.flatMap(converted)),
    initial: new Map([...memory, ...program.locks.map((name) => [name, 0] as const)]),
    registers: program.processes.map(
      ({ name, registers }) =>
        new Map(
          registers.map((register) => [
            register,
            wordOf(program.registers.get(registerName(name, register)) ?? 0),
          ]),
        ),
    ),
  };
}

function converted(instruction: Instruction): axiomatic.Instruction[] {
  if (instruction.type === 'act') return ofAction(instruction.action);
  const { condition, then, otherwise } = instruction;
  return [
    {
      type: 'branch',
      on: term(condition),
      holds: then.flatMap(converted),
      fails: otherwise.flatMap(converted),
    },
  ];
}

function ofAction(action: Action): axiomatic.Instruction[] {
  switch (action.type) {
    case 'read': {
      const { from, register, order } = action;
      return [{ type: 'read', location: at(from), register, tags: [order] }];
    }
    case 'write': {
      const { to, value, order } = action;
      return [{ type: 'write', location: at(to), value: term(value), tags: [order] }];
    }
    case 'update':
      return ofUpdate(action);
    case 'compute':
      return [{ type: 'compute', register: action.register, value: term(action.value) }];
    case 'fence':
      return [{ type: 'fence', tags: [action.fence] }];
    case 'lock':
      return [locking(action.lock, { mustSucceed: true })];
    case 'trylock': {
      const value: axiomatic.Term = { uses: [OLD], of: (get) => (get(OLD) === 0 ? 1 : 0) };
      return [locking(action.lock, { result: { register: action.register, value } })];
    }
    case 'unlock':
      return [
        {
          type: 'write',
          location: constant(action.lock),
          value: constant(0),
          tags: ['release', 'unlock'],
        },
      ];
    case 'is-locked':
      return [
        {
          type: 'read',
          location: constant(action.lock),
          register: action.register,
          tags: ['once'],
        },
      ];
    case 'read-lock':
    case 'read-unlock':
    case 'synchronize': {
      const { type, domain } = action;
      return [{ type: 'fence', tags: [type], ...(domain !== undefined && { location: domain }) }];
    }
  }
}

/** A full one has a barrier on both sides, unless it fails. */
function ofUpdate(action: Action & { type: 'update' }): axiomatic.Instruction[] {
  const { at: place, condition, value, result, order } = action;
  const full = order === 'full' ? ['full'] : [];
  return [
    {
      type: 'update',
      location: at(place),
      ...(condition && { condition: term(condition) }),
      value: term(value),
      ...(result && { result: { register: result.register, value: term(result.value) } }),
      reads: [
        ...(order === 'acquire' ? ['acquire'] : ['once']),
        ...(result ? [] : ['noreturn']),
        ...full,
      ],
      writes: [...(order === 'release' ? ['release'] : ['once']), ...full],
      fails: ['once'],
    },
  ];
}

type Locking = Pick<axiomatic.Instruction & { type: 'update' }, 'mustSucceed' | 'result'>;

function locking(lock: string, options: Locking): axiomatic.Instruction {
  return {
    type: 'update',
    location: constant(lock),
    condition: { uses: [OLD], of: (get) => (get(OLD) === 0 ? 1 : 0) },
    value: constant(1),
    reads: ['acquire', 'lock'],
    writes: ['once', 'lock'],
    fails: ['once'],
    ...options,
  };
}

function at(place: Place): axiomatic.Term {
  if (place.type === 'location') return constant(place.name);
  return { uses: [place.register], of: (get) => get(place.register) };
}

function constant(value: axiomatic.Value): axiomatic.Term {
  return { uses: [], of: () => value };
}

function term(value: Value): axiomatic.Term {
  switch (value.type) {
    case 'number':
      return constant(value.value);
    case 'address':
      return constant(value.of);
    case 'register':
      return { uses: [value.name], of: (get) => get(value.name) };
    case 'old':
      return { uses: [OLD], of: (get) => get(OLD) };
    case 'unary': {
      const of = term(value.of);
      return { uses: of.uses, of: (get) => applyUnary(value.operator, of.of(get), 0) };
    }
    case 'binary': {
      const [left, right] = [term(value.left), term(value.right)];
      return {
        uses: [...left.uses, ...right.uses],
        of: (get) => applyBinary(value.operator, left.of(get), right.of(get), 0),
      };
    }
  }
}
