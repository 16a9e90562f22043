// `conform`, `trace-filter` and `monitor` as a user calls them: statuses, the table of variants, JSON, and bad input in one line. What is
// accepted and refused, and why, is test/conform.

import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { FIXTURES, mmcheck, project } from './mmcheck.ts';

const TRACES = fileURLToPath(new URL('../conform/traces/', import.meta.url));
const MODEL = 'kmem-cache-create-vs-node-online';
const TRACE = join(TRACES, 'node-online-and-cache-create.txt');
const NO_MAP = readFileSync(join(FIXTURES, 'counter.ts'), 'utf8');

const MAP = `import { defineTraceMap } from 'mmcheck';
import model from './counter.ts';
export default defineTraceMap(model, {
  processes: { PROCESS: { rules: [{ event: 'mem_hotplug_begin', labels: 'LABEL' }] } },
});
`;
const cwd = project({
  'models/counter.ts': NO_MAP,
  'models/counter.trace.ts': MAP.replace('PROCESS', 'task').replace('LABEL', 'lode'),
  'models/lone.ts': NO_MAP,
  'models/late.ts': `import { cell, defineModel, system, upTo } from 'mmcheck';
export default defineModel('late', {
  system: () => system({ x: cell(upTo(2)) }, ({ process }) => ({
    p: process({ start: 'set', steps: {
      set: ({ x }) => { x.value = 1; return 'set2'; },
      set2: ({ x }) => { x.value = 2; return 'done'; },
    } }),
    q: process({ start: 'look', steps: {
      look: ({ x }) => (x.value === 0 ? 'zero' : 'one'),
      zero: () => 'done',
      one: () => 'done',
    } }),
  })),
});
`,
  'models/late.trace.ts': `import { defineTraceMap } from 'mmcheck';
import model from './late.ts';
const rules = (...labels) => labels.map((label) => ({ event: 'do_' + label, labels: label }));
export default defineTraceMap(model, {
  processes: {
    p: { tasks: ['p'], rules: rules('set', 'set2') },
    q: { tasks: ['q'], rules: rules('look', 'zero', 'one') },
  },
});
`,
  'late.txt': ['q-101 0: do_look', 'q-101 2: do_one', 'p-100 3: do_set']
    .map((one) => one.replace(/(\S+) (\d): (\S+)/, ' $1 [000] ..... 1.00000$2: $3 <-main\n'))
    .join(''),
  'other.trace.ts': MAP.replace("'./counter.ts'", "'./models/counter.ts'"),
  'nothing.ts': 'export default 1;',
  'empty.txt': '',
  'trace.dat': '\x17\bDtracing6\0',
});

describe('conform', () => {
  test('status 0, and by what each event is explained', async () => {
    const { code, stdout, stderr } = await mmcheck([
      'conform',
      TRACE,
      MODEL,
      '--set',
      'variant=slab-nodes',
    ]);
    expect(stdout).toContain('accepted: 9 of 9 events explained');
    expect(stdout).toContain('  kmem_cache_create: lock_slab_mutex, 1 event\n');
    expect(stdout).toContain('Begun beyond the instances of the model\n');
    expect(stdout).not.toContain('Variants');
    expect(stderr).toBe('');
    expect(code).toBe(0);
  });

  test('status 1, the event, and the variants that accept it', async () => {
    const { code, stdout } = await mmcheck([
      'conform',
      TRACE,
      MODEL,
      '--set',
      'variant=get-online-mems',
    ]);
    expect(stdout).toContain('line 52, insmod-133: mlock lock=slab_mutex\n');
    expect(stdout).toContain('  kmem_cache_create: get_online_mems\n');
    expect(stdout).toMatch(/\n {2}slab-nodes +accepted +9\n/);
    expect(stdout).toMatch(/\n {2}get-online-mems +refused +5 +line 52, mlock lock=slab_mutex\n/);
    expect(code).toBe(1);
  });

  test('where processes stand, without what may come after the end of the trace', async () => {
    const { code, stdout } = await mmcheck(['conform', 'late.txt', 'models/late.ts'], { cwd });
    expect(stdout).toContain('has q take a step of one there or later\n');
    expect(stdout).toContain(
      'Where the processes may stand at the end of the trace\n  p: set, set2\n  q: zero\n',
    );
    expect(code).toBe(1);
  });

  test('--all-variants, with what is set the same in all', async () => {
    const words = ['conform', TRACE, MODEL, '--all-variants', '--set', 'cancel=never'];
    const { stdout } = await mmcheck([...words, '--format', 'json']);
    const { schema, model, variants } = JSON.parse(stdout);
    expect({ schema, model }).toEqual({ schema: 1, model: MODEL });
    expect(variants).toHaveLength(10);
    expect(variants[0]).toMatchObject({
      parameters: { variant: 'no-lock', again: false },
      verdict: 'accepted',
    });
  });

  test.each<[string, string[], string]>([
    ['no trace', ['conform', 'no.txt', MODEL], 'no.txt does not exist'],
    ['an empty trace', ['conform', 'empty.txt', MODEL], 'empty.txt is no trace'],
    ['a binary trace', ['conform', 'trace.dat', MODEL], 'trace-cmd report trace.dat > trace.txt'],
    [
      'a model without a map',
      ['conform', TRACE, 'models/lone.ts'],
      'models/lone.ts has no trace map: write models/lone.trace.ts',
    ],
    [
      'a label that is none',
      ['conform', TRACE, 'models/counter.ts'],
      "names label 'lode' of process 'task'",
    ],
    [
      'a map of another model',
      ['conform', TRACE, MODEL, '--map', 'models/counter.trace.ts'],
      "is a trace map of model 'counter', not of",
    ],
    [
      'a process that is none',
      ['conform', TRACE, 'models/counter.ts', '--map', 'other.trace.ts'],
      "names process 'PROCESS'",
    ],
    [
      'no map',
      ['conform', TRACE, 'models/counter.ts', '--map', 'nothing.ts'],
      'nothing.ts is no trace map: its default export is the number 1',
    ],
    ['too little memory', ['conform', TRACE, MODEL, '--memory', '1K'], 'a size of at least 1M'],
  ])('%s: one line, status 2', async (_, words, message) => {
    const { code, stdout, stderr } = await mmcheck(words, { cwd });
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  test('a trace map is no model: list, run and names do not see it', async () => {
    const { stdout, code } = await mmcheck(['list', '--format', 'json'], { cwd });
    expect(JSON.parse(stdout).models.map(({ file }: { file: string }) => file)).toEqual([
      'models/counter.ts',
      'models/late.ts',
      'models/lone.ts',
    ]);
    expect(code).toBe(0);
  });
});

describe('trace-filter', () => {
  const FUNCTIONS = [
    'offline_pages',
    'do_other',
    'do_migrate_range.isra.0',
    'online_pages',
    'undo_isolate_page_range [mod]',
  ];
  const SYMBOLS = 'ffff01 d slab_mutex\nffff02 d other\nffff03 d pcpu_drain_mutex\n';
  /** What the kernel puts into a new instance. */
  const MKDIR = `mkdir() {
  command mkdir -p $1/events/mmc/mlock $1/events/mmc/mtry $1/events/mmc/munlock
}
`;

  /** Run with folders that stand in the place of tracefs and of /proc. */
  function ran(
    script: string,
    { functions = FUNCTIONS, symbols = SYMBOLS, command = ['true'] } = {},
  ) {
    const folder = project({
      'instances/none': '',
      trace: '',
      kprobe_profile: '  wlock   5   0\n  wlocked  4  1\n',
      available_filter_functions: `${functions.join('\n')}\n`,
      kallsyms: symbols,
    });
    const file = join(folder, 'run.sh');
    const moved = script
      .replace('tracing=/sys/kernel/tracing', `tracing=${folder}`)
      .replace('/proc/kallsyms', `${folder}/kallsyms`);
    writeFileSync(file, MKDIR + moved);
    // What the kernel does while the command runs.
    const env = { ...process.env, TRACE: join(folder, 'instances/mmcheck/trace') };
    const ended = spawnSync('sh', [file, ...command], { encoding: 'utf8', env });
    const read = (name: string) => readFileSync(join(folder, 'instances/mmcheck', name), 'utf8');
    return { ...ended, read };
  }

  test('is a script that names what can be traced by its number, and defines the probes', async () => {
    const { stdout: script, code } = await mmcheck(['trace-filter', 'isolate-notifier-count']);
    expect(code).toBe(0);
    expect(script).toContain('p:mmc/wlock percpu_down_write lock=ARG1:symbol\n');
    expect(script).toContain('locks="pcpu_drain_mutex slab_mutex"\n');

    const command = ['sh', '-c', 'echo "# tracer: function" > $TRACE; echo said; exit 3'];
    const { status, stdout, stderr, read } = ran(script, { command });
    expect({ status, stdout, stderr }).toEqual({
      status: 3,
      stdout: '# probe wlocked missed 1 events\n# tracer: function\n',
      stderr: 'said\n',
    });
    expect(read('set_ftrace_filter')).toBe('1\n3\n5\n');
    expect(read('events/mmc/mlock/filter')).toBe(
      'addr == 0 || addr == 0xffff01 || addr == 0xffff03\n',
    );
    expect(read('current_tracer')).toBe('nop\n');

    const hidden = ran(script, { symbols: '0000000000000000 d slab_mutex\n' });
    expect(hidden).toMatchObject({ status: 2, stdout: '' });
    expect(hidden.stderr).toContain(
      'addresses are hidden: echo 1 > /proc/sys/kernel/kptr_restrict',
    );
    const nothing = ran(script, { functions: ['do_other'] });
    expect(nothing).toMatchObject({ status: 2, stdout: '' });
    expect(nothing.stderr).toBe('trace.sh: none of its functions can be traced here\n');
    expect(ran(script, { command: [] }).stderr).toBe('trace.sh: needs a command to run\n');
  });

  test('of a model without a map says what is missing', async () => {
    const { stderr, code } = await mmcheck(['trace-filter', 'models/lone.ts'], { cwd });
    expect(stderr).toContain('has no trace map');
    expect(code).toBe(2);
  });
});

describe('monitor', () => {
  test('prints the order of a process', async () => {
    const { stdout, code } = await mmcheck([
      'monitor',
      'memory-notifier-chain',
      '--process',
      'online_pages',
    ]);
    expect(stdout).toMatch(/^digraph state_automaton \{\n/);
    expect(stdout).toContain('[ label = "going_online" ];\n');
    expect(code).toBe(0);
  });

  test.each<[string, string[], string]>([
    ['nothing to watch', [], 'either --property NAME, an observer, or --process NAME'],
    ['both', ['--property', 'x', '--process', 'task'], 'either --property NAME'],
    [
      'a process that is none',
      ['--process', 'tusk'],
      "there is no process 'tusk'; did you mean 'task'?",
    ],
    ['a property that is none', ['--property', 'x'], "there is no property 'x'"],
    ['assertions', ['--property', 'assertions'], 'the assertions of steps watch no order'],
    [
      'a model that is too large',
      ['--process', 'task', '--max-states', '3'],
      'was not searched to its end (states)',
    ],
  ])('%s: status 2', async (_, words, message) => {
    const { stdout, stderr, code } = await mmcheck(['monitor', 'models/counter.ts', ...words], {
      cwd,
    });
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
