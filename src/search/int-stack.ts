// A stack of integers outside of the JavaScript heap: an array of numbers dies long before memory does.

export class IntStack<Data extends Int32Array | Int16Array = Int32Array> {
  data: Data;
  size = 0;
  readonly #make: (length: number) => Data;

  constructor(make: (length: number) => Data) {
    this.#make = make;
    this.data = make(1 << 10);
  }

  push(value: number): void {
    if (this.size === this.data.length) {
      const grown = this.#make(this.size + (this.size >> 1));
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.size++] = value;
  }

  pop(): number {
    return this.data[--this.size];
  }
}
