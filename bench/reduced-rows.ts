// Where reductions are compared: the peer models, at sizes of which the largest is beyond a search without reduction.

export interface ReducedRow {
  readonly model: 'zonelist' | 'phils' | 'pcpdrain' | 'peterson' | 'bakery' | 'two-phase';
  readonly parameters: Readonly<Record<string, number>>;
  /**
   * Which peers it is given to. Rumur's symmetry needs a type whose values are interchangeable, which the models in
   * bench/murphi but zonelist's do not have: they are there so that the counts of a whole search can be compared.
   */
  readonly peers: readonly ('spin' | 'rumur')[];
  /** Nothing ends here without symmetry: some 1.2e9 states. */
  readonly needsSymmetry?: boolean;
}

const zonelist = (A: number): ReducedRow => ({
  model: 'zonelist',
  parameters: { Z: 3, P: 1, A },
  peers: ['spin', 'rumur'],
});
const phils = (N: number): ReducedRow => ({
  model: 'phils',
  parameters: { N },
  peers: ['spin'],
});
/** In neither Promela nor Murphi: its orbits have published counts. */
const twoPhase = (N: number): ReducedRow => ({
  model: 'two-phase',
  parameters: { N },
  peers: [],
});

export const REDUCED: readonly ReducedRow[] = [
  zonelist(4),
  zonelist(5),
  zonelist(6),
  { ...zonelist(8), peers: ['rumur'], needsSymmetry: true },
  phils(11),
  phils(13),
  phils(15),
  { model: 'pcpdrain', parameters: { N: 4, C: 1, M: 2, T: 6 }, peers: ['spin'] },
  { model: 'pcpdrain', parameters: { N: 4, C: 3, M: 3, T: 12 }, peers: ['spin'] },
  { model: 'peterson', parameters: { N: 3, ERR: 2 }, peers: ['spin'] },
  { model: 'peterson', parameters: { N: 4, ERR: 0 }, peers: ['spin'] },
  { model: 'bakery', parameters: { N: 3, MAX: 6, ERR: 1 }, peers: ['spin'] },
  { model: 'bakery', parameters: { N: 4, MAX: 3, ERR: 0 }, peers: ['spin'] },
  twoPhase(3),
  twoPhase(4),
  twoPhase(5),
];
