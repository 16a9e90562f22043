// What the tests of callback rules share.

import type { Any } from './script.ts';

/** The callback with this number is called, and answers. */
export const called =
  (k: number, answer: Any = true) =>
  ({ chain, assert }: Any) => {
    assert(chain.isRunning() && chain.at === k, `callback ${k} is called`);
    chain.answer(answer);
    return 'next' as const;
  };

export const right = { assertions: 'holds', deadlock: 'holds' };
