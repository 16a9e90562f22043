// Values of instructions as expressions of a step. C has numbers where a step has numbers, truth values and addresses: which of
// them an expression is decides how it is written where another is wanted.

import { unsupported } from '../mistake.ts';
import type { Value } from '../program/instruction.ts';
import type { Domains, ValueType } from './domains.ts';
import { addressName, localName } from './names.ts';

interface Code {
  readonly text: string;
  readonly type: 'number' | 'truth' | 'address';
}

const COMPARISONS = {
  '==': '===',
  '!=': '!==',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
} as const;

export class Expressions {
  private readonly process: string;
  private readonly domains: Domains;
  private readonly line: number;
  private readonly old: ValueType | undefined;

  /** `old`: of what a read-modify-write finds. */
  constructor(process: string, domains: Domains, line: number, old?: ValueType) {
    this.process = process;
    this.domains = domains;
    this.line = line;
    this.old = old;
  }

  /** As what is stored in a place of that type. */
  stored(value: Value, type: ValueType | undefined): string {
    return type?.type === 'address' ? this.address(value) : this.number(value);
  }

  condition(value: Value): string {
    const { text, type } = this.code(value);
    if (type === 'truth') return text;
    return type === 'address' ? `${text} !== none` : `${text} !== 0`;
  }

  number(value: Value): string {
    const { text, type } = this.code(value);
    if (type === 'address') throw unsupported(this.line, 'an address where a number is wanted');
    return type === 'truth' ? `Number(${text})` : text;
  }

  private address(value: Value): string {
    if (value.type === 'number' && value.value === 0) return 'none';
    const { text, type } = this.code(value);
    if (type === 'address') return text;
    throw unsupported(this.line, 'a number where an address is wanted');
  }

  private code(value: Value): Code {
    switch (value.type) {
      case 'number':
        return { text: String(value.value), type: 'number' };
      case 'address':
        return { text: addressName(value.of), type: 'address' };
      case 'register':
        return {
          text: `me.${localName(value.name)}`,
          type: this.domains.types.get(`${this.process}.${value.name}`)?.type ?? 'number',
        };
      case 'old':
        return { text: 'old', type: this.old?.type ?? 'number' };
      case 'unary':
        return this.unary(value);
      case 'binary':
        return this.binary(value);
    }
  }

  private unary({ operator, of }: Value & { type: 'unary' }): Code {
    if (operator === '!') return { text: `!(${this.condition(of)})`, type: 'truth' };
    return { text: `${operator}(${this.number(of)})`, type: 'number' };
  }

  private binary({ operator, left, right }: Value & { type: 'binary' }): Code {
    if (operator === '&&' || operator === '||') {
      const text = `(${this.condition(left)}) ${operator} (${this.condition(right)})`;
      return { text, type: 'truth' };
    }
    if (Object.hasOwn(COMPARISONS, operator)) {
      const compare = COMPARISONS[operator as keyof typeof COMPARISONS];
      const [a, b] = this.alike(left, right);
      return { text: `${a} ${compare} ${b}`, type: 'truth' };
    }
    return { text: `(${this.number(left)} ${operator} ${this.number(right)})`, type: 'number' };
  }

  /** Two values that are compared: both numbers, or both addresses. */
  private alike(left: Value, right: Value): [string, string] {
    const isAddress = [left, right].some((one) => this.code(one).type === 'address');
    const write = (one: Value) => (isAddress ? this.address(one) : this.number(one));
    return [write(left), write(right)];
  }
}
