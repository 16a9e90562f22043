// The maps that come with the models, on traces of a real kernel: what is accepted, and at which event each wrong variant
// betrays itself.

import { describe, expect, test } from 'vitest';
import { conformed, ROWS } from './trace-rows.ts';

describe.each(ROWS)(
  '$model on $trace',
  ({ trace, model, set = {}, parameter, accepted, refused = {} }) => {
    test.each(Object.entries(accepted))(`${parameter}=%s is accepted`, async (value, explained) => {
      const found = await conformed(trace, model, { ...set, [parameter]: value });
      expect(found.refusal).toBeUndefined();
      expect(found).toMatchObject({ verdict: 'accepted', events: explained, explained });
    });

    test.each(Object.entries(refused))(
      `${parameter}=%s is refused`,
      async (value, [line, process]) => {
        const { verdict, refusal } = await conformed(trace, model, { ...set, [parameter]: value });
        expect({ verdict, line: refusal?.event.line, process: refusal?.event.process }).toEqual({
          verdict: 'refused',
          line,
          process,
        });
      },
    );
  },
);

test('states that do not fit are a limit: nothing is refused then', async () => {
  const set = { event: 'cycle', update: 'seqcount-slowpath', tasks: 2 };
  const options = { memoryBytes: 2 ** 18 };
  const found = await conformed('block-offline-online', 'zonelist-rebuild', set, options);
  expect(found).toMatchObject({ verdict: 'undecided', limit: 'memory' });
  expect(found.refusal).toBeUndefined();
});

test('every trace is used', () => {
  expect(new Set(ROWS.map(({ trace }) => trace)).size).toBe(12);
});
