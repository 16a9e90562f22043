// The stories of zonelist-rebuild: who does what, in order, where a claim breaks. T allocates, F frees, H is
// memory hotplug.

export type StoryEvent = readonly [process: string, label: string];
export type Story = readonly StoryEvent[];

const T = (label: string): StoryEvent => ['alloc_pages', label];
const F: StoryEvent = ['free_pages', 'free_one'];
const H = (label: string): StoryEvent => ['hotplug', label];

/** The stories of one row, by how H writes and what it does: T meets the list half rewritten. */
export function storiesOf(update: string, event: string) {
  const atomic = update === 'stop-machine' || update === 'preempt-off-iterator';
  const write = H(atomic ? 'stop_machine' : 'store');
  const change = H(event === 'grow' ? 'online_pages' : 'offline_pages');
  const online = H('online_pages');

  return {
    /** H has emptied the list, and T looks at it. */
    empty: [change, write, T('visit')],
    /** T is preempted, or slow; H moves N to where T has been, and T finds the terminator. */
    missed: [T('first'), change, write, T('visit')],
    /** T has tried N at Z[0]; H moves N to Z[1], where T finds it again. */
    twiceByGrowing: [T('visit'), T('advance'), online, write, T('visit')],
    /** H has written N over M, and the old N is still there. */
    twiceByShrinking: [H('offline_pages'), write, T('visit'), T('advance'), T('visit')],

    /**
     * The bug of 3d36424b3b58: T finds N without a page and saves its preferred zoneref, Z[1] = N.
     * F frees a page in N. H offlines M, and N moves to Z[0]. T starts each further pass at Z[1],
     * which is the terminator, and calls the OOM killer.
     */
    savedZoneref: [
      T('watermark'),
      T('usable'),
      F,
      change,
      write,
      T('visit'),
      T('last_attempt'),
      T('out_of_memory'),
    ],
    /** Shrink: as savedZoneref. Grow: T starts at its saved Z[0], which is now M, and Z[1] is not yet N. */
    savedOrMissed: [T('usable'), F, change, write, T('visit'), T('out_of_memory')],
    /** No zone suits T: Z[0] is M, which it skips, or nothing, and Z[1] is not yet N. */
    nothingEligible: [F, change, write, T('visit'), T('usable'), T('nopage')],
    /** T misses N while H offlines M, looks again while H onlines M, and nothing suits. */
    nothingTwice: [F, H('offline_pages'), write, T('visit'), online, T('usable'), T('nopage')],
    /** After the check before OOM: F frees, H rebuilds, the last attempt starts where N was. */
    afterCheck: [T('before_oom'), F, change, write, T('visit')],
    /**
     * As afterCheck; the OOM killer is called, and nopage does not check. Where there is no check, before_oom is only
     * the place.
     */
    afterCheckFails: [
      T('before_oom'),
      F,
      change,
      write,
      T('visit'),
      T('out_of_memory'),
      T('nopage'),
    ],
    /** A request that may not retry fails after its pass from the saved zoneref. */
    noretryFails: [T('usable'), F, change, write, T('visit'), T('nopage')],
    /** T has skipped M, H moves N to where T has been, and DMA32 to where T comes next. */
    shifted: [T('first'), online, write, T('visit'), T('advance'), write, T('visit')],
    /** The last attempt starts at a zoneref that has become the terminator. */
    blind: [change, write, T('visit')],

    /** T accepts the idx of N; H makes the entry M; T takes the zone of M. */
    wrongZone: [T('skip'), online, write, T('visit'), T('take')],
    /** As wrongZone, but H stores between two passes of T, of which the second starts unseen. */
    wrongZoneAtPref: [T('usable'), online, write, T('get_page'), T('visit'), T('take')],
    /** DMA32 is gone, still behind the terminator; H grows the list over the terminator first. */
    staleTail: [H('built'), T('first'), online, write, T('visit'), T('advance'), T('visit')],
  } satisfies Record<string, Story>;
}
