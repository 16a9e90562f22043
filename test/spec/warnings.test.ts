// Doubts about a model are told where its spec is run, too: each once, in text and in JSON.

import { expect, test } from 'vitest';
import { cell, defineModel, defineSpec, range, system, upTo } from '../../src/index.ts';
import { runJson } from '../../src/report/json/run.ts';
import { matrixText } from '../../src/report/text/verdict-matrix.ts';
import { examineSpec } from '../../src/spec/examine-spec.ts';
import { summarize } from '../../src/spec/run-outcome.ts';
import { runRow } from '../../src/spec/run-spec.ts';

const model = defineModel('doubtful', {
  about: '',
  parameters: { n: range(1, 2) },
  system: ({ n }) =>
    system({ x: cell(upTo(2)) }, ({ process }) => ({
      p: process({
        locals: { unread: upTo(1) },
        start: 'go',
        steps: {
          go: ({ x, me }) => {
            x.value = n;
            me.unread = 1;
            return 'done';
          },
        },
      }),
    })),
});
const spec = defineSpec(model, {
  seed: '',
  properties: ({ invariant }) => ({ small: invariant('x is small', ({ x }) => x.value < 2) }),
  steps: { go: 'p/go' },
  rows: [
    { set: { n: 1 }, expect: { small: 'holds' } },
    { set: { n: 2 }, expect: { small: 'violated' } },
  ],
});

test('a local that nobody reads', () => {
  const rows = examineSpec(spec).map((row) => runRow(spec, row));
  const run = { spec: 'specs/doubtful.ts', model: 'doubtful', seed: '', rows };
  const text = matrixText(run);
  expect(text.match(/the local 'unread' is never read/g)).toHaveLength(1);
  const json = runJson([run], summarize([run]));
  for (const { warnings } of json.specs[0].rows) {
    expect(warnings).toEqual([expect.stringContaining("the local 'unread' is never read")]);
  }
});
