// How a process waits, and how it may still wait in a place: enum lockdep_wait_type of include/linux/lockdep_types.h.

export const NEVER = 0;
export const SPINS = 1;
export const SLEEPS_ON_RT = 2;
export const SLEEPS = 3;
