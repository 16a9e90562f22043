// A notifier chain as kernel/notifier.c has it: blocks linked by `next`, in the order of their priority, and a caller that
// reads nb->next before it calls nb. Of an atomic chain, where callbacks may go at any time.

import { array, bool, none, orNone, record, upTo } from 'mmcheck';
import { notifierChain } from 'mmcheck/kernel';
import type { Any } from '../../script.ts';
import type { Operation, Twin } from './twin.ts';

const BLOCKS = 3;
const block = upTo(BLOCKS - 1);

/** The link that points to this block, or to where it would be: a block, or none for the head. */
function linkBefore(c: Any, wanted: number): number | typeof none {
  let link: Any = none;
  let nb = c.head;
  while (nb !== none && nb < wanted) {
    link = nb;
    nb = c.next[nb];
  }
  return link;
}
function setLink(c: Any, link: Any, to: Any): void {
  if (link === none) c.head = to;
  else c.next[link] = to;
}
function pointed(c: Any, link: Any): Any {
  return link === none ? c.head : c.next[link];
}
function over(c: Any): void {
  c.nb = none;
  c.next_nb = none;
  c.gp = false;
}

/** What the caller does: begins, and answers for the callbacks whose turn it is. */
const answer = (given: boolean | 'stop'): Operation => ({
  primitive: [
    ({ chain, me }: Any) => {
      if (!chain.isRunning()) return 'next';
      me.saw = chain.at;
      chain.answer(given);
      return 'next';
    },
    ({ chain, me }: Any) => {
      me.ok = chain.isRunning();
      me.stopped = chain.wasStopped();
      me.failed = chain.hasFailed();
      return 'next';
    },
  ],
  twin: [
    ({ c, me }: Any) => {
      if (c.nb === none) return 'next';
      me.saw = c.nb;
      c.stopped = given !== true;
      c.failed = given === false;
      if (given === true) c.nr++;
      if (given !== true || c.next_nb === none || c.nr === c.most) over(c);
      else {
        c.nb = c.next_nb;
        c.next_nb = c.next[c.nb];
      }
      return 'next';
    },
    ({ c, me }: Any) => {
      me.ok = c.nb !== none;
      me.stopped = c.stopped;
      me.failed = c.failed;
      return 'next';
    },
  ],
});
const begin = (robust: boolean): Operation => ({
  primitive: [
    ({ chain }: Any) => {
      if (chain.isRunning()) return 'next';
      if (robust) chain.begin('CANCEL', chain.passed);
      else chain.begin('GOING');
      return 'next';
    },
  ],
  twin: [
    ({ c }: Any) => {
      if (c.nb !== none) return 'next';
      c.most = robust ? c.nr : BLOCKS;
      c.nr = 0;
      c.stopped = false;
      c.failed = false;
      if (c.most === 0 || c.head === none) return 'next';
      c.nb = c.head;
      c.next_nb = c.next[c.nb];
      return 'next';
    },
  ],
});

/** Where the caller is as the chain changes is kept, so that it shows what is called after that. */
const change = (k: number): Operation[] => [
  {
    primitive: [
      ({ chain, me }: Any) => {
        me.stopped = chain.isRunning();
        me.saw = chain.at;
        if (!chain.registered.has(k)) me.ok = chain.register(k);
        return 'next';
      },
    ],
    twin: [
      ({ c, me }: Any) => {
        me.stopped = c.nb !== none;
        me.saw = c.nb === none ? 0 : c.nb;
        const link = linkBefore(c, k);
        if (pointed(c, link) === k) return 'next';
        // The new one points to what the link points to, and then the link to it.
        c.next[k] = pointed(c, link);
        setLink(c, link, k);
        me.ok = true;
        return 'next';
      },
    ],
  },
  {
    primitive: [
      ({ chain, me }: Any) => {
        me.stopped = chain.isRunning();
        me.saw = chain.at;
        if (chain.registered.has(k)) me.ok = chain.unregister(k);
        return 'next';
      },
      ({ chain }: Any) => (chain.isQuiet() ? 'next' : 'blocked'),
    ],
    twin: [
      ({ c, me }: Any) => {
        me.stopped = c.nb !== none;
        me.saw = c.nb === none ? 0 : c.nb;
        const link = linkBefore(c, k);
        if (pointed(c, link) !== k) return 'next';
        setLink(c, link, c.next[k]);
        c.gp = c.nb !== none;
        me.ok = true;
        return 'next';
      },
      // synchronize_rcu(): those who have begun before.
      ({ c }: Any) => (c.gp ? 'blocked' : 'next'),
    ],
  },
];

/** One after the other: a callback answers, and if nobody is called a notification begins before. */
const after = (first: Operation, second: Operation): Operation => ({
  primitive: [...first.primitive, ...second.primitive],
  twin: [...first.twin, ...second.twin],
});

export const chains: Twin = {
  most: 4,
  locals: { saw: block, ok: bool, stopped: bool, failed: bool },
  users: [
    [
      ...[true, true, 'stop', false].map((one) => after(begin(false), answer(one as Any))),
      begin(true),
    ],
    [0, 1, 2].flatMap(change),
  ],
  primitive: () => ({
    cells: {
      chain: notifierChain(BLOCKS, ['GOING', 'CANCEL'], { sort: 'atomic', registered: [0, 2] }),
    },
    others: () => ({}),
  }),
  twin: () => ({
    cells: {
      c: record(
        {
          head: orNone(block),
          next: array(BLOCKS, orNone(block)),
          nb: orNone(block),
          next_nb: orNone(block),
          nr: upTo(BLOCKS),
          most: upTo(BLOCKS),
          stopped: bool,
          failed: bool,
          gp: bool,
        },
        { head: 0, next: [2, none, none] },
      ),
    },
    others: () => ({}),
  }),
};
