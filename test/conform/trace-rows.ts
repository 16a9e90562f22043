// The models that traces of a real kernel are followed on, and what becomes of each variant; traces/README.md says where the
// traces come from.

import { readFileSync } from 'node:fs';
import { Progress } from '../../src/base/progress.ts';
import { conform } from '../../src/conform/conform.ts';
import type { KernelEvent } from '../../src/ftrace/event.ts';
import { readTrace } from '../../src/ftrace/read-trace.ts';
import { type ParameterValues, resolveParameters } from '../../src/language/define-model.ts';
import { loadedAt } from './loaded-at.ts';

const TRACES = new URL('traces/', import.meta.url);

export function eventsOf(trace: string) {
  return readTrace(readFileSync(new URL(`${trace}.txt`, TRACES)), `${trace}.txt`).events;
}

interface Given {
  readonly events?: readonly KernelEvent[];
  readonly memoryBytes?: number;
}

export async function conformed(
  trace: string,
  name: string,
  set: ParameterValues,
  { events = eventsOf(trace), memoryBytes = 2 ** 26 }: Given = {},
) {
  const { model, map } = await loadedAt(name);
  const parameters = resolveParameters(model, set);
  return conform(model, parameters, map, events, { progress: new Progress(), memoryBytes });
}

/** Where it is refused: the line, and the process whose step is missing. */
type Refused = readonly [line: number, process: string];
export interface Row {
  readonly trace: string;
  readonly model: string;
  readonly set?: ParameterValues;
  /** Values of one parameter, with how many events they explain. */
  readonly accepted: Readonly<Record<string, number>>;
  readonly refused?: Readonly<Record<string, Refused>>;
  readonly parameter: string;
}

export const ROWS: readonly Row[] = [
  {
    trace: 'node-online-and-cache-create',
    model: 'kmem-cache-create-vs-node-online',
    parameter: 'variant',
    accepted: { 'no-lock': 9, 'slab-nodes': 9 },
    refused: {
      // A cache was created while mem_hotplug_lock was held for writing.
      'get-online-mems': [52, 'kmem_cache_create'],
      'before-zonelists': [36, 'online_pages'],
      // MEM_ONLINE takes no slab_mutex.
      'at-online': [161, 'online_pages'],
    },
  },
  {
    trace: 'node-online',
    model: 'kmem-cache-create-vs-node-online',
    parameter: 'variant',
    accepted: { 'no-lock': 6, 'get-online-mems': 6, 'slab-nodes': 6 },
    refused: { 'before-zonelists': [39, 'online_pages'], 'at-online': [55, 'online_pages'] },
  },
  {
    trace: 'state-and-online-writers',
    model: 'device-lock-vs-mem-hotplug',
    set: { adder: 'acpi', policy: 'offline' },
    parameter: 'locking',
    accepted: { 'device-hotplug-first': 10, 'device-then-mem': 10 },
    refused: { 'mem-then-device': [32, 'state_store'] },
  },
  {
    trace: 'state-and-online-writers',
    model: 'device-lock-vs-mem-hotplug',
    set: { adder: 'acpi', locking: 'device-hotplug-first' },
    parameter: 'policy',
    accepted: { offline: 10 },
    // The block would be online before add_memory() drops the lock.
    refused: { online: [44, 'state_store'] },
  },
  {
    trace: 'mem-online-then-cpu-up',
    model: 'numa-mem-vs-cpu-online',
    parameter: 'lock',
    accepted: { 'cpus-read-lock': 15 },
    refused: { none: [15, 'memory_hotplug'], 'device-hotplug-lock': [20, 'memory_hotplug'] },
  },
  {
    trace: 'mem-online-then-cpu-up',
    model: 'cpu-vs-mem-hotplug-lock-order',
    set: { cpuHotplug: 'node-before-lock', writerPreference: true },
    parameter: 'order',
    accepted: { 'cpu-then-mem': 15 },
    refused: {
      'mem-then-cpu': [20, 'memory_hotplug'],
      'cpu-then-mem-nested': [37, 'memory_hotplug'],
    },
  },
  {
    trace: 'mem-online-then-cpu-up',
    model: 'cpu-vs-mem-hotplug-lock-order',
    set: { order: 'cpu-then-mem', writerPreference: true },
    parameter: 'cpuHotplug',
    accepted: { none: 6, 'node-before-lock': 15 },
    refused: {
      'slab-callback': [75, 'cpu_up'],
      'mem-callback': [75, 'cpu_up'],
      'node-under-lock': [75, 'cpu_up'],
    },
  },
  {
    trace: 'slab-destroy-beside-read',
    model: 'slab-sysfs-deadlock',
    set: { show: 'lockless', slabLock: 'none' },
    parameter: 'unlink',
    accepted: { 'after-unlock': 39 },
    refused: {
      'under-slab-mutex': [73, 'kmem_cache_destroy'],
      'by-worker': [75, 'kmem_cache_destroy'],
    },
  },
  {
    trace: 'slab-destroy-beside-read',
    model: 'slab-sysfs-deadlock',
    set: { unlink: 'after-unlock', slabLock: 'none' },
    parameter: 'show',
    accepted: { lockless: 39 },
    refused: { 'get-online-mems': [57, 'total_objects_show'] },
  },
  {
    trace: 'slab-destroy-beside-read',
    model: 'slab-sysfs-deadlock',
    set: { show: 'lockless', unlink: 'after-unlock' },
    parameter: 'slabLock',
    accepted: { none: 39 },
    refused: { 'get-online-mems': [71, 'kmem_cache_destroy'] },
  },
  {
    trace: 'block-offline-online',
    model: 'offline-pcp-drain',
    parameter: 'offline',
    accepted: { 'disable-drain-isolate': 11 },
    refused: {
      'isolate-drain-test': [27, 'offline_pages'],
      'isolate-disable-drain': [27, 'offline_pages'],
      'isolate-drain-disable': [27, 'offline_pages'],
    },
  },
  {
    trace: 'trace-cmd-report',
    model: 'offline-pcp-drain',
    parameter: 'offline',
    accepted: { 'disable-drain-isolate': 8 },
    refused: { 'isolate-drain-test': [5, 'offline_pages'] },
  },
  {
    trace: 'block-offline-online',
    model: 'zonelist-rebuild',
    set: { event: 'cycle' },
    parameter: 'update',
    accepted: { 'seqcount-slowpath': 11, 'seqcount-not-spinning': 11 },
    refused: {
      'stop-machine': [74, 'hotplug'],
      // Their pages are free before the rebuild.
      'in-place': [121, 'hotplug'],
      'append-copy-grace': [121, 'hotplug'],
    },
  },
  {
    trace: 'filter-cache-create',
    model: 'kmem-cache-create-vs-node-online',
    parameter: 'variant',
    accepted: { 'no-lock': 9, 'slab-nodes': 9 },
    refused: {
      'get-online-mems': [42, 'kmem_cache_create'],
      'before-zonelists': [28, 'online_pages'],
      'at-online': [37, 'online_pages'],
    },
  },
  {
    trace: 'filter-offline-interrupted',
    model: 'offline-pcp-drain',
    parameter: 'offline',
    accepted: { 'disable-drain-isolate': 7 },
    refused: { 'isolate-drain-test': [25, 'offline_pages'] },
  },
  {
    trace: 'filter-cpu-and-memory',
    model: 'numa-mem-vs-cpu-online',
    parameter: 'lock',
    accepted: { 'cpus-read-lock': 24 },
    refused: { none: [56, 'memory_hotplug'], 'device-hotplug-lock': [142, 'memory_hotplug'] },
  },
  {
    trace: 'trace-cmd-zonelists',
    model: 'zonelist-rebuild',
    set: { event: 'grow' },
    parameter: 'update',
    accepted: { 'seqcount-slowpath': 6, 'seqcount-each-retry': 6 },
    // Its pages are free only now; and no stop_machine() was called.
    refused: { 'stop-machine': [5, 'hotplug'], 'in-place': [8, 'hotplug'] },
  },
  {
    trace: 'trace-cmd-zonelists',
    model: 'zonelist-rebuild',
    set: { event: 'shrink' },
    parameter: 'update',
    accepted: { 'seqcount-slowpath': 5 },
    refused: { 'stop-machine': [15, 'hotplug'] },
  },
  {
    trace: 'node-online',
    model: 'zonelist-rebuild',
    set: { event: 'grow' },
    parameter: 'update',
    accepted: { 'seqcount-slowpath': 6 },
    refused: { 'preempt-off-iterator': [41, 'hotplug'], 'zero-then-refill': [44, 'hotplug'] },
  },
  {
    trace: 'node-offline',
    model: 'kmem-cache-node-offline-uaf',
    parameter: 'variant',
    accepted: { 'never-free': 6, 'no-lock': 6, 'rcu-free': 6 },
  },
  {
    trace: 'slab-destroy-beside-read',
    model: 'kmem-cache-node-offline-uaf',
    parameter: 'variant',
    accepted: { 'never-free': 1, 'no-lock': 1 },
    refused: { 'get-online-mems': [58, 'total_objects_show'] },
  },
  {
    trace: 'block-offline-online',
    model: 'isolate-notifier-count',
    set: { neighbour: 'free' },
    parameter: 'count',
    accepted: { none: 2, movable: 2 },
    refused: {
      'under-lock': [43, 'offline_pages'],
      'lock-free': [43, 'offline_pages'],
      trusted: [43, 'offline_pages'],
    },
  },
  {
    trace: 'node-online',
    model: 'memory-notifier-chain',
    parameter: 'variant',
    accepted: { 'memory-notify': 6, robust: 6 },
    // SLUB's callback is not the last.
    refused: { 'slub-stops': [35, 'online_pages'] },
  },
];
