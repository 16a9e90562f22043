// The traces that the golden files show: the zonelist races of 2017 and 2022 as the mailing list
// told them, and the shapes that strain a layout.

import type { Trace } from '../../../src/trace/trace.ts';
import { buildTrace } from './build-trace.ts';

const MOVABLE = { zone: 'Movable', idx: 1 };
const NORMAL = { zone: 'Normal', idx: 0 };
const END = { zone: null, idx: 0 };
const ZONES = ['Normal', 'Movable'];
const FREELIST = 'mm/page_alloc.c get_page_from_freelist()';
const SLOWPATH = 'mm/page_alloc.c __alloc_pages_slowpath()';
const REBUILD = 'mm/page_alloc.c build_zonelists_node()';
const OFFLINE = 'mm/memory_hotplug.c offline_pages()';

/**
 * 2017: the list is emptied before it is refilled, and a pass that starts in between finds nothing.
 */
export const emptyZonelist: Trace = buildTrace({
  model: 'zonelist-rebuild',
  parameters: { update: 'zero-then-refill', event: 'shrink', torn: true, tasks: 1 },
  property: {
    name: 'never-empty',
    kind: 'observer',
    about: 'no pass finds the zonelist empty while some zone is populated',
    message: 'alloc_pages read zonelist[0].zone = none while Normal has 2 managed pages',
  },
  minimal: true,
  indices: { free: ZONES, managed: ZONES },
  start: {
    cells: { zonelist: [MOVABLE, NORMAL, END], managed: [2, 1], free: [1, 0] },
    processes: {
      alloc_pages: { at: 'first', i: 0, zone: null },
      hotplug: { at: 'offline', k: 0 },
      free_pages: { at: 'free' },
    },
    observers: { 'never-empty': { passes: 0 }, 'no-missed-zone': { seen: [false, false] } },
  },
  moves: [
    { do: 'hotplug offline', at: OFFLINE, set: { 'managed.1': 0 } },
    { do: 'hotplug clear', to: 'refill', at: REBUILD, set: { 'zonelist.0.zone': null } },
    { do: 'alloc_pages first', at: FREELIST, see: { 'never-empty.passes': 1 } },
    { do: 'alloc_pages read', to: 'nopage', at: FREELIST, see: { 'no-missed-zone.seen.1': true } },
  ],
});

/**
 * 2022: the preferred zoneref survives the rebuild, and every retry starts behind the end of the
 * list.
 */
export const prematureOom: Trace = buildTrace({
  model: 'zonelist-rebuild',
  parameters: { update: 'in-place', event: 'shrink', torn: false, tasks: 1 },
  property: {
    name: 'no-premature-oom',
    kind: 'observer',
    about:
      'an allocation fails only if no eligible zone had a free page during the whole last pass',
    message: 'alloc_pages gives up although Normal had a free page during its whole last pass',
  },
  minimal: true,
  indices: { free: ZONES, managed: ZONES },
  start: {
    cells: { zonelist: [MOVABLE, NORMAL, END], managed: [2, 1], free: [0, 0] },
    processes: {
      alloc_pages: { at: 'save_preferred', i: 0, pref: 0, zone: null, tries: 0 },
      hotplug: { at: 'offline', k: 0 },
      free_pages: { at: 'free' },
    },
    observers: { 'no-premature-oom': { available: [false, false] } },
  },
  moves: [
    { do: 'alloc_pages save_preferred', at: SLOWPATH, me: { pref: 1 } },
    { do: 'alloc_pages retry', at: SLOWPATH, me: { i: 1 } },
    { do: 'alloc_pages read', at: FREELIST, me: { zone: 'Normal' } },
    { do: 'alloc_pages watermark', at: FREELIST, sees: { 'free[Normal]': 0 }, me: { i: 2 } },
    { do: 'alloc_pages read', at: FREELIST, me: { zone: null } },
    {
      do: 'free_pages free',
      at: 'mm/page_alloc.c free_one_page()',
      chosen: ['Normal'],
      set: { 'free.0': 1 },
    },
    { do: 'hotplug offline', at: OFFLINE, set: { 'managed.1': 0 } },
    { do: 'hotplug write', at: REBUILD, set: { 'zonelist.0': NORMAL }, me: { k: 1 } },
    { do: 'hotplug terminate', at: REBUILD, set: { 'zonelist.1': END } },
    {
      do: 'alloc_pages reclaim',
      at: SLOWPATH,
      me: { tries: 1 },
      see: { 'no-premature-oom.available.0': true },
    },
    { do: 'alloc_pages retry', at: SLOWPATH, me: { i: 1 } },
    { do: 'alloc_pages read', at: FREELIST, to: 'oom' },
    { do: 'alloc_pages oom', at: SLOWPATH, to: 'done' },
  ],
});

/** An ABBA of cpu hotplug, in the contexts of two cpus, with a daemon that would hide it. */
export const deadlock: Trace = buildTrace({
  model: 'drain-hotplug',
  parameters: { cpus: 2 },
  property: {
    name: 'no-deadlock',
    kind: 'deadlock',
    about: 'no process waits for something that can never come',
    message:
      'drain_all waits at lock_hotplug for cpu_hotplug_lock, held by cpu_down.\n' +
      'cpu_down waits at flush for the work on CPU1, which waits for pcpu_drain_mutex.\n' +
      'drain_work waits at lock_mutex for pcpu_drain_mutex, held by drain_all.',
  },
  minimal: true,
  lanes: ['CPU0/task', 'CPU1/task', 'CPU1/kworker', 'CPU1/irq'],
  start: {
    cells: {
      pcpu_drain_mutex: { owner: null },
      cpu_hotplug_lock: { owner: null, waiting: [] },
      work: ['idle', 'idle'],
      online: [true, true],
    },
    processes: {
      drain_all: { at: 'lock_mutex' },
      cpu_down: { at: 'lock_hotplug' },
      drain_work: { at: 'wait' },
      tick: { at: 'fire' },
    },
  },
  moves: [
    {
      do: 'drain_all lock_mutex',
      lane: 'CPU0/task',
      at: 'mm/page_alloc.c __drain_all_pages()',
      set: { 'pcpu_drain_mutex.owner': 'drain_all' },
    },
    {
      do: 'cpu_down lock_hotplug',
      lane: 'CPU1/task',
      at: 'kernel/cpu.c cpus_write_lock()',
      set: { 'cpu_hotplug_lock.owner': 'cpu_down' },
    },
    {
      do: 'cpu_down queue',
      lane: 'CPU1/task',
      at: 'kernel/workqueue.c queue_work_on()',
      set: { 'work.1': 'queued' },
      to: 'flush',
    },
    {
      do: 'drain_work wait',
      lane: 'CPU1/kworker',
      at: 'kernel/workqueue.c process_one_work()',
      set: { 'work.1': 'running' },
      to: 'lock_mutex',
    },
    {
      do: 'drain_all announce',
      lane: 'CPU0/task',
      at: 'kernel/cpu.c cpus_read_lock()',
      set: { 'cpu_hotplug_lock.waiting': ['drain_all'] },
      to: 'lock_hotplug',
    },
  ],
});

/** Violated before anything has moved. */
export const violatedAtOnce: Trace = buildTrace({
  model: 'zonelist-rebuild',
  parameters: { update: 'in-place' },
  property: {
    name: 'zone-constraint',
    kind: 'invariant',
    about: 'no free page lies in a zone that is not populated',
    message: 'false in the initial state',
  },
  minimal: true,
  start: {
    cells: { managed: [0], free: [1] },
    processes: { alloc_pages0: { at: 'first', i: 0 }, alloc_pages1: { at: 'first', i: 0 } },
  },
  moves: [],
});

/**
 * Two tasks on one lane, long names, several changes in a step, no kernel places, a run that is not
 * minimal.
 */
export const longNames: Trace = buildTrace({
  model: 'isolate-and-migrate-a-page-block',
  parameters: { migratetype_recheck_under_zone_lock: false, pages: 4 },
  property: {
    name: 'conserved',
    kind: 'conservation',
    about: 'each page is in exactly one place',
    message: 'page1 is in buddy and in pcp_list of CPU0',
  },
  minimal: false,
  lanes: ['CPU0/task', 'CPU1/task'],
  start: {
    cells: {
      buddy: [true, false, true, true],
      pcp_list: { first_entry: null, count_of_pages_on_this_list: 0 },
    },
    processes: {
      free_unref_page0: { at: 'read_migratetype', migratetype: 'movable' },
      free_unref_page1: { at: 'read_migratetype', migratetype: 'movable' },
      isolator: { at: 'start_isolate' },
    },
  },
  moves: [
    {
      do: 'free_unref_page0 read_migratetype_without_the_zone_lock_because_it_is_only_a_hint',
      lane: 'CPU0/task',
      me: { migratetype: 'isolate' },
    },
    {
      do: 'free_unref_page1 call_free_unref_page_commit/add_to_list',
      lane: 'CPU0/task',
      set: { 'pcp_list.first_entry': 'page1', 'pcp_list.count_of_pages_on_this_list': 1 },
    },
    { do: 'isolator start_isolate', lane: 'CPU1/task', set: { 'buddy.1': true, 'buddy.0': false } },
  ],
});

/** Names that are not ASCII, wide ones, and one that would like to speak to the terminal. */
export const foreignNames: Trace = buildTrace({
  model: 'größe',
  parameters: { 页面: 'zwölf' },
  property: {
    name: 'égalité',
    kind: 'invariant',
    about: 'Größe ≥ 0 – always',
    message: 'größe = \x1b[31m-1\x1b[0m',
  },
  minimal: true,
  start: {
    cells: { größe: 0, 页面: [null] },
    processes: { 分配: { at: '开始' }, zähler: { at: 'zähle' } },
  },
  moves: [
    { do: '分配 开始', set: { '页面.0': '正常' } },
    { do: 'zähler zähle', set: { größe: -1 } },
  ],
});

/** More contexts than fit side by side. */
export const manyLanes: Trace = buildTrace({
  model: 'barrier',
  parameters: { cpus: 12 },
  property: { name: 'all-arrive', kind: 'reachable', about: 'all cpus have arrived', message: '' },
  minimal: true,
  start: {
    cells: { arrived: 0 },
    processes: Object.fromEntries(
      Array.from({ length: 12 }, (_, k) => [`cpu_stopper_thread${k}`, { at: 'arrive' }]),
    ),
  },
  moves: Array.from({ length: 12 }, (_, k) => ({
    do: `cpu_stopper_thread${k} arrive`,
    at: 'kernel/stop_machine.c multi_cpu_stop()',
    set: { arrived: k + 1 },
  })),
});

/** Entry 6, L2: the offliner finds the block reported whenever it looks, for ever. */
export const starvedOffline: Trace = buildTrace({
  model: 'page-reporting',
  parameters: { design: 'isolate' },
  property: {
    name: 'offline-succeeds',
    kind: 'liveness',
    about: 'whoever retries isolates the block in the end',
    message:
      'Steps 2 to 3 repeat for ever, and not everybody gets to done.\n' +
      'offline stays at isolate: it can move only now and then, and weak fairness does not make it.',
  },
  minimal: false,
  start: {
    cells: { block: 'movable' },
    processes: { worker: { at: 'start' }, offline: { at: 'isolate' } },
  },
  loop: 1,
  moves: [
    { do: 'worker start' },
    { do: 'worker isolate', set: { block: 'reported' } },
    { do: 'worker undo', to: 'isolate', set: { block: 'movable' } },
  ],
});
