// Monitors for the kernel's runtime verification: the DOT as it is, and what tools/verification/dot2 of the kernel makes of it.
// The tools are those of Debian's linux-source-6.1, or of RV_TOOLS=.../tools/verification; where neither is there, those tests
// are skipped.

import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { automatonOf } from '../../src/automaton/automaton.ts';
import { watchedOrder } from '../../src/check/watched-order.ts';
import { resolveParameters } from '../../src/language/define-model.ts';
import { monitorDot } from '../../src/report/dot/rv-monitor.ts';
import { loadedAt } from '../conform/loaded-at.ts';

const alternating = automatonOf({
  initial: [0],
  silent: [[], []],
  events: [
    [['preempt_disable', 1]],
    [
      ['sched_waking', 1],
      ['preempt_enable', 0],
      ['s1', 1],
    ],
  ],
});

test('a monitor is written as dot2 reads it', () => {
  expect(monitorDot(alternating)).toMatchInlineSnapshot(`
    "digraph state_automaton {
      {node [shape = plaintext, style=invis, label=""] "__init_ss0_preempt_disable"};
      {node [shape = ellipse] "ss0_preempt_disable"};
      {node [shape = plaintext] "ss0_preempt_disable"};
      {node [shape = plaintext] "ss1"};
      "__init_ss0_preempt_disable" -> "ss0_preempt_disable";
      "ss0_preempt_disable" [label = "ss0_preempt_disable"];
      "ss1" [label = "ss1"];
      "ss0_preempt_disable" -> "ss1" [ label = "preempt_disable" ];
      "ss1" -> "ss1" [ label = "sched_waking" ];
      "ss1" -> "ss0_preempt_disable" [ label = "preempt_enable" ];
      "ss1" -> "ss1" [ label = "s1" ];
      { rank = min ;
        "__init_ss0_preempt_disable";
        "ss0_preempt_disable";
      }
    }
    "
  `);
});

const folder = mkdtempSync(join(tmpdir(), 'rv-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The folder of the tools, unpacked if need be. */
function toolsFolder(): string | undefined {
  if (process.env.RV_TOOLS !== undefined) return process.env.RV_TOOLS;
  const source = '/usr/src/linux-source-6.1.tar.xz';
  if (!existsSync(source)) return undefined;
  const wanted = 'linux-source-6.1/tools/verification';
  execFileSync('tar', ['-xJf', source, '-C', folder, wanted]);
  return join(folder, wanted);
}

const MONITORS = [
  {
    model: 'slab-sysfs-deadlock',
    process: 'kmem_cache_destroy',
    set: { show: 'lockless', unlink: 'after-unlock' },
  },
  {
    model: 'cpu-vs-mem-hotplug-lock-order',
    process: 'cpu_up',
    set: { order: 'cpu-then-mem', cpuHotplug: 'node-before-lock' },
  },
  {
    model: 'offline-pcp-drain',
    process: 'drain_local_pages',
    set: { offline: 'disable-drain-isolate' },
  },
  { model: 'memory-notifier-chain', process: 'online_pages', set: {} },
] as const;

async function dotOf({ model: name, process, set }: (typeof MONITORS)[number]): Promise<string> {
  const { model } = await loadedAt(name);
  const options = { maxStates: 100_000, memoryBytes: 2 ** 26 };
  const order = watchedOrder(model, resolveParameters(model, set), {}, { process }, options);
  if ('figures' in order) throw new Error('stopped');
  return monitorDot(order);
}

const tools = toolsFolder();

describe.skipIf(tools === undefined)('the tools of the kernel', () => {
  const python = (words: readonly string[]) =>
    execFileSync('python3', words, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: tools },
    });
  const compiles = (code: string) => {
    writeFileSync(
      join(folder, 'monitor.c'),
      `#include <stdbool.h>\n${code}\nint main(void) { return aut.initial_state; }\n`,
    );
    execFileSync('cc', ['-Wall', '-Wno-unused', '-Werror', '-fsyntax-only', 'monitor.c'], {
      cwd: folder,
      stdio: 'pipe',
    });
  };

  beforeAll(() => {
    // dot2k looks for its templates there.
    const from = join(tools ?? '', 'dot2/dot2k_templates');
    cpSync(from, join(folder, 'dot2k/rv_templates'), { recursive: true });
  });

  test.each(MONITORS.map((one) => [`${one.process} of ${one.model}`, one] as const))(
    '%s',
    async (_, one) => {
      writeFileSync(join(folder, 'order.dot'), await dotOf(one));
      const code = python([join(tools ?? '', 'dot2/dot2c'), 'order.dot']);
      compiles(code);
      expect(code).toMatch(/\.initial_state = s+0/);
      rmSync(join(folder, 'order'), { recursive: true, force: true });
      python([join(tools ?? '', 'dot2/dot2k'), '-d', 'order.dot', '-t', 'per_task']);
      expect(readFileSync(join(folder, 'order/order.h'), 'utf8')).toContain('state_max_order');
    },
  );

  test('a state that is called as an event would not compile', () => {
    writeFileSync(
      join(folder, 'same.dot'),
      monitorDot(alternating).replaceAll('ss1', 'sched_waking'),
    );
    const code = python([join(tools ?? '', 'dot2/dot2c'), 'same.dot']);
    expect(() => compiles(code)).toThrow(/redeclaration|redefinition/);
  });

  test('the matrix is the automaton', () => {
    writeFileSync(join(folder, 'alternating.dot'), monitorDot(alternating));
    const code = python([join(tools ?? '', 'dot2/dot2c'), 'alternating.dot']);
    compiles(code);
    const matrix = /\.function = \{\n([\s\S]*?)\n\t\},/.exec(code)?.[1].replace(/[ \t]+/g, ' ');
    expect(matrix).toMatchInlineSnapshot(`
      " { ss1, INVALID_STATE, INVALID_STATE, INVALID_STATE },
       { INVALID_STATE, ss0_preempt_disable, ss1, ss1 },"
    `);
  });
});
