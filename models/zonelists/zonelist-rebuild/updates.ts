// How zonelist-rebuild rewrites a zonelist that tasks walk: what the kernel has done, and what was
// proposed; and what each way means for those who walk. Whatever depends on `update` is asked of this table.

import { oneOf, type ValueOf } from 'mmcheck';

export const updates = oneOf(
  /** Until 2017: nobody walks while the list is rewritten. */
  'stop-machine',
  /** As before 9d3be21bf9c0: first an empty list, then zone after zone. */
  'zero-then-refill',
  /** 11cd8638c37f (2017): the new order over the old one, front to back. */
  'in-place',
  /** Babka, 2017: a copy of the old list behind itself first; and a grace period before its end. */
  'append-copy',
  'append-copy-grace',
  /** 3d36424b3b58 (2022): zonelist_update_seq, read as the slow path begins and before it fails. */
  'seqcount-slowpath',
  /** The same where an odd count is as good as a changed one: nobody waits for a rebuild. */
  'seqcount-not-spinning',
  /** 3d36424b3b58 with but one of its two checks: before the OOM killer, or before nopage. */
  'seqcount-oom-site-only',
  'seqcount-nopage-site-only',
  /** e05741fb10c3 (2025): a third check, wherever the slow path tries again (retry:), against endless retries. */
  'seqcount-each-retry',
  /** Walks have preemption off, and stop_machine() waits for them. */
  'preempt-off-iterator',
);

type Update = ValueOf<typeof updates>;

export interface Traits {
  /** The whole list is rewritten while no cpu runs anything else. */
  readonly atomic?: true;
  /** The list is emptied first; or a copy of it is put behind. */
  readonly refills?: true;
  readonly copies?: true;
  /** Walks are counted: the rewriting waits for them, or its last store does. */
  readonly marked?: true;
  readonly grace?: true;
  /** zonelist_update_seq: read_seqbegin() spins while it is odd, and who compares it. */
  readonly counted?: true;
  readonly spins?: true;
  readonly checksOom?: true;
  readonly checksNopage?: true;
  readonly checksRetry?: true;
  /** Since 5.10 new pages are MIGRATE_ISOLATE until the zonelists are built. */
  readonly isolates?: true;
}

const seqcount = { counted: true, isolates: true } as const;
const TRAITS: Readonly<Record<Update, Traits>> = {
  'stop-machine': { atomic: true },
  'zero-then-refill': { refills: true },
  'in-place': {},
  'append-copy': { copies: true },
  'append-copy-grace': { copies: true, marked: true, grace: true },
  'seqcount-slowpath': { ...seqcount, spins: true, checksOom: true, checksNopage: true },
  'seqcount-not-spinning': { ...seqcount, checksOom: true, checksNopage: true },
  'seqcount-oom-site-only': { ...seqcount, spins: true, checksOom: true },
  'seqcount-nopage-site-only': { ...seqcount, spins: true, checksNopage: true },
  'seqcount-each-retry': {
    ...seqcount,
    spins: true,
    checksOom: true,
    checksNopage: true,
    checksRetry: true,
  },
  'preempt-off-iterator': { atomic: true, marked: true },
};

export const traitsOf = (update: Update): Traits => TRAITS[update];
