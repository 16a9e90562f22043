// From statements of C to instructions: each access to memory becomes one instruction, and what is left of an expression is
// worked out of registers.
//
// What must stay true: accesses keep the order that C gives them. Where C leaves it open, as between the operands of `+`, the
// statement is refused.

import { didYouMean } from '../../base/near-name.ts';
import { malformed, unsupported } from '../mistake.ts';
import type { Expression } from '../syntax/expression.ts';
import type { Constant, ProcessText, Statement } from '../syntax/litmus-test.ts';
import {
  type Action,
  type Instruction,
  type LitmusProcess,
  type Place,
  partsOf,
  type Value,
  valuesIn,
} from './instruction.ts';
import type { Arguments } from './primitive.ts';
import { primitiveNames, primitiveOf } from './primitives.ts';

/** `registers`: those that have a value at first, as `P0.r1`. */
export function instructionsOf(
  process: ProcessText,
  registers: ReadonlyMap<string, Constant>,
): LitmusProcess {
  const name = `P${process.number}`;
  const given = [...registers.keys()].filter((one) => one.startsWith(`${name}.`));
  const scope = new Scope(
    name,
    process.parameters,
    given.map((one) => one.slice(name.length + 1)),
  );
  const body = scope.block(process.body);
  return { name, registers: scope.registers(), body };
}

/** What the names in a process stand for, and the instructions so far. */
class Scope {
  private readonly process: string;
  private readonly parameters: readonly string[];
  private readonly assigned: Set<string>;
  /** Registers for what C has no name for. */
  private hidden = 0;
  private made: Instruction[] = [];
  /** In how many branches it stands, and whether a lock was given back in none. */
  private depth = 0;
  private hasUnlocked = false;
  private statement: Statement | undefined;

  constructor(process: string, parameters: readonly string[], registers: readonly string[]) {
    this.process = process;
    this.parameters = parameters;
    this.assigned = new Set(registers);
  }

  registers(): string[] {
    return [...this.assigned];
  }

  block(statements: readonly Statement[]): Instruction[] {
    const before = this.made;
    this.made = [];
    for (const statement of statements) this.add(statement);
    const { made } = this;
    this.made = before;
    return made;
  }

  private add(statement: Statement): void {
    this.statement = statement;
    switch (statement.type) {
      case 'assign':
        return this.assign(statement);
      case 'evaluate':
        return this.evaluate(statement.value);
      case 'if':
        return this.branch(statement);
    }
  }

  private assign({ target, value, line }: Statement & { type: 'assign' }): void {
    if (target.type === 'load') {
      const stored = this.value(value);
      this.act({ type: 'write', order: 'plain', to: this.place(target.from), value: stored });
    } else if (target.type === 'name' && !this.parameters.includes(target.name)) {
      this.assigned.add(target.name);
      this.into(target.name, value);
    } else {
      throw unsupported(line, 'an assignment to anything but a register or *location');
    }
  }

  /** The value of an expression, in a register. */
  private into(register: string, expression: Expression): void {
    if (expression.type === 'call') {
      if (!this.call(expression, register)) {
        throw malformed(expression.line, `${expression.name}() has no value`);
      }
    } else if (expression.type === 'load') {
      this.act({ type: 'read', order: 'plain', from: this.place(expression.from), register });
    } else {
      this.act({ type: 'compute', register, value: this.value(expression) });
    }
  }

  private evaluate(expression: Expression): void {
    if (expression.type === 'call') this.call(expression, undefined);
    else this.value(expression);
  }

  private branch(statement: Statement & { type: 'if' }): void {
    const { line, text } = statement;
    const condition = this.value(statement.condition);
    this.depth++;
    const then = this.block(statement.then);
    const otherwise = this.block(statement.otherwise);
    this.depth--;
    this.made.push({ type: 'branch', condition, then, otherwise, line, text });
  }

  /** Whether it has a value, which is in the register then. */
  private call({ name, given, line }: Expression & { type: 'call' }, register?: string): boolean {
    const primitive = primitiveOf(name);
    if (primitive === undefined) {
      throw unsupported(line, `${name}()${didYouMean(name, primitiveNames())}`);
    }
    if (given.length !== primitive.takes) {
      throw malformed(line, `${name}() takes ${primitive.takes} arguments, not ${given.length}`);
    }
    const actions = primitive.actions(this.arguments(given), register ?? UNUSED);
    for (const action of actions) this.act(register === undefined ? this.unused(action) : action);
    return primitive.answers;
  }

  /** The action where its value is not asked for: a read needs a register nevertheless, as does what would read for nothing. */
  private unused(action: Action): Action {
    if (action.type !== 'update') {
      return 'register' in action ? { ...action, register: this.hiddenRegister() } : action;
    }
    const { result, ...others } = action;
    const uses = valuesIn(others).flatMap((value) => [...partsOf(value)]);
    if (result === undefined || uses.some(({ type }) => type === 'old')) return others;
    return { ...others, result: { ...result, register: this.hiddenRegister() } };
  }

  private arguments(given: readonly Expression[]): Arguments {
    let hasAccessed = false;
    return {
      place: (k) => this.place(given[k]),
      target: (k) => this.target(given[k]),
      thing: (k) => this.thing(given[k]),
      value: (k) => {
        if (isAccess(given[k])) {
          if (hasAccessed) throw openOrder(given[k].line);
          hasAccessed = true;
        }
        return this.value(given[k]);
      },
    };
  }

  private place(expression: Expression): Place {
    const { line } = expression;
    if (expression.type === 'name') {
      const { name } = expression;
      if (this.parameters.includes(name)) return { type: 'location', name };
      this.checkRegister(name, line);
      return { type: 'pointer', register: name };
    }
    if (expression.type === 'address') return { type: 'location', name: expression.of };
    throw unsupported(line, 'an address that is worked out; give it to a register first');
  }

  private target(expression: Expression): Place {
    if (expression.type === 'load') return this.place(expression.from);
    throw unsupported(expression.line, 'an access to what is no *location');
  }

  private thing(expression: Expression): string {
    const place = this.place(expression);
    if (place.type === 'location') return place.name;
    throw unsupported(expression.line, `a pointer to a lock, ${place.register}`);
  }

  /** Without accesses: those that the expression has come before. */
  private value(expression: Expression): Value {
    switch (expression.type) {
      case 'number':
        return { type: 'number', value: expression.value };
      case 'name':
        return this.named(expression.name, expression.line);
      case 'address':
        return { type: 'address', of: expression.of };
      case 'unary':
        return { ...expression, of: this.value(expression.of) };
      case 'binary':
        return this.binary(expression);
      case 'load':
      case 'call': {
        const name = this.hiddenRegister();
        this.into(name, expression);
        return { type: 'register', name };
      }
    }
  }

  private named(name: string, line: number): Value {
    if (this.parameters.includes(name)) return { type: 'address', of: name };
    this.checkRegister(name, line);
    return { type: 'register', name };
  }

  private checkRegister(name: string, line: number): void {
    if (this.assigned.has(name)) return;
    throw malformed(
      line,
      `${this.process} uses ${name}, which is no location of its own and has no value yet`,
    );
  }

  private binary({ operator, left, right, line }: Expression & { type: 'binary' }): Value {
    if (isAccess(right)) {
      if (operator === '&&' || operator === '||') {
        throw unsupported(line, `an access on the right of '${operator}'; use 'if'`);
      }
      if (isAccess(left)) throw openOrder(line);
    }
    return { type: 'binary', operator, left: this.value(left), right: this.value(right) };
  }

  private hiddenRegister(): string {
    const name = `$${++this.hidden}`;
    this.assigned.add(name);
    return name;
  }

  private act(action: Action): void {
    const { line = 0, text = '' } = this.statement ?? {};
    const before = this.made.at(-1);
    if (before?.type === 'act' && isBefore(before.action, action)) {
      this.made.splice(-1, 1, { ...before, action: { ...before.action, isBeside: true } });
    }
    this.made.push({ type: 'act', action: this.placed(action, before), line, text });
    if (action.type === 'unlock' && this.depth === 0) this.hasUnlocked = true;
  }

  /** What has to be known of where it stands. */
  private placed(action: Action, before: Instruction | undefined): Action {
    if (action.type === 'lock') return { ...action, afterUnlock: this.hasUnlocked };
    if (action.type !== 'fence' || before?.type !== 'act') return action;
    const isBeside =
      (action.fence === 'smp_mb__after_spinlock' && before.action.type === 'lock') ||
      (action.fence === 'smp_mb__after_atomic' && isUnconditional(before.action));
    return isBeside ? { ...action, isBeside } : action;
  }
}

/** For the value of what is only executed. */
const UNUSED = '';

/** `smp_mb__before_atomic()` right in front of what it is for. */
function isBefore(fence: Action, next: Action): fence is Action & { readonly type: 'fence' } {
  const isFence = fence.type === 'fence' && fence.fence === 'smp_mb__before_atomic';
  return isFence && isUnconditional(next);
}

function isUnconditional(action: Action): boolean {
  return action.type === 'update' && action.condition === undefined;
}

/** Whether it looks at memory. */
function isAccess(expression: Expression): boolean {
  switch (expression.type) {
    case 'load':
    case 'call':
      return true;
    case 'unary':
      return isAccess(expression.of);
    case 'binary':
      return isAccess(expression.left) || isAccess(expression.right);
    default:
      return false;
  }
}

function openOrder(line: number): Error {
  return unsupported(line, 'two accesses in one expression, whose order C leaves open');
}
