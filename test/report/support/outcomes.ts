// Outcomes of checks and runs by hand, with figures that no search gave.

import type { CheckOutcome, PropertyOutcome, Statistics } from '../../../src/outcome/outcome.ts';
import type { PropertyRun, RowRun, SpecRun } from '../../../src/spec/run-outcome.ts';
import { emptyZonelist, prematureOom } from './stories.ts';

export const statistics: Statistics = {
  states: 866_737,
  transitions: 2_123_456,
  depth: 41,
  seconds: 1.25,
  peakMemoryBytes: 125_829_120,
  workers: 4,
  storage: 'exact',
  reductions: [],
};

const holds: PropertyOutcome = {
  name: 'zone-constraint',
  kind: 'invariant',
  about: 'the page returned lies in a zone that the request may use',
  verdict: 'holds',
};

/** Every verdict, a witness, two counterexamples, warnings. */
export const mixedOutcome: CheckOutcome = {
  model: 'zonelist-rebuild',
  parameters: { update: 'in-place', event: 'shrink', torn: false, tasks: 1 },
  outcome: 'violated',
  properties: [
    holds,
    {
      name: 'no-premature-oom',
      kind: 'observer',
      about: prematureOom.property.about,
      verdict: 'violated',
      depth: 13,
      counterexample: prematureOom,
      minimal: true,
    },
    {
      name: 'slow-path-is-entered',
      kind: 'reachable',
      about: 'some run reaches the slow path',
      verdict: 'holds',
      depth: 4,
      counterexample: {
        ...emptyZonelist,
        property: { ...emptyZonelist.property, kind: 'reachable' },
      },
      minimal: true,
    },
    {
      name: 'oom-is-reached',
      kind: 'reachable',
      about: 'some run ends in OOM',
      verdict: 'violated',
    },
    {
      name: 'every-request-ends',
      kind: 'liveness',
      about: 'every request ends',
      verdict: 'pending',
    },
  ],
  statistics,
  happenings: [],
  assumptions: [
    'update=in-place event=shrink torn=false tasks=1',
    'all interleavings of 3 processes; memory is sequentially consistent (for barriers: herd7)',
  ],
  warnings: ["alloc_pages: the local 'cookie' is never read"],
};

/** A limit came first. */
export const limitedOutcome: CheckOutcome = {
  ...mixedOutcome,
  outcome: 'inconclusive',
  properties: [
    { ...holds, verdict: 'inconclusive' },
    { ...holds, name: 'never-empty', verdict: 'no-violation-found' },
  ],
  limit: {
    reached: 'states',
    message:
      'Stopped at 1,000,000 states with 52,110 in the frontier; --max-states raises the limit.',
  },
  warnings: [],
};

type Cell = readonly [
  verdict: PropertyRun['verdict'],
  depth?: number | undefined,
  expected?: PropertyRun['expected'],
];

function run(name: string, [verdict, depth, expected]: Cell): PropertyRun {
  const wanted = expected ?? (verdict as PropertyRun['expected']);
  return {
    name,
    kind: 'observer',
    expected: wanted,
    verdict,
    asExpected: wanted === verdict,
    ...(depth === undefined ? {} : { depth }),
  };
}
function row(parameters: RowRun['parameters'], cells: Record<string, Cell>, note?: string): RowRun {
  return {
    parameters,
    properties: Object.entries(cells).map(([name, cell]) => run(name, cell)),
    statistics,
    ...(note === undefined ? {} : { note }),
  };
}
const shrink = (update: string) => ({ update, event: 'shrink', torn: true, tasks: 1 });

export const expectedRun: SpecRun = {
  spec: 'specs/zonelists/zonelist-rebuild.ts',
  model: 'zonelist-rebuild',
  seed: 'linux-mm 2017-07; 9d3be21bf9c0, 11cd8638c37f, 3d36424b3b58',
  rows: [
    row(shrink('stop-machine'), {
      'never-empty': ['holds'],
      'no-missed-zone': ['violated', 4],
      'no-premature-oom': ['violated', 11],
      'request-ends': ['pending'],
    }),
    row(shrink('zero-then-refill'), {
      'never-empty': ['violated', 4],
      'no-missed-zone': ['violated', 4],
      'no-premature-oom': ['violated', 9],
      'request-ends': ['pending'],
    }),
    row(
      { ...shrink('seqcount-slowpath'), event: 'grow' },
      {
        'never-empty': ['holds'],
        'no-missed-zone': ['violated', 6],
        'no-premature-oom': ['holds'],
        'request-ends': ['pending'],
      },
      'Benign by design: the fast path may miss a zone, the slow path looks again.',
    ),
  ],
};

const wrongStory = run('no-premature-oom', ['violated', 13]);
export const surprisingRun: SpecRun = {
  ...expectedRun,
  seed: '',
  rows: [
    row(shrink('in-place'), {
      'never-empty': ['holds'],
      'no-missed-zone': ['holds', undefined, 'violated'],
    }),
    row(shrink('append-copy'), {
      'never-empty': ['violated', 5, 'holds'],
      'no-missed-zone': ['violated', 4],
    }),
    row(shrink('stop-machine'), { 'never-empty': ['inconclusive', undefined, 'holds'] }),
    {
      ...row(shrink('preempt-off-iterator'), {}),
      properties: [
        {
          ...wrongStory,
          asExpected: false,
          problem: 'its story lacks hotplug/terminate after free_pages/free',
        },
      ],
    },
  ],
};

/** Six properties, as the real spec has. */
const six = [
  'never-empty',
  'no-missed-zone',
  'no-double-visit',
  'no-premature-oom',
  'zone-constraint',
  'no-stale-zone',
];
export const wideRun: SpecRun = {
  ...expectedRun,
  rows: ['stop-machine', 'zero-then-refill', 'seqcount-nopage-site-only'].flatMap((update) =>
    ['shrink', 'grow'].map((event) =>
      row(
        { update, event, torn: true, tasks: 1 },
        Object.fromEntries(six.map((name, k) => [name, k % 2 ? ['violated', 10 + k] : ['holds']])),
      ),
    ),
  ),
};
