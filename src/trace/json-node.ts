// A value read from a file that any program may have written or edited: every access says what it
// expects, and a file that differs is refused with the place where it does (`steps[3].label must be
// text, but is missing`).

import { UsageError } from '../base/errors.ts';

export class JsonNode {
  readonly value: unknown;
  readonly path: string;
  /** What the whole is, for messages: a file's name. */
  readonly #file: string;

  /** What the whole should be. */
  readonly #kind: string;

  constructor(value: unknown, file: string, path = '', kind = 'trace') {
    this.#kind = kind;
    this.value = value;
    this.path = path;
    this.#file = file;
  }

  at(key: string): JsonNode {
    const path = this.path === '' ? key : `${this.path}.${key}`;
    const owner = this.#object();
    return new JsonNode(
      Object.hasOwn(owner, key) ? owner[key] : undefined,
      this.#file,
      path,
      this.#kind,
    );
  }

  /** The member, or undefined where it is absent. */
  optional(key: string): JsonNode | undefined {
    const member = this.at(key);
    return member.value === undefined ? undefined : member;
  }

  entries(): readonly (readonly [string, JsonNode])[] {
    return Object.keys(this.#object()).map((key) => [key, this.at(key)] as const);
  }

  items(): readonly JsonNode[] {
    if (!Array.isArray(this.value)) throw this.refuse('must be a list');
    return this.value.map(
      (item, k) => new JsonNode(item, this.#file, `${this.path}[${k}]`, this.#kind),
    );
  }

  text(): string {
    if (typeof this.value !== 'string') throw this.refuse('must be text');
    return this.value;
  }

  flag(): boolean {
    if (typeof this.value !== 'boolean') throw this.refuse('must be true or false');
    return this.value;
  }

  /** A whole number, not negative: all numbers of a trace but its values count something. */
  count(): number {
    if (!Number.isInteger(this.value) || Number(this.value) < 0) {
      throw this.refuse('must be a whole number, not negative');
    }
    return this.value as number;
  }

  oneOf<T extends string>(values: readonly T[]): T {
    if (!values.includes(this.value as T)) {
      throw this.refuse(`must be ${values.slice(0, -1).join(', ')} or ${values.at(-1)}`);
    }
    return this.value as T;
  }

  /** `steps[3].label must be text, but is 12.` */
  refuse(must: string): UsageError {
    const found = this.value === undefined ? 'missing' : excerpt(this.value);
    const subject = this.path === '' ? 'it' : this.path;
    return new UsageError(`${this.#file} is no ${this.#kind}: ${subject} ${must}, but is ${found}`);
  }

  #object(): Record<string, unknown> {
    const { value } = this;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw this.refuse('must be an object');
    }
    return value as Record<string, unknown>;
  }
}

function excerpt(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
