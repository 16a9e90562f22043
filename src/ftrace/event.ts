// An event of a running kernel, as a line of a trace tells it.

/** What of a call an event marks: that it begins, that it has returned, or a place within a function. */
export type Edge = 'entry' | 'return' | 'point';

export interface KernelEvent {
  /** Of the trace's file, from 1. */
  readonly line: number;
  /** The task's name, which may have changed since, and its number. */
  readonly task: string;
  readonly pid: number;
  readonly cpu: number;
  /** As it is written. */
  readonly time: string;
  /** Whether the function tracer wrote it; else it is an event with fields. */
  readonly isFunction: boolean;
  /** Of the function, without what a compiler added to it, or of the event. */
  readonly name: string;
  /** Of a function, who called it. */
  readonly caller?: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly edge: Edge;
  /** Of a probe, the function that it sits on. */
  readonly probe?: string;
}

/**
 * A symbol without what a compiler or the linker added: `do_migrate_range.isra.0` is `do_migrate_range`; and without the
 * offset and the module that a trace adds.
 */
export function symbolOf(written: string): string {
  return written
    .replace(/ \[\w+\]$/, '')
    .replace(/\+0x[0-9a-f]+(\/0x[0-9a-f]+)?$/, '')
    .replace(/(\.(isra|constprop|part|cold|llvm|lto_priv)(\.\d+)?)+$/, '');
}

/** As it is shown: `mlock lock=slab_mutex`, `online_pages <-memory_subsys_online`. */
export function eventText({ name, caller, fields }: KernelEvent): string {
  const shown = Object.entries(fields).filter(([field]) => field !== 'addr');
  return [
    name,
    ...(caller === undefined ? [] : [`<-${caller}`]),
    ...shown.map(([field, value]) => `${field}=${value}`),
  ].join(' ');
}
