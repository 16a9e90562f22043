// `--audit`: one line where all is well and the verdict's own status; status 2 and the step where it is not.

import { describe, expect, test } from 'vitest';
import { mmcheck, project } from './mmcheck.ts';

/** A lock that says that its owner keeps others out, and that anybody can open. */
const LEAKY = `import { anyProcess, defineModel, defineProperties, none, orNone, primitive, system } from 'mmcheck';
const lock = primitive({ owner: orNone(anyProcess) }, {
  acquire: {
    pure: false,
    excludedBy: [{ by: 'owner' }],
    run(me) {
      if (this.owner !== none) return false;
      this.owner = me.self;
      return true;
    },
  },
  release: { pure: false, run() { this.owner = none; } },
});
const model = defineModel('leaky', {
  system: () => system({ lock }, ({ process }) => ({
    task: process({
      count: 2,
      start: 'lock',
      steps: {
        lock: ({ lock, me }) => (lock.acquire(me) ? 'unlock' : 'blocked'),
        unlock: ({ lock }) => { lock.release(); return 'done'; },
      },
    }),
    thief: process({ start: 'pick', steps: { pick: ({ lock }) => { lock.release(); return 'done'; } } }),
  })),
});
export default model;
export const properties = defineProperties(model, ({ deadlock }) => ({ 'no-deadlock': deadlock() }));
`;
const SPEC = `import { defineSpec } from 'mmcheck';
import leaky from '../leaky.ts';
export default defineSpec(leaky, {
  seed: '',
  properties: ({ unreachable }) => ({
    'no-theft': unreachable('nobody picks the lock', ({ thief }) => thief[0].at === 'done'),
  }),
  steps: {},
  rows: [{ set: {}, expect: { 'no-theft': 'violated' } }],
});
`;

/** A method that is marked pure and changes something, so seldom that the search does not look then. */
const LATE = `import { bool, cell, defineModel, primitive, system, upTo } from 'mmcheck';

interface Gate {
  isFree(n: number): boolean;
}

const gate = primitive<{ taken: typeof bool }, Gate>({ taken: bool }, {
  isFree: {
    pure: true,
    run(n: number): boolean {
      // Rare enough that the search itself does not look.
      if (n > 150) {
        this.taken = true;
      }
      return true;
    },
  },
});

export default defineModel('late', {
  system: () =>
    system({ gate, n: cell(upTo(200)) }, ({ process }) => ({
      task: process({
        start: 'ask',
        steps: {
          ask: ({ gate, n }) => {
            if (n.value === 200) return 'done';
            if (gate.isFree(n.value)) {
              n.value++;
            }
            return 'ask';
          },
        },
      }),
    })),
});
`;

describe('all is well', () => {
  test('check: a line, and the status of the verdict', async () => {
    const { code, stdout } = await mmcheck(['check', 'counter.ts', '--audit']);
    expect(stdout).toMatch(
      /^Audited all \d+ states: \d+ steps, \d+ pairs, \d+ sets, \d+ permutations$/m,
    );
    expect(code).toBe(1);
  });

  test('run: a line a spec, and figures in the JSON', async () => {
    const { code, stdout } = await mmcheck(['run', 'lost-update.ts', '--audit']);
    expect(stdout.match(/^Audited all/gm)).toHaveLength(1);
    expect(code).toBe(0);
    const json = await mmcheck(['run', 'lost-update.ts', '--audit', '--format', 'json']);
    const [{ rows }] = JSON.parse(json.stdout).specs;
    for (const { audit } of rows) expect(audit).toMatchObject({ complete: true, problems: [] });
  });

  test('without --audit nothing is said of it', async () => {
    expect((await mmcheck(['check', 'counter.ts'])).stdout).not.toContain('Audited');
    const { stdout } = await mmcheck(['check', 'counter.ts', '--format', 'json']);
    expect(JSON.parse(stdout)).not.toHaveProperty('audit');
  });
});

describe('a primitive that does not do as it says', () => {
  const cwd = project({ 'leaky.ts': LEAKY });

  test('check: the verdict stays, the step is named, status 2', async () => {
    const { code, stdout } = await mmcheck(['check', 'leaky.ts', '--audit'], { cwd });
    expect(stdout).toContain('no verdict above is to be trusted');
    expect(stdout).toContain('! thief/pick: lets go for task0');
    expect(stdout).toContain('lock = {owner: task0}');
    expect(code).toBe(2);
    expect((await mmcheck(['check', 'leaky.ts'], { cwd })).code).toBe(0);
  });

  test('run: a row that is as expected does not make it 0', async () => {
    const { code, stdout } = await mmcheck(['run', '--audit'], {
      cwd: project({ 'leaky.ts': LEAKY, 'specs/leaky.ts': SPEC }),
    });
    expect(stdout).toContain('1 row: all as expected');
    expect(stdout).toContain('! thief/pick: lets go for task0');
    expect(code).toBe(2);
  });

  test('the JSON has what the text says', async () => {
    const { code, stdout } = await mmcheck(['check', 'leaky.ts', '--audit', '--format', 'json'], {
      cwd,
    });
    const { outcome, audit } = JSON.parse(stdout);
    expect(outcome).toBe('holds');
    expect(audit.problems[0]).toMatchObject({ claim: 'exclusion', step: 'thief/pick' });
    expect(code).toBe(2);
  });
});

test('a write that the search does not see: the line of the method, and that of the step', async () => {
  const cwd = project({ 'late.ts': LATE });
  expect((await mmcheck(['check', 'late.ts'], { cwd })).code).toBe(0);
  const { code, stdout } = await mmcheck(['check', 'late.ts', '--audit'], { cwd });
  expect(stdout).toContain('! task/ask: gate.taken: the step writes it');
  const line = (text: string): number =>
    LATE.split('\n').findIndex((one) => one.includes(text)) + 1;
  const [method, step] = [line('this.taken = true'), line('gate.isFree(')];
  expect(stdout).toContain(`at late.ts:${method}, called at late.ts:${step}`);
  expect(stdout).toContain('n = 151');
  expect(code).toBe(2);
});
