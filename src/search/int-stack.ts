// A stack of 32-bit integers, outside of the JavaScript heap: an array of numbers dies long before memory does.

export class IntStack {
  data = new Int32Array(1 << 10);
  size = 0;

  push(value: number): void {
    if (this.size === this.data.length) {
      const grown = new Int32Array(2 * this.data.length);
      grown.set(this.data);
      this.data = grown;
    }
    this.data[this.size++] = value;
  }

  pop(): number {
    return this.data[--this.size];
  }
}
