// Fairness: which runs a liveness property speaks of.
//
// A process is enabled in a state if it has a transition that changes something (cells or processes; see change.ts). A
// run is
//   weakly fair to a process that takes infinitely many changing steps, or is not enabled infinitely often;
//   strongly fair to one that takes infinitely many, or is enabled only finitely often.
// This is WF and SF of the process's next-state action in TLA+ (Lamport, Specifying Systems, 8.9): transitions that
// change nothing are stuttering, no steps, so that spinning on a lock and being blocked on it are the same. A run may
// stop in any state, as if it stuttered there forever, and is then fair only if no process under weak or strong
// fairness is enabled: a run that ends where nothing can move is fair to all. A step whose assertion fails makes its
// process enabled, but no run goes on with it: that run is the finding of `assertions`.

import { bitSet, setBit, wordsFor } from '../base/bits.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import type { FairnessOverrides } from '../language/claims/property.ts';
import type { Fairness } from '../language/process.ts';
import type { SystemDefinition } from '../language/system.ts';

export interface FairnessSets {
  /** Bits of instances. */
  readonly weak: Int32Array;
  readonly strong: Int32Array;
  /** The bit that stands for what has to recur, where anything has to. */
  readonly recurring?: number;
}

/**
 * The same, with a bit for a state that a run has to come to again and again. It is as if there were a process under weak
 * fairness that never steps, and is enabled wherever the state is not such a one.
 */
export function withRecurring({ weak, strong }: FairnessSets, instances: number): FairnessSets {
  const words = wordsFor(instances + 1);
  const wider = (bits: Int32Array): Int32Array => {
    const wide = new Int32Array(words);
    wide.set(bits);
    return wide;
  };
  const all = wider(weak);
  setBit(all, instances);
  return { weak: all, strong: wider(strong), recurring: instances };
}

export function fairnessSets(
  { layout, definition }: CompiledSystem,
  overrides: FairnessOverrides,
): FairnessSets {
  const demanded = fairnessOf(definition, overrides);
  const sets = (wanted: Fairness): Int32Array =>
    bitSet(layout.instances.length, (k) => demanded[layout.instances[k].process.name] === wanted);
  return { weak: sets('weak'), strong: sets('strong') };
}

/** The fairness to each process: the property's word counts before the process's own. */
export function fairnessOf(
  { processes }: SystemDefinition,
  overrides: FairnessOverrides,
): Record<string, Fairness> {
  return Object.fromEntries(
    Object.entries(processes).map(([name, { fairness }]) => [name, overrides[name] ?? fairness]),
  );
}

/** In words, for what a verdict rests on: `weak fairness to cpu, worker; none to alloc`. */
export function fairnessWords(definition: SystemDefinition, overrides: FairnessOverrides): string {
  const demanded = Object.entries(fairnessOf(definition, overrides));
  const parts = (['weak', 'strong', 'none'] as const).flatMap((fairness) => {
    const names = demanded.filter(([, one]) => one === fairness).map(([name]) => name);
    if (names.length === 0) return [];
    return [`${fairness === 'none' ? 'none' : `${fairness} fairness`} to ${names.join(', ')}`];
  });
  return parts.join('; ') || 'there is no process to be fair to';
}
