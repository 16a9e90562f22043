// What reductions are called, on the command line and in reports.

/** In the order of layering, which check/reductions.ts explains. */
export const REDUCTIONS = ['dead-locals', 'symmetry', 'partial-order'] as const;
export type ReductionName = (typeof REDUCTIONS)[number];
