// What is taken from the terminal that mmcheck writes to.

import { afterEach, expect, test } from 'vitest';
import { processTerminal } from '../../src/cli/terminal.ts';

const { stdout } = process;
const columns = Object.getOwnPropertyDescriptor(stdout, 'columns');
afterEach(() => {
  if (columns) Object.defineProperty(stdout, 'columns', columns);
  else Reflect.deleteProperty(stdout, 'columns');
});

test.each([
  [80, 80],
  [0, 100],
  [undefined, 100],
])('a terminal that says it has %s columns has %i', (said, taken) => {
  Object.defineProperty(stdout, 'columns', { value: said, configurable: true });
  expect(processTerminal().columns).toBe(taken);
});
