// What can be chosen in cpuset-mems-allowed, what follows from it for more than one process, and the cells.

import {
  array,
  type Builder,
  bool,
  cell,
  oneOf,
  parameter,
  range,
  upTo,
  type ValuesOf,
} from 'mmcheck';
import { endlessSeqcount } from './endless-seqcount.ts';

export const parameters = {
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
};

export type Variant = ReturnType<typeof variantOf>;

export function variantOf(values: ValuesOf<typeof parameters>) {
  const { update, nodes, words } = values;
  return {
    ...values,
    last: nodes - 1,
    all: Array.from({ length: nodes }, (_, node) => node),
    /** In which word of a nodemask a node's bit is. */
    isIn: (word: number, node: number) => Math.floor((node * words) / nodes) === word,
    waits: update === 'wait-for-readers',
    counted: update.startsWith('seqcount'),
  };
}

export type Make = Builder<ReturnType<typeof cellsOf>>;

export const cellsOf = ({ nodes, last }: Variant) => ({
  mems_allowed: array(nodes, bool, (node: number) => node === last),
  mems_allowed_seq: endlessSeqcount(2),
  /** c0ff7453bb5c: tasks that count on the mask. */
  change_disable: cell(upTo(2)),
  /** Free pages: the fast path wants 2, the low watermark, and the slow path 1. */
  free: array(nodes, upTo(2)),
});
