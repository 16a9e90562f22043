// What is taken from the terminal that mmcheck writes to, and what is said where nothing can be written to it.

import { afterEach, expect, test } from 'vitest';
import { processTerminal } from '../../src/cli/terminal.ts';
import { mmcheck } from './mmcheck.ts';

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
  expect(processTerminal(() => {}).columns).toBe(taken);
});

test.each([
  ['check', ['counter.ts']],
  ['run', ['lost-update.ts']],
  ['graph', ['counter.ts']],
  ['list', []],
])('the result of %s that cannot be written: one message, status 2', async (command, words) => {
  const { code, stderr } = await mmcheck([command, ...words], { stdout: '/dev/full' });
  expect(stderr).toMatch(/^mmcheck: cannot write the result: ENOSPC.*; send stdout elsewhere\n$/);
  expect(code).toBe(2);
});
