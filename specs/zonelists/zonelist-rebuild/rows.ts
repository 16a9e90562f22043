// The rows of zonelist-rebuild: each update on a list that shrinks and on one that grows, and then
// what takes a request, a machine or a zoneref of its own.
// N is Normal (idx 0), M is Movable (idx 1); the tasks are GFP_KERNEL unless a row says otherwise.

import { violated } from 'mmcheck';
import { type Story, storiesOf } from './stories.ts';

const HOLD = {
  'never-empty': 'holds',
  'no-missed-zone': 'holds',
  'no-double-visit': 'holds',
  'no-premature-oom': 'holds',
  'no-blind-last-attempt': 'holds',
  'zone-constraint': 'holds',
  'no-stale-zone': 'holds',
  'every-request-ends': 'holds',
} as const;
type Broken = { readonly [K in keyof typeof HOLD]?: Story };
type Setting = { readonly update: string; readonly event?: string };

type Stories = ReturnType<typeof storiesOf>;

function missedAndBlind({ missed, blind }: Stories): Broken {
  return { 'no-missed-zone': missed, 'no-blind-last-attempt': blind };
}

function checked({ missed, twiceByShrinking: twice, afterCheck }: Stories): Broken {
  return {
    'no-missed-zone': missed,
    'no-double-visit': twice,
    'no-blind-last-attempt': afterCheck,
  };
}

/** A row in which the named properties break as told, and all others hold. */
function row<const S extends Setting>(set: S, tell: (stories: Stories) => Broken, note?: string) {
  const broken = Object.entries(tell(storiesOf(set.update, set.event ?? 'shrink')));
  const found = Object.fromEntries(broken.map(([name, story]) => [name, violated(story)]));
  return { set, expect: { ...HOLD, ...found }, ...(note === undefined ? {} : { note }) };
}

const table = [
  // Tasks may be preempted anywhere, so stopping the machine keeps nobody out of the list.
  row({ update: 'stop-machine', event: 'shrink' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-premature-oom': stories.savedZoneref,
  })),
  row({ update: 'stop-machine', event: 'grow' }, ({ twiceByGrowing }) => ({
    'no-double-visit': twiceByGrowing,
  })),
  ...(['shrink', 'grow'] as const).map((event) =>
    row({ update: 'zero-then-refill', event }, (stories) => ({
      'never-empty': stories.empty,
      'no-missed-zone': stories.empty,
      'no-double-visit': event === 'grow' ? stories.twiceByGrowing : stories.twiceByShrinking,
      'no-premature-oom': stories.nothingEligible,
      'no-blind-last-attempt': stories.blind,
    })),
  ),
  // As merged in 2017, but for zonerefs of one word; with two see torn below, where zone-constraint breaks, too.
  row({ update: 'in-place', event: 'shrink' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
  })),
  row(
    { update: 'in-place', event: 'grow' },
    (stories) => ({
      ...missedAndBlind(stories),
      'no-double-visit': stories.twiceByGrowing,
      'no-premature-oom': stories.nothingEligible,
    }),
    'A second bug, besides 3d36424b3b58: at least one zone is visible, as 11cd8638c37f says, but ' +
      'it is M, and a kernel allocation may not use it.',
  ),
  row({ update: 'append-copy', event: 'shrink' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
  })),
  row({ update: 'append-copy', event: 'grow' }, ({ twiceByGrowing }) => ({
    'no-double-visit': twiceByGrowing,
  })),
  row({ update: 'append-copy-grace', event: 'shrink' }, ({ twiceByShrinking, ...stories }) => ({
    'no-double-visit': twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
    'no-blind-last-attempt': stories.blind,
  })),
  row({ update: 'append-copy-grace', event: 'grow' }, ({ twiceByGrowing }) => ({
    'no-double-visit': twiceByGrowing,
  })),
  // As merged in 2022, but for zonerefs of one word, as above; and as Handa proposed: nobody waits for a rebuild,
  // and an odd count is as good as one that has changed.
  ...(['seqcount-slowpath', 'seqcount-not-spinning'] as const).flatMap((update) => [
    row(
      { update, event: 'shrink' },
      checked,
      'The decision is right: no pass before the check has overlooked a page. But nobody checks after the last ' +
        'attempt, so a page freed and a rebuild done since the check are not seen, and the OOM killer runs.',
    ),
    row({ update, event: 'grow' }, ({ missed, twiceByGrowing, afterCheck }) => ({
      'no-missed-zone': missed,
      'no-double-visit': twiceByGrowing,
      'no-blind-last-attempt': afterCheck,
    })),
  ]),
  // With a third check, at retry: no verdict turns, as who calls the OOM killer was checked already.
  row({ update: 'seqcount-each-retry', event: 'shrink', retries: 2 }, checked),
  // With one of the two checks.
  ...(['shrink', 'grow'] as const).flatMap((event) => [
    row(
      { update: 'seqcount-oom-site-only', event },
      (stories) => ({
        'no-missed-zone': stories.missed,
        'no-double-visit': event === 'grow' ? stories.twiceByGrowing : stories.twiceByShrinking,
        'no-premature-oom': stories.afterCheckFails,
        'no-blind-last-attempt': stories.afterCheck,
      }),
      'Even a request that may call the OOM killer fails too early: its last attempt overlooks a ' +
        'page, and nopage does not check.',
    ),
    row({ update: 'seqcount-nopage-site-only', event }, (stories) => ({
      'no-missed-zone': stories.missed,
      'no-double-visit': event === 'grow' ? stories.twiceByGrowing : stories.twiceByShrinking,
      'no-premature-oom': stories.savedOrMissed,
      'no-blind-last-attempt': stories.blind,
    })),
  ]),
  row(
    { update: 'preempt-off-iterator', event: 'shrink' },
    ({ savedZoneref, blind }) => ({
      'no-premature-oom': savedZoneref,
      'no-blind-last-attempt': blind,
    }),
    'No walk is disturbed, but the preferred zoneref is saved from one walk to the next.',
  ),
  row({ update: 'preempt-off-iterator', event: 'grow' }, () => ({})),
];

/** Hocko's `while true; offline; online_movable`, once round. */
const cycle = [
  row({ update: 'stop-machine', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByGrowing,
    'no-premature-oom': stories.savedZoneref,
  })),
  row({ update: 'zero-then-refill', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'never-empty': stories.empty,
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.nothingEligible,
  })),
  row({ update: 'in-place', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.nothingTwice,
  })),
  row({ update: 'append-copy', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
  })),
  row({ update: 'append-copy-grace', event: 'cycle' }, (stories) => ({
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
    'no-blind-last-attempt': stories.blind,
  })),
  row({ update: 'seqcount-slowpath', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
  })),
  row({ update: 'seqcount-oom-site-only', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.nothingTwice,
  })),
  row({ update: 'seqcount-nopage-site-only', event: 'cycle' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
  })),
  row({ update: 'preempt-off-iterator', event: 'cycle' }, (stories) => ({
    'no-premature-oom': stories.savedZoneref,
    'no-blind-last-attempt': stories.blind,
  })),
];

const others = [
  // A request that may not retry: with one of the checks, and with both.
  row(
    { update: 'seqcount-oom-site-only', gfp: 'noretry' },
    ({ missed, twiceByShrinking, noretryFails }) => ({
      'no-missed-zone': missed,
      'no-double-visit': twiceByShrinking,
      'no-premature-oom': noretryFails,
    }),
  ),
  row({ update: 'seqcount-slowpath', gfp: 'noretry' }, ({ missed, twiceByShrinking }) => ({
    'no-missed-zone': missed,
    'no-double-visit': twiceByShrinking,
  })),
  // A zone is missed as Gorman tells it: M suits the request, too.
  row({ update: 'stop-machine', gfp: 'movable' }, ({ missed, afterCheckFails, afterCheck }) => ({
    'no-missed-zone': missed,
    'no-premature-oom': afterCheckFails,
    'no-blind-last-attempt': afterCheck,
  })),

  // The two words of a zoneref.
  row({ update: 'in-place', event: 'grow', torn: true }, ({ missed, ...stories }) => ({
    'no-missed-zone': missed,
    'no-double-visit': stories.twiceByGrowing,
    'no-premature-oom': stories.nothingEligible,
    'zone-constraint': stories.wrongZone,
  })),
  row(
    { update: 'seqcount-slowpath', event: 'grow', torn: true },
    ({ missed, twiceByGrowing, wrongZone, afterCheck }) => ({
      'no-missed-zone': missed,
      'no-double-visit': twiceByGrowing,
      'no-blind-last-attempt': afterCheck,
      'zone-constraint': wrongZone,
    }),
    'The fast path succeeds, so no sequence check ever runs. The page of M can be taken once the rebuild is done, by ' +
      'a task that is still at work with the idx of before.',
  ),
  row(
    { update: 'stop-machine', event: 'grow', loads: 'idx-then-zone' },
    ({ twiceByGrowing, wrongZone }) => ({
      'no-double-visit': twiceByGrowing,
      'zone-constraint': wrongZone,
    }),
    'Storing the pair at once is not enough, not even under stop_machine(): T loads idx and later the zone, and may be preempted between.',
  ),
  row(
    { update: 'preempt-off-iterator', event: 'grow', loads: 'idx-then-zone' },
    ({ wrongZoneAtPref }) => ({ 'zone-constraint': wrongZoneAtPref }),
    'for_next_zone_zonelist_nodemask() takes the zone at the saved zoneref without a look at idx.',
  ),

  // An in-place list that grows over an old, longer one shows what is left of that. With seqcount-slowpath it is a
  // stable kernel that has 3d36424b3b58 and not e553f62f10d9.
  ...(['zero-then-refill', 'in-place', 'seqcount-slowpath'] as const).map((update) =>
    row(
      { update, event: 'stale-tail' },
      ({ empty, missed, twiceByShrinking, nothingEligible, nothingTwice, blind, staleTail }) => ({
        ...(update === 'zero-then-refill' && { 'never-empty': empty }),
        'no-missed-zone': update === 'zero-then-refill' ? empty : missed,
        'no-double-visit': twiceByShrinking,
        ...(update === 'zero-then-refill' && { 'no-premature-oom': nothingEligible }),
        ...(update === 'in-place' && { 'no-premature-oom': nothingTwice }),
        'no-blind-last-attempt': blind,
        'no-stale-zone': staleTail,
      }),
      'Torn zonerefs change nothing here. A reader that skips a torn terminator by its old idx ' +
        'does what a reader does that came before the store: it reads the idx and no more.',
    ),
  ),
  row({ update: 'stop-machine', event: 'stale-tail' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByGrowing,
    'no-premature-oom': stories.savedZoneref,
  })),
  row({ update: 'append-copy', event: 'stale-tail' }, (stories) => ({
    ...missedAndBlind(stories),
    'no-double-visit': stories.twiceByShrinking,
    'no-premature-oom': stories.savedZoneref,
  })),

  // A copy behind, beyond two zones.
  ...(['append-copy', 'append-copy-grace'] as const).map((update) =>
    row(
      { update, event: 'grow', zones: 3 },
      ({ twiceByGrowing, afterCheck, afterCheckFails, shifted }) => ({
        'no-missed-zone': shifted,
        'no-double-visit': twiceByGrowing,
        'no-premature-oom': afterCheckFails,
        'no-blind-last-attempt': afterCheck,
      }),
      'On grow no zone is missed with two zones. With three, the new list (Movable, Normal, DMA32) is longer than ' +
        'the old (Normal, DMA32) and reaches into the copy: T skips Movable and tries the old DMA32 at Z[1]; H writes ' +
        'Normal there, where T has been, and DMA32 over the copy of Normal at Z[2], where T comes next.',
    ),
  ),
];

/** Three tasks on 2 nodes of 3 zones are beyond an exact search on one core. */
const stress = {
  ...row(
    { update: 'seqcount-slowpath', event: 'cycle', torn: true, gfp: 'mixed', tasks: 2, nodes: 2 },
    (stories) => ({
      ...missedAndBlind(stories),
      'no-double-visit': stories.twiceByShrinking,
      'zone-constraint': stories.wrongZone,
    }),
  ),
  stress: true,
};

export const rows = [...table, ...cycle, ...others, stress];
