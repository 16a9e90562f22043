// cpuset-mems-allowed: a task's nodemask is rewritten while the task allocates by it.
//
// linux-mm, July 2017: "Given the experience with cpusets and mempolicies", a sequence count "like
// we have with cpusets now". While mems_allowed moves from {1} to {0}, an allocation may reject node
// 0 by the old mask and node 1 by the new one, and call the OOM killer with both nodes full of free
// memory: c0ff7453bb5c (2010), cc9a6c877661 (2012), and three regressions mended in 2017.

import {
  array,
  bool,
  cell,
  defineModel,
  oneOf,
  parameter,
  pick,
  range,
  set,
  system,
  upTo,
} from 'mmcheck';
import { endlessSeqcount } from './cpuset-mems-allowed/endless-seqcount.ts';

/** The cookies of the slow path, and of alloc_pages_vma(). */
const COOKIE = 0;
const OUTER = 1;

export default defineModel('cpuset-mems-allowed', {
  about:
    'A cpuset writer changes the nodemask that a task allocates by: may it see no node at all, and ' +
    'call the OOM killer? c0ff7453bb5c (2010), cc9a6c877661 (2012), e47483bca2cc (2017).',
  parameters: {
    update: parameter(
      'How the mask is rewritten: at once; new nodes first (2010); that, once readers are gone (2010); or counted (2012 and 2017), where the fast path reads the count or not, keeps an old zoneref, or nests two counts.',
      oneOf(
        'direct',
        'set-then-clear',
        'wait-for-readers',
        'seqcount-everywhere',
        'seqcount-slowpath',
        'seqcount-saved-zoneref',
        'seqcount-nested',
      ),
    ),
    nodes: parameter(
      'Nodes, each with free pages or none. The mask moves from the last to the first.',
      range(2, 3),
    ),
    words: parameter('A nodemask of two words is stored one word after the other.', range(1, 2)),
    changes: parameter('How often the mask is changed: there, and back.', range(1, 2)),
    endless: parameter('The mask is changed for ever.', bool),
  },

  system: ({ update, nodes, words, changes, endless }) => {
    const last = nodes - 1;
    const all = Array.from({ length: nodes }, (_, node) => node);
    const isIn = (word: number, node: number) => Math.floor((node * words) / nodes) === word;
    /** From {last} to {0}, and back. */
    const isNew = (change: number, node: number) => node === (change % 2 === 0 ? 0 : last);
    const waits = update === 'wait-for-readers';
    const counted = update.startsWith('seqcount');
    const everywhere = update === 'seqcount-everywhere';
    const nested = update === 'seqcount-nested';
    const rewrite = update === 'direct' ? 'store_mems' : 'set_new';

    return system(
      {
        mems_allowed: array(nodes, bool, (node: number) => node === last),
        mems_allowed_seq: endlessSeqcount(2),
        /** c0ff7453bb5c: tasks that count on the mask. */
        change_disable: cell(upTo(2)),
        /** Free pages: the fast path wants 2, the low watermark, and the slow path 1. */
        free: array(nodes, upTo(2)),
      },
      ({ process }) => ({
        alloc_pages: process({
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
        }),
        // Another request of the task, which picks a node out of the mask itself.
        mem_spread_node: process({
          locals: { word: upTo(words), found: bool },
          start: waits ? 'get_mems_allowed' : 'next_node',
          steps: {
            get_mems_allowed: ({ change_disable }) => {
              change_disable.value++;
              return 'next_node';
            },
            next_node: {
              at: 'kernel/cpuset.c cpuset_mem_spread_node()',
              thread: 'T (b): an empty mask',
              does: ({ mems_allowed, me }) => {
                me.found = all.some((node) => isIn(me.word, node) && mems_allowed[node]);
                me.word++;
                if (me.word < words && !me.found) return 'next_node';
                return 'alloc_pages_node';
              },
            },
            alloc_pages_node: {
              at: 'mm/filemap.c __page_cache_alloc()',
              does: () => (waits ? 'put_mems_allowed' : 'done'),
            },
            put_mems_allowed: ({ change_disable }) => {
              change_disable.value--;
              return 'done';
            },
          },
        }),
        cpuset_change_task_nodemask: process({
          locals: { change: upTo(changes), word: upTo(words) },
          start: counted ? 'write_seqcount_begin' : rewrite,
          steps: {
            write_seqcount_begin: {
              at: 'kernel/cpuset.c cpuset_change_task_nodemask()',
              thread: 'C (d): seqcount',
              does: ({ mems_allowed_seq }) => {
                mems_allowed_seq.writeBegin();
                return rewrite;
              },
            },
            store_mems: {
              thread: 'C (a): store the new mask',
              does: ({ mems_allowed, me }) => {
                for (const node of all) {
                  if (isIn(me.word, node)) mems_allowed[node] = isNew(me.change, node);
                }
                me.word++;
                return me.word < words ? 'store_mems' : 'changed';
              },
            },
            set_new: {
              at: 'kernel/cpuset.c cpuset_change_task_nodemask() nodes_or()',
              thread: 'C (b): mask |= new',
              does: ({ mems_allowed, me }) => {
                for (const node of all) {
                  if (isIn(me.word, node) && isNew(me.change, node)) mems_allowed[node] = true;
                }
                me.word++;
                if (me.word < words) return 'set_new';
                me.word = 0;
                return waits ? 'wait_for_readers' : 'clear_old';
              },
            },
            wait_for_readers: {
              at: 'kernel/cpuset.c cpuset_change_task_nodemask() repeat:',
              thread: 'C (c): wait for readers',
              does: ({ change_disable }) => (change_disable.value > 0 ? 'blocked' : 'clear_old'),
            },
            clear_old: {
              at: 'kernel/cpuset.c cpuset_change_task_nodemask() tsk->mems_allowed = *newmems',
              thread: 'C (b): mask = new',
              does: ({ mems_allowed, me }) => {
                for (const node of all) {
                  if (isIn(me.word, node) && !isNew(me.change, node)) mems_allowed[node] = false;
                }
                me.word++;
                return me.word < words ? 'clear_old' : 'changed';
              },
            },
            changed: {
              thread: 'C (d): seqcount',
              does: ({ mems_allowed_seq, me }) => {
                if (counted) mems_allowed_seq.writeEnd();
                me.word = 0;
                me.change = endless ? 1 - me.change : me.change + 1;
                if (!endless && me.change === changes) return 'done';
                return counted ? 'write_seqcount_begin' : rewrite;
              },
            },
          },
        }),
      }),
      ({ free, choose }) => {
        for (const node of all) free[node] = choose([0, 1, 2]);
      },
    );
  },
});
