// The count that counts for ever answers as the kernel substrate's count does: side by side in one
// model, whatever readers and writers do.

import { expect, test } from 'vitest';
import { endlessSeqcount } from '../../models/zonelists/cpuset-mems-allowed/endless-seqcount.ts';
import { checkModel } from '../../src/check/check.ts';
import { bool, defineModel, system, upTo } from '../../src/index.ts';
import { seqCookie, seqcount } from '../../src/kernel/index.ts';

const UPDATES = 3;

/** Two readers begin and ask again and again; `forgets`: a writer that leaves the cookies as they are. */
const sideBySide = defineModel('side-by-side', {
  about: 'A seqcount that counts, and one that does not.',
  parameters: { forgets: bool },
  system: ({ forgets }) =>
    system({ counted: seqcount(UPDATES), endless: endlessSeqcount(2) }, ({ process }) => ({
      reader: process({
        count: 2,
        locals: { cookie: seqCookie(UPDATES) },
        start: 'begin',
        steps: {
          begin: ({ counted, endless, me, assert }) => {
            assert(counted.isWriting() === endless.isWriting(), 'a writer is inside, or is not');
            if (counted.isWriting()) return 'blocked';
            me.cookie = counted.read();
            endless.read(me.id);
            return 'retry';
          },
          retry: ({ counted, endless, me, choose, assert }) => {
            assert(
              counted.retry(me.cookie) === endless.retry(me.id),
              'the cookie is old, or is not',
            );
            return choose(['begin', 'retry']);
          },
        },
      }),
      writer: process({
        locals: { updates: upTo(UPDATES) },
        start: 'begin',
        steps: {
          begin: ({ counted, endless }) => {
            counted.writeBegin();
            if (!forgets) endless.writeBegin();
            return 'end';
          },
          end: ({ counted, endless, me }) => {
            counted.writeEnd();
            if (!forgets) endless.writeEnd();
            me.updates++;
            return me.updates < UPDATES ? 'begin' : 'done';
          },
        },
      }),
    })),
});

test('it answers as one that counts', () => {
  const { outcome, statistics } = checkModel(sideBySide, {}, {});
  expect(outcome).toBe('holds');
  expect(statistics.states).toBeGreaterThan(100);
});

test('and would be found out', () => {
  expect(checkModel(sideBySide, { forgets: true }, {}).outcome).toBe('violated');
});
