// The views of sets and lists: immutable contents in a mutable hand. Members and positions are
// checked at once, the values of a list when it is turned back.

import type { List, Set } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { ListView, SetView } from '../language/cell.ts';
import { describeValue } from '../language/domain.ts';
import { checkMember, isWhole } from './contents.ts';
import type { Contents } from './state.ts';

/** Contents that change by being replaced; a view that is only read refuses. */
class Held<T> {
  #contents: T;
  readonly #writable: boolean;
  protected readonly path: string;

  constructor(contents: T, path: string, writable: boolean) {
    this.#contents = contents;
    this.path = path;
    this.#writable = writable;
  }
  get contents(): T {
    return this.#contents;
  }
  protected replace(contents: T): void {
    if (!this.#writable) throw new ModelError(`${this.path} can only be read here`);
    this.#contents = contents;
  }
}

export class SetOfMembers extends Held<Set<number>> implements SetView<number> {
  readonly #length: number;

  constructor(contents: Set<number>, length: number, path: string, writable: boolean) {
    super(contents, path, writable);
    this.#length = length;
  }
  has(member: number): boolean {
    return this.contents.has(this.#member(member));
  }
  add(member: number): void {
    this.replace(this.contents.add(this.#member(member)));
  }
  delete(member: number): boolean {
    const had = this.has(member);
    this.replace(this.contents.delete(this.#member(member)));
    return had;
  }
  clear(): void {
    this.replace(this.contents.clear());
  }
  values(): readonly number[] {
    return this.contents.toArray().sort((a, b) => a - b);
  }
  get size(): number {
    return this.contents.size;
  }
  get isEmpty(): boolean {
    return this.contents.isEmpty();
  }
  #member(member: unknown): number {
    return checkMember(member, this.#length, this.path);
  }
}

export class ListOfValues extends Held<List<Contents>> implements ListView<Contents> {
  readonly #capacity: number;

  constructor(contents: List<Contents>, capacity: number, path: string, writable: boolean) {
    super(contents, path, writable);
    this.#capacity = capacity;
  }
  get length(): number {
    return this.contents.size;
  }
  get isEmpty(): boolean {
    return this.contents.isEmpty();
  }
  get first(): Contents {
    return this.at(0);
  }
  at(index: number): Contents {
    if (!isWhole(index, 0, this.length - 1)) {
      throw new ModelError(`${this.path}.at(${String(index)}): the list has ${this.length}`);
    }
    return this.contents.get(index) as Contents;
  }
  includes(value: Contents): boolean {
    return this.contents.includes(value);
  }
  indexOf(value: Contents): number {
    return this.contents.indexOf(value);
  }
  values(): readonly Contents[] {
    return this.contents.toArray();
  }
  [Symbol.iterator](): Iterator<Contents> {
    return this.contents.values();
  }
  removeAt(index: number): Contents {
    const taken = this.at(index);
    this.replace(this.contents.delete(index));
    return taken;
  }
  push(value: Contents): void {
    this.#grow(this.contents.push(value));
  }
  unshift(value: Contents): void {
    this.#grow(this.contents.unshift(value));
  }
  shift(): Contents {
    const first = this.at(0);
    this.replace(this.contents.shift());
    return first;
  }
  pop(): Contents {
    if (this.isEmpty) throw new ModelError(`${this.path}.pop(): the list is empty`);
    const last = this.at(this.length - 1);
    this.replace(this.contents.pop());
    return last;
  }
  remove(value: Contents): void {
    const index = this.contents.indexOf(value);
    if (index === -1) {
      throw new ModelError(`${this.path}.remove(${describeValue(value)}): not in the list`);
    }
    this.replace(this.contents.delete(index));
  }
  clear(): void {
    this.replace(this.contents.clear());
  }
  #grow(contents: List<Contents>): void {
    if (contents.size > this.#capacity) {
      throw new ModelError(`${this.path} is full: it has room for ${this.#capacity}`);
    }
    this.replace(contents);
  }
}
