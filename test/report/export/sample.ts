// A run with one of everything that a report has to tell, and names that are hostile to each format.

import type { ReportContext } from '../../../src/report/export/reported.ts';
import type { PropertyRun, RowRun, SpecRun } from '../../../src/spec/run-outcome.ts';
import { summarize } from '../../../src/spec/run-outcome.ts';
import { encodeTrace } from '../../../src/trace/trace-json.ts';
import { expectedRun, statistics, surprisingRun } from '../support/outcomes.ts';
import { prematureOom } from '../support/stories.ts';

export const context: ReportContext = {
  version: '1.2.3',
  folder: 'tools/',
  began: 1_700_000_000_000,
};

/** The race of 2022, each of whose steps stands in a line of its own. */
export const race = (() => {
  const trace = encodeTrace(prematureOom);
  const steps = trace.steps.map((step, k) => ({
    ...step,
    source: `models/zonelists/zonelist-rebuild.ts:${101 + k}`,
  }));
  return { ...trace, steps };
})();

const broken: PropertyRun = {
  name: 'no-premature-oom',
  kind: 'observer',
  expected: 'holds',
  verdict: 'violated',
  asExpected: false,
  depth: race.steps.length,
  run: race,
};
export const raced: SpecRun = {
  ...surprisingRun,
  check: ['models/zonelists/zonelist-rebuild.ts'],
  rows: [{ parameters: race.parameters, properties: [broken], statistics }],
};

/** What XML, Markdown, YAML and workflow commands each take for something else. */
export const HOSTILE = 'a"b\'<c>&%0A,::|`#_*\\ ]]> \u0007 \ud800 @you é 内存';
const hostileRow: RowRun = {
  parameters: { [HOSTILE]: true },
  properties: [
    {
      name: HOSTILE,
      kind: 'invariant',
      expected: 'holds',
      verdict: 'violated',
      asExpected: false,
    },
    { name: 'true', kind: 'invariant', expected: 'holds', verdict: 'holds', asExpected: true },
  ],
  leftOut: { fast: `because ${HOSTILE}` },
  statistics,
};
const brokenRow: RowRun = {
  parameters: { n: 1 },
  properties: [],
  error:
    "models/tiny.ts:12: process 'a', step 'b': 5 is no value of 0..3\n  after these steps:\n  1. a: b",
  statistics: { ...statistics, seconds: 0 },
};
const hostileRun: SpecRun = {
  spec: 'specs/tiny.ts',
  model: 'tiny',
  seed: '',
  rows: [hostileRow, brokenRow],
  unmet: ['no row sees that the queue is full', 'n=1 has 3 states, 4 in the baseline'],
  unlike: ['n=1 has 3 states, 4 in the baseline'],
  teeth: [
    { property: 'off', at: { n: 1 }, verdict: 'violated' },
    { property: 'on', at: { n: 1 }, verdict: 'holds' },
  ],
};
const unloadable: SpecRun = {
  spec: 'specs/gone.ts',
  model: '',
  seed: '',
  rows: [],
  error: 'specs/gone.ts does not parse',
};

export const specs = [expectedRun, surprisingRun, raced, hostileRun, unloadable];
export const summary = summarize(specs, ['specs/later.ts']);
