// What is measured: the peer models at several sizes, with the counts on which SPIN, Rumur, TLC and mmcheck agree.

export interface Configuration {
  readonly model: 'zonelist' | 'pcpdrain' | 'phils' | 'peterson' | 'bakery';
  readonly parameters: Readonly<Record<string, number>>;
  readonly states: number;
  readonly transitions: number;
}

export const CONFIGURATIONS: readonly Configuration[] = [
  { model: 'zonelist', parameters: { Z: 3, P: 1, A: 4 }, states: 72_054, transitions: 360_270 },
  { model: 'zonelist', parameters: { Z: 3, P: 1, A: 5 }, states: 866_737, transitions: 5_200_422 },
  {
    model: 'zonelist',
    parameters: { Z: 3, P: 1, A: 6 },
    states: 9_565_964,
    transitions: 66_961_748,
  },
  {
    model: 'pcpdrain',
    parameters: { N: 4, C: 1, M: 2, T: 6 },
    states: 86_710,
    transitions: 703_535,
  },
  {
    model: 'pcpdrain',
    parameters: { N: 4, C: 3, M: 3, T: 12 },
    states: 1_196_000,
    transitions: 10_906_000,
  },
  {
    model: 'pcpdrain',
    parameters: { N: 4, C: 4, M: 4, T: 16 },
    states: 5_433_750,
    transitions: 52_572_375,
  },
  { model: 'phils', parameters: { N: 11 }, states: 177_146, transitions: 1_299_067 },
  { model: 'phils', parameters: { N: 13 }, states: 1_594_322, transitions: 13_817_453 },
  { model: 'peterson', parameters: { N: 3, ERR: 2 }, states: 170_156, transitions: 538_509 },
  { model: 'peterson', parameters: { N: 4, ERR: 0 }, states: 1_119_560, transitions: 3_864_896 },
  { model: 'bakery', parameters: { N: 3, MAX: 6, ERR: 1 }, states: 157_003, transitions: 411_843 },
  {
    model: 'bakery',
    parameters: { N: 4, MAX: 3, ERR: 0 },
    states: 872_819,
    transitions: 2_954_802,
  },
  {
    model: 'bakery',
    parameters: { N: 4, MAX: 5, ERR: 1 },
    states: 11_845_035,
    transitions: 40_400_559,
  },
];

/** Rows of specs/zonelists/zonelist-rebuild.ts, with a task more than the spec has: one in which all holds, one in which not. */
export const OBSERVED: readonly Readonly<Record<string, string | number>>[] = [
  { update: 'preempt-off-iterator', event: 'grow', tasks: 3 },
  { update: 'seqcount-slowpath', event: 'shrink', tasks: 3 },
];
