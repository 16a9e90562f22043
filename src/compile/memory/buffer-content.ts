// What stands in one store buffer of a state, as codes: the oldest first.
//
// What must stay true: what has no order is no part of a state. Under pso, stores between two fences stand in the order of their
// words; marks and fences that stand side by side, by their codes.

import { readField, writeField } from '../layout/field.ts';
import type { ListSlot } from '../layout/slot.ts';

/** The word of what is no store, and the fence of who has none. */
export const NO_WORD = -1;

export class BufferContent {
  readonly #state: Int32Array;
  /** By the code of an entry. */
  readonly #wordOf: readonly number[];
  readonly #fence: number;

  constructor(state: Int32Array, wordOf: readonly number[], fence: number) {
    this.#state = state;
    this.#wordOf = wordOf;
    this.#fence = fence;
  }

  isStore(code: number): boolean {
    return this.#wordOf[code] > NO_WORD;
  }

  codesIn(buffer: ListSlot, state = this.#state): number[] {
    const length = readField(state, buffer.length);
    return buffer.items.slice(0, length).map((item) => readField(state, item));
  }

  storesIn(buffer: ListSlot): number {
    return this.codesIn(buffer).filter((code) => this.isStore(code)).length;
  }

  /** Whether one of these entries is in a buffer, or a store of the same word as one of these stores. */
  has(buffer: ListSlot, entries: ReadonlySet<number>, stores: readonly number[]): boolean {
    const words = stores.map((code) => this.#wordOf[code]);
    const isOne = (code: number): boolean =>
      entries.has(code) || (this.isStore(code) && words.includes(this.#wordOf[code]));
    return this.codesIn(buffer).some(isOne);
  }

  append(buffer: ListSlot, code: number): void {
    const before = this.codesIn(buffer);
    if (this.isStore(code)) return this.#write(buffer, this.#withStore(before, code));
    // A fence stands between stores, a mark behind some; and there is one of each mark.
    const last = before.findLastIndex((one) => this.isStore(one));
    if (last < 0 || (code === this.#fence && before.includes(code, last))) return;
    const codes = code === this.#fence ? before : before.filter((one) => one !== code);
    this.#write(buffer, [...codes, code]);
  }

  #withStore(codes: readonly number[], code: number): number[] {
    let at = codes.length;
    // Of stores that may pass one another, those of an earlier word stand first.
    const isLater = (one: number): boolean => this.#wordOf[one] > this.#wordOf[code];
    if (this.#fence !== NO_WORD) while (at > 0 && isLater(codes[at - 1])) at--;
    return codes.toSpliced(at, 0, code);
  }

  /** A grace period begins: it waits for the stores that were made before the last read section ended. */
  awaits(buffer: ListSlot, section: number, grace: number): void {
    const codes = this.codesIn(buffer);
    const at = codes.indexOf(section);
    if (at >= 0) this.#write(buffer, codes.toSpliced(at, 0, grace));
  }

  #write(buffer: ListSlot, given: readonly number[]): void {
    const codes = [...given];
    for (let begin = 0; begin < codes.length; begin++) {
      const next = codes.findIndex((code, k) => k >= begin && this.isStore(code));
      const end = next < 0 ? codes.length : next;
      // Fences, which have the least code, come last.
      codes.splice(begin, end - begin, ...codes.slice(begin, end).sort((a, b) => b - a));
      begin = end;
    }
    writeField(this.#state, buffer.length, codes.length);
    for (const [k, code] of codes.entries()) writeField(this.#state, buffer.items[k], code);
  }
}
