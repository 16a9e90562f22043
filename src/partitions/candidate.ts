// A candidate: a state that a step has led to, and which its partition may know already. Behind its words stand its origin, by its
// place in the log of the job that has sent it, and the step. In a log stands behind each state where it was found from.

/** Columns behind the words of a candidate. */
export const ORIGIN = 0;
export const MOVE = 1;
export const CANDIDATE_COLUMNS = 2;

/** Of the origins in a log: the job, by its place among those of the level before, and the place in its log. */
export const ORIGIN_COLUMNS = 2;

const LABELS = 2 ** 16;
/** The step of an initial state. */
export const NO_MOVE = -1;
export const moveOf = (instance: number, label: number): number => instance * LABELS + label;
export const instanceOf = (move: number): number => Math.floor(move / LABELS);
export const labelOf = (move: number): number => move % LABELS;
