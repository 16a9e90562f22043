// What a careless change does to five shipped models: a lock that is not taken, a check, a step and an argument that are
// dropped. Each turns a row that holds.

export interface Regression {
  readonly model: string;
  /** What is done to its text. */
  readonly edits: readonly (readonly [from: string, to: string])[];
  /** A row that is not as expected any more: the one that the shortest run shows. */
  readonly row: string;
  readonly property: string;
  readonly steps: number;
  /** The process and the label of that run's last step. */
  readonly last: readonly [process: string, label: string];
}

export const REGRESSIONS: readonly Regression[] = [
  {
    model: 'zonelist-builder-exclusion',
    edits: [["const locked = lock !== 'none';", "const locked = lock === 'none' && false;"]],
    row: 'order=static lock=zonelists_mutex lists=same event=online',
    property: 'right-order',
    steps: 18,
    last: ['build_zonelists1', 'terminate'],
  },
  {
    model: 'isolation-double-owner',
    edits: [["if (rule !== 'no-ebusy' && mt", "if (rule !== 'no-ebusy' && again && mt"]],
    row: 'rule=ebusy blocks=1',
    property: 'stays-isolated',
    steps: 4,
    last: ['alloc_contig_range0', 'unset_migratetype_isolate'],
  },
  {
    model: 'kmem-cache-node-offline-uaf',
    edits: [
      ["show_slab_objects()', does: getOnlineMems", "show_slab_objects()', does: () => 'next'"],
      ['mem_hotplug_lock.releaseRead(me);', ''],
    ],
    row: 'variant=get-online-mems online=false',
    property: 'no-use-after-free',
    steps: 13,
    last: ['total_objects_show', 'lock_list'],
  },
  {
    model: 'memory-notifier-chain',
    edits: [["chain.begin('CANCEL_ONLINE', chain.passed)", "chain.begin('CANCEL_ONLINE')"]],
    row: 'variant=robust callbacks=2',
    property: 'undoes-what-ran',
    steps: 4,
    last: ['online_pages', 'undo'],
  },
  {
    model: 'pageset-update-barriers',
    edits: [["'batch-1': 'store_batch_1'", "'batch-1': 'store_high'"]],
    row: 'event=shrink first=batch-1 barriers=true',
    property: 'batch-within-high',
    steps: 1,
    last: ['pageset_update', 'store_high'],
  },
];
