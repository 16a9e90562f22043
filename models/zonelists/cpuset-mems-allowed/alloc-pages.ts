// T of cpuset-mems-allowed: allocates by the mask, node after node, in the fast path and in the slow one.

import { oneOf, pick, set, upTo } from 'mmcheck';
import type { Make, Variant } from './variant.ts';

/** The cookies of the slow path, and of alloc_pages_vma(). */
const COOKIE = 0;
const OUTER = 1;

export function allocPages({ process }: Make, { update, nodes, last, waits, counted }: Variant) {
  const everywhere = update === 'seqcount-everywhere';
  const nested = update === 'seqcount-nested';
  return process({
    locals: {
      pass: oneOf('fast', 'slow'),
      /** The preferred zoneref, and where the pass is. */
      pref: upTo(last),
      i: upTo(nodes),
      nodemask: set(nodes),
    },
    start: pick(update, {
      direct: 'cpuset_zone_allowed',
      'set-then-clear': 'cpuset_zone_allowed',
      'wait-for-readers': 'get_mems_allowed',
      'seqcount-everywhere': 'read_mems_allowed_begin',
      'seqcount-slowpath': 'cpuset_zone_allowed',
      'seqcount-saved-zoneref': 'first_zones_zonelist',
      'seqcount-nested': 'alloc_pages_vma',
    } as const),
    steps: {
      alloc_pages_vma: {
        at: 'mm/mempolicy.c alloc_pages_vma()',
        thread: 'T (g): own cookie, policy and cpuset',
        does: ({ mems_allowed_seq, me }) => {
          if (mems_allowed_seq.isWriting()) return 'blocked';
          mems_allowed_seq.read(OUTER);
          me.nodemask.clear();
          me.pass = 'fast';
          me.i = 0;
          return 'policy_nodemask';
        },
      },
      // The policy allows all nodes.
      policy_nodemask: {
        at: 'mm/mempolicy.c policy_nodemask()',
        thread: 'T (g): own cookie, policy and cpuset',
        does: ({ mems_allowed, me }) => {
          if (mems_allowed[me.i]) me.nodemask.add(me.i);
          me.i++;
          if (me.i < nodes) return 'policy_nodemask';
          me.i = 0;
          return 'cpuset_zone_allowed';
        },
      },
      first_zones_zonelist: {
        at: 'mm/page_alloc.c __alloc_pages_nodemask()',
        thread: 'T (f): preferred_zoneref before the cookie',
        does: ({ mems_allowed, me }) => {
          if (!mems_allowed[me.pref] && me.pref < last) {
            me.pref++;
            return 'first_zones_zonelist';
          }
          me.i = me.pref;
          return 'cpuset_zone_allowed';
        },
      },
      get_mems_allowed: {
        thread: 'C (c): wait for readers',
        does: ({ change_disable }) => {
          change_disable.value++;
          return 'cpuset_zone_allowed';
        },
      },
      read_mems_allowed_begin: {
        at: 'mm/page_alloc.c __alloc_pages_slowpath() retry_cpuset:',
        thread: 'T: cookie := read_mems_allowed_begin',
        does: ({ mems_allowed_seq, me }) => {
          if (mems_allowed_seq.isWriting()) return 'blocked';
          mems_allowed_seq.read(COOKIE);
          me.i = me.pref;
          return 'cpuset_zone_allowed';
        },
      },

      cpuset_zone_allowed: {
        at: 'mm/page_alloc.c get_page_from_freelist()',
        thread: 'T: R mask',
        does: ({ mems_allowed, me }) => {
          if (mems_allowed[me.i] && (!nested || me.nodemask.has(me.i))) return 'watermark';
          me.i++;
          return me.i < nodes ? 'cpuset_zone_allowed' : 'failed';
        },
      },
      watermark: {
        at: 'mm/page_alloc.c zone_watermark_fast()',
        thread: 'T: R free',
        does: ({ free, me }) => {
          if (free[me.i] >= (me.pass === 'fast' ? 2 : 1)) return 'rmqueue';
          me.i++;
          return me.i < nodes ? 'cpuset_zone_allowed' : 'failed';
        },
      },
      rmqueue: {
        at: 'mm/page_alloc.c rmqueue()',
        thread: 'T: R free',
        atomic: 'under zone->lock',
        does: ({ free, me }) => {
          free[me.i]--;
          return waits ? 'put_mems_allowed' : 'done';
        },
      },
      failed: {
        thread: 'T: fail; if seq changed retry',
        does: ({ mems_allowed_seq, me }) => {
          if (me.pass === 'slow') return counted ? 'check_retry_cpuset' : 'out_of_memory';
          if (everywhere && mems_allowed_seq.retry(COOKIE)) return 'read_mems_allowed_begin';
          me.pass = 'slow';
          me.i = me.pref;
          return counted && !everywhere ? 'read_mems_allowed_begin' : 'cpuset_zone_allowed';
        },
      },
      check_retry_cpuset: {
        at: 'mm/page_alloc.c check_retry_cpuset()',
        thread: 'T: fail; if seq changed retry',
        does: ({ mems_allowed_seq, me }) => {
          if (!mems_allowed_seq.retry(COOKIE)) return 'out_of_memory';
          if (everywhere) me.pass = 'fast';
          return 'read_mems_allowed_begin';
        },
      },
      out_of_memory: {
        at: 'mm/oom_kill.c out_of_memory()',
        thread: 'T: OOM',
        does: () => {
          if (nested) return 'nopage';
          return waits ? 'put_mems_allowed' : 'done';
        },
      },
      // Too late for the task that the OOM killer has chosen.
      nopage: {
        at: 'mm/mempolicy.c alloc_pages_vma() read_mems_allowed_retry()',
        thread: 'T (g): own cookie, policy and cpuset',
        does: ({ mems_allowed_seq }) =>
          mems_allowed_seq.retry(OUTER) ? 'alloc_pages_vma' : 'done',
      },
      put_mems_allowed: {
        thread: 'C (c): wait for readers',
        does: ({ change_disable }) => {
          change_disable.value--;
          return 'done';
        },
      },
    },
  });
}
