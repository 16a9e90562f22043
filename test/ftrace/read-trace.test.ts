// Traces are read whole or refused: what a line is, what may be left out, and what each sort of bad input is told.

import { describe, expect, test } from 'vitest';
import { eventText } from '../../src/ftrace/event.ts';
import { readLine } from '../../src/ftrace/read-line.ts';
import { readTrace } from '../../src/ftrace/read-trace.ts';

const HEAD = `# tracer: function
#
# entries-in-buffer/entries-written: 2/2   #P:3
#
`;
const line = (rest: string, head = '          hp-mem-129     [000] .....    19.354133') =>
  `${head}: ${rest}`;
const read = (text: string) => readTrace(new TextEncoder().encode(text), 't.txt');

test('with the line ends of Windows it is the same', () => {
  const text = `${HEAD}${line('state_store <-kernfs_fop_write_iter')}\n`;
  expect(read(text.replaceAll('\n', '\r\n'))).toEqual(read(text));
});

describe('a line', () => {
  test.each([
    [
      line('state_store <-kernfs_fop_write_iter'),
      {
        task: 'hp-mem',
        pid: 129,
        cpu: 0,
        time: '19.354133',
        isFunction: true,
        name: 'state_store',
        caller: 'kernfs_fop_write_iter',
        edge: 'entry',
      },
    ],
    [
      line("percpu_down_write <-[unknown/kretprobe'd]"),
      { name: 'percpu_down_write', caller: "[unknown/kretprobe'd]" },
    ],
    [
      line('do_migrate_range.isra.0 <-offline_pages.constprop.1'),
      { name: 'do_migrate_range', caller: 'offline_pages' },
    ],
    [line('jbd2_open [jbd2] <-mount_bdev [ext4]'), { name: 'jbd2_open', caller: 'mount_bdev' }],
    [
      line('mlock: (mutex_lock+0x0/0x30) lock=slab_mutex+0x0/0x20 addr=0xffffffff82b527c0'),
      {
        isFunction: false,
        name: 'mlock',
        fields: { lock: 'slab_mutex', addr: '0xffffffff82b527c0' },
        edge: 'entry',
        probe: 'mutex_lock',
      },
    ],
    [
      line("wlocked: ([unknown/kretprobe'd] <- percpu_down_write)"),
      { name: 'wlocked', fields: {}, edge: 'return', probe: 'percpu_down_write' },
    ],
    [
      line('isolated: (offline_pages+0x1ca/0x7a8 <- test_pages_isolated) ret=-16'),
      { fields: { ret: '-16' }, edge: 'return' },
    ],
    [line('probe: (offline_pages+0x1ca/0x7a8) x=1'), { edge: 'point' }],
    [
      line(
        'cpuhp_exit:  cpu: 0001  state:  33 step:  33 ret: 0',
        '         cpuhp/1-20      [001] .....         2861',
      ),
      {
        task: 'cpuhp/1',
        time: '2861',
        name: 'cpuhp_exit',
        fields: { cpu: '0001', state: '33' },
        edge: 'point',
      },
    ],
    [
      line(
        'function:             mem_hotplug_begin <-- memory_subsys_offline',
        '              sh-158   [002]        7893',
      ),
      { task: 'sh', isFunction: true, name: 'mem_hotplug_begin', caller: 'memory_subsys_offline' },
    ],
    [
      line(
        'test_pages_isolated:  start_pfn=0x108000 ret=success',
        '              sh-158   [002]        7904',
      ),
      { isFunction: false, name: 'test_pages_isolated', fields: { ret: 'success' } },
    ],
    [
      line('cpu_up <-x', 'my task: a/b-c-7 [012] d..1.  1.5'),
      { task: 'my task: a/b-c', pid: 7, cpu: 12 },
    ],
    [line('cpu_up <-x', '    <...>-7     (-------) [012] d..1.  1.5'), { task: '<...>', pid: 7 }],
    [line('cpu_up <-x', '   <idle>-0     (   12) [001] d.h1.  1.5'), { task: '<idle>', pid: 0 }],
  ])('%s', (text, event) => {
    expect(readLine(text, 3)).toMatchObject({ line: 3, ...event });
  });

  test.each([
    '          hp-mem-129     [000] .....    19.354133: state_sto',
    '          hp-mem-129     [000] .....    19.35',
    '          hp-mem-129     [00',
    '          hp-mem-129     [000] .....    19.354133: function: state_store',
  ])('is not understood where it is cut: %s', (text) => {
    expect(readLine(text, 1)).toBeUndefined();
  });

  test('is shown without addresses, which no two runs share', () => {
    const event = readLine(
      line('mlock: (mutex_lock+0x0/0x30) lock=slab_mutex+0x0/0x20 addr=0xff'),
      1,
    );
    expect(event && eventText(event)).toBe('mlock lock=slab_mutex');
  });
});

describe('a trace', () => {
  const one = line('state_store <-kernfs_fop_write_iter');
  const two = line(
    'device_online <-state_store',
    '          hp-mem-130     [001] .....    19.354133',
  );

  test('has its events in the order of the file, comments and stacks left out', () => {
    const { events, ties } = read(`${HEAD}${one}\n => a_function\n\n${two}\n`);
    expect(events.map(({ line: number, name }) => [number, name])).toEqual([
      [5, 'state_store'],
      [8, 'device_online'],
    ]);
    expect(ties).toBe(1);
  });

  test('of trace-cmd begins with the number of cpus', () => {
    expect(read(`cpus=3\nCPU 2 is empty\n${two}\n`).events).toHaveLength(1);
  });

  test.each([
    ['', /is no trace/],
    ['{"json": true}\n', /t.txt:1: no event of a trace: '\{"json"/],
    [HEAD, /has no event in it: tracing was off/],
    ['\x17\bDtracing6\0\0', /trace-cmd report t.txt > trace.txt/],
    [`${HEAD}${one}\n${two.slice(0, 58)}\n`, /t.txt:6: no event of a trace/],
    [`${HEAD}${one}\n${two}`, /t.txt:6: the last line has no end: the trace is cut/],
    [HEAD.replace('2/2', '2/12') + one, /the last line/],
    [`${HEAD.replace('2/2', '2/12')}${one}\n`, /t.txt:3: 10 of 12 events are lost/],
    [
      `# probe wlocked missed 3 events\n${one}\n`,
      /t.txt:1: 3 events of the probe 'wlocked' are lost/,
    ],
    [`${HEAD}CPU:1 [LOST 12 EVENTS]\n${one}\n`, /t.txt:5: events are lost here/],
    [`${HEAD}##### CPU 1 buffer started ####\n${one}\n`, /events are lost here/],
    [`${HEAD.replace('function', 'function_graph')}`, /t.txt:1: it is a trace of 'function_graph'/],
    [' 2)               |  online_pages() {\n', /t.txt:1: it is a trace of 'function_graph'/],
    [
      `${one}\n${line('a <-b', '          hp-mem-129     [000] .....    19')}\n`,
      /t.txt:2: another clock than in the line before/,
    ],
    [
      `${one}\n${line('a <-b', '          hp-mem-129     [000] .....    18.1')}\n`,
      /t.txt:2: the time goes back/,
    ],
  ])('is refused in one line: %j', (text, message) => {
    expect(() => read(text)).toThrow(
      expect.objectContaining({ name: 'UsageError', message: expect.stringMatching(message) }),
    );
    expect(() => read(text)).toThrow(/^[^\n]*$/);
  });
});
