// What is taken from the terminal that mmcheck writes to, and what is said where nothing can be written to it.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { processTerminal } from '../../src/cli/terminal.ts';
import { FIXTURES, mmcheck, project, TINY } from './mmcheck.ts';

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

const REPLAYED = '\x1b[2J\x1b]0;moon\x07\x9b31m\u202e';

describe('nothing that others say acts on the terminal', () => {
  test('the words of a trace in a message', async () => {
    const trace = { schema: 1, model: REPLAYED, parameters: {}, fingerprint: '', minimal: true };
    const property = { name: 'a', kind: 'invariant', about: '', message: '' };
    const initial = { cells: {}, processes: {}, observers: {} };
    const whole = { ...trace, property, lanes: [], initial, steps: [] };
    const cwd = project({ 'moon.json': JSON.stringify(whole) });
    const { stderr } = await mmcheck(['replay', 'moon.json'], { cwd });
    expect(stderr).toContain("there is no model '\\x1b[2J\\x1b]0;moon\\x07\\x9b31m\\u202e'");
  });

  test('the words of a model in a result, where the codes of the style stay', () => {
    const written: string[] = [];
    const spy = vi
      .spyOn(stdout, 'write')
      .mockImplementation((text) => written.push(String(text)) > 0);
    const isTTY = Object.getOwnPropertyDescriptor(stdout, 'isTTY');
    for (const value of [true, false]) {
      Object.defineProperty(stdout, 'isTTY', { value, configurable: true });
      vi.stubEnv('NO_COLOR', '').stubEnv('TERM', 'xterm');
      const { result, style } = processTerminal(() => {});
      result(`${style.bad(style.strong('broken'))} ${REPLAYED}\n`);
    }
    if (isTTY) Object.defineProperty(stdout, 'isTTY', isTTY);
    else Reflect.deleteProperty(stdout, 'isTTY');
    vi.unstubAllEnvs();
    spy.mockRestore();
    const shown = '\\x1b[2J\\x1b]0;moon\\x07\\x9b31m\\u202e\n';
    expect(written).toEqual([`\x1b[31m\x1b[1mbroken\x1b[22m\x1b[39m ${shown}`, `broken ${shown}`]);
  });
});

test.each([
  ['check', ['counter.ts'], FIXTURES],
  ['run', ['lost-update.ts'], FIXTURES],
  ['graph', ['counter.ts'], FIXTURES],
  ['list', [], project({ 'models/tiny.ts': TINY })],
])(
  'the result of %s that cannot be written: one message, status 2',
  async (command, words, cwd) => {
    const { code, stderr } = await mmcheck([command, ...words], { cwd, stdout: '/dev/full' });
    expect(stderr).toMatch(/^mmcheck: cannot write the result: ENOSPC.*; send stdout elsewhere\n$/);
    expect(code).toBe(2);
  },
);
