// Where reductions are compared: the peer models, at sizes of which the largest is beyond a search without reduction.

export interface ReducedRow {
  readonly model: 'zonelist' | 'phils' | 'pcpdrain' | 'peterson' | 'bakery' | 'two-phase';
  readonly parameters: Readonly<Record<string, number>>;
  /**
   * Which peers it is given to. Rumur's symmetry needs a type whose values are interchangeable, which the models in
   * bench/murphi but zonelist's do not have: they are there so that the counts of a whole search can be compared.
   */
  readonly peers: readonly ('spin' | 'rumur')[];
  /** Without reduction; not known where no search without symmetry ends. */
  readonly states?: number;
}

const zonelist = (A: number, states: number): ReducedRow => ({
  model: 'zonelist',
  parameters: { Z: 3, P: 1, A },
  peers: ['spin', 'rumur'],
  states,
});
const phils = (N: number): ReducedRow => ({
  model: 'phils',
  parameters: { N },
  peers: ['spin'],
  states: 3 ** N - 1,
});
/** In neither Promela nor Murphi: its orbits have published counts. */
const twoPhase = (N: number, states: number): ReducedRow => ({
  model: 'two-phase',
  parameters: { N },
  peers: [],
  states,
});

export const REDUCED: readonly ReducedRow[] = [
  zonelist(4, 72_054),
  zonelist(5, 866_737),
  zonelist(6, 9_565_964),
  { model: 'zonelist', parameters: { Z: 3, P: 1, A: 8 }, peers: ['rumur'] },
  phils(11),
  phils(13),
  phils(15),
  { model: 'pcpdrain', parameters: { N: 4, C: 1, M: 2, T: 6 }, peers: ['spin'], states: 86_710 },
  {
    model: 'pcpdrain',
    parameters: { N: 4, C: 3, M: 3, T: 12 },
    peers: ['spin'],
    states: 1_196_000,
  },
  { model: 'peterson', parameters: { N: 3, ERR: 2 }, peers: ['spin'], states: 170_156 },
  { model: 'peterson', parameters: { N: 4, ERR: 0 }, peers: ['spin'], states: 1_119_560 },
  { model: 'bakery', parameters: { N: 3, MAX: 6, ERR: 1 }, peers: ['spin'], states: 157_003 },
  { model: 'bakery', parameters: { N: 4, MAX: 3, ERR: 0 }, peers: ['spin'], states: 872_819 },
  twoPhase(3, 288),
  twoPhase(4, 1568),
  twoPhase(5, 8832),
];
