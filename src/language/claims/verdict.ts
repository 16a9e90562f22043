// Verdicts: what a check says of a property.

/**
 * - `holds`: proved for the parameters given, over all interleavings;
 * - `violated`: broken, with a counterexample where one exists (a `reachable` property that nothing reaches has none);
 * - `inconclusive`: a limit was reached first;
 * - `no-violation-found`: none was, and none is excluded: of random walks, of a store that may omit states, or of one without the finished graph;
 * - `pending`: a kind of property that mmcheck cannot check yet.
 */
export type Verdict = 'holds' | 'violated' | 'inconclusive' | 'no-violation-found' | 'pending';
