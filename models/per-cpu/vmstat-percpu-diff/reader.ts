// The reader of vmstat-percpu-diff: zone_watermark_ok(), or zone_watermark_ok_safe(), which adds up what all cpus have.

import { upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

export function reader({ process }: Make, { read, cpu, value, watermark }: Variant) {
  return process({
    count: read === 'no' ? 0 : 1,
    environment: true,
    locals: { x: value, next: upTo(cpu.ids.length) },
    begin: () => ({ x: 0 }),
    start: 'begins',
    steps: {
      begins: () => 'zone_page_state',
      zone_page_state: {
        at: 'mm/page_alloc.c zone_watermark_ok_safe() zone_page_state()',
        thread: 'reader: R global',
        does: ({ vm_stat, me }) => {
          me.x = vm_stat.value;
          return read === 'snapshot' ? 'snapshot' : 'watermark';
        },
      },
      snapshot: {
        at: 'include/linux/vmstat.h zone_page_state_snapshot()',
        thread: 'zone_page_state_snapshot: R diff',
        does: ({ vm_stat_diff, me }) => {
          if (me.next === cpu.ids.length) return 'watermark';
          me.x += vm_stat_diff[cpu.ids[me.next]];
          me.next++;
          return 'snapshot';
        },
      },
      watermark: {
        at: 'mm/page_alloc.c __zone_watermark_ok()',
        thread: 'free pages ≥ watermark',
        does: ({ me }) => (me.x >= watermark ? 'watermark_ok' : 'below'),
      },
      watermark_ok: () => 'done',
      below: () => 'done',
    },
  });
}
