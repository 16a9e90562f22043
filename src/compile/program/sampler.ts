// Repetition: a step whose result depends on a clock, on chance or on what a closure remembers would make the search
// meaningless. The first 64 executions of each step and every 4096th after that are done twice from the same state,
// the second time with every view of the system filled and packed: same label, same words, or the model is broken.

import { ModelError } from '../../base/errors.ts';
import { thrownWords } from '../../base/thrown.ts';
import { fieldBits, readField } from '../layout/field.ts';
import { fieldsOf } from '../layout/slot.ts';
import type { Chooser } from './choice.ts';
import type { Leaf } from './leaf.ts';
import { fillLeaf, packLeaf } from './pack-leaf.ts';
import { BLOCKED, type Run, type Sampler, type StepCode } from './step-code.ts';

const ALWAYS = 64;
const EVERY = 4096;

/** Shared by the instances of a process: how often each label has been executed twice. */
export type Repetitions = Map<string, number>;

/** Shared by all steps of a system. */
export interface Pause {
  /** Whether steps are being run that are not the search's own, and not to be counted as such. */
  isPaused: boolean;
  /** Whether a step is being run twice: its second run, too, is none of the search's own. */
  isRepeating: boolean;
}

export interface SamplerParts {
  readonly step: StepCode;
  readonly state: Int32Array;
  readonly chooser: Chooser;
  /** Every leaf of every cell, and of the locals that the step can see. */
  readonly everything: readonly Leaf[];
  readonly repetitions: Repetitions;
  readonly pause: Pause;
}

export function makeSampler(parts: SamplerParts): Sampler {
  const seen = parts.everything.flatMap((leaf) => fieldsOf(leaf.slot));
  const bits = fieldBits(seen, parts.state.length);
  return counting(parts, (run) => repeat(parts, bits, run));
}

/** Of a call: its arguments may only read, so it is enough that both times the procedure is entered alike. */
export function makeCallSampler(parts: Omit<SamplerParts, 'everything'>): Sampler {
  return counting(parts, (run) => repeatCall(parts, run));
}

type Counted = Pick<SamplerParts, 'step' | 'repetitions' | 'pause'>;

function counting({ step, repetitions, pause }: Counted, runTwice: (run: Run) => number): Sampler {
  const key = step.label.name;
  const sampler: Sampler = {
    left: 1,
    runTwice(run) {
      if (pause.isPaused || pause.isRepeating) {
        // The next run counts down again, and comes here if it is the search's own.
        sampler.left = 2;
        return run();
      }
      const before = repetitions.get(key) ?? 0;
      repetitions.set(key, before + 1);
      // Each run below counts down once, and must not come here.
      sampler.left = 3;
      pause.isRepeating = true;
      try {
        return runTwice(run);
      } finally {
        pause.isRepeating = false;
        sampler.left = before + 1 < ALWAYS ? 1 : EVERY;
      }
    },
  };
  return sampler;
}

function repeatCall(
  { step, state, chooser }: Pick<SamplerParts, 'step' | 'state' | 'chooser'>,
  run: Run,
): number {
  const base = state.slice();
  const first = run();
  const after = state.slice();
  state.set(base);
  // Its arguments choose nothing, but what they load may be chosen.
  const { depth } = chooser;
  chooser.rewind();
  run();
  chooser.resume(depth);
  if (state.some((word, w) => word !== after[w])) {
    throw new ModelError(`${notRepeatable} The procedure got other arguments.`, step.place);
  }
  return first;
}

/** `bits` are those of everything that the step can see. */
function repeat(
  { step, state, chooser, everything }: SamplerParts,
  bits: Int32Array,
  run: Run,
): number {
  const base = state.slice();
  const first = run();
  const after = state.slice();
  state.set(base);
  // The step may be one of a chain, which comes in between the choices of another.
  const { depth } = chooser;
  chooser.rewind();
  for (const leaf of everything) fillLeaf(leaf, state);
  const to = secondRun(step);
  chooser.resume(depth);
  const packed = base.slice();
  for (const leaf of everything) packLeaf(leaf, packed);
  const expected = to === 'blocked' ? BLOCKED : step.label.targets[to]?.code;
  if (expected !== first) {
    throw new ModelError(
      `${notRepeatable} It went to another label ('${String(to)}').`,
      step.place,
    );
  }
  const isSame = packed.every((word, w) => ((word ^ after[w]) & bits[w]) === 0);
  if (!isSame) refuse(step, to, base, after, packed, everything);
  state.set(after);
  return first;
}

function secondRun({ label, context, place }: StepCode): string {
  try {
    return (label.step as (context: object) => string)(context);
  } catch (error) {
    throw new ModelError(
      `${notRepeatable} The second time it failed: ${thrownWords(error)}`,
      place,
    );
  }
}

const notRepeatable =
  'did not do the same when it was run twice from the same state. A step may use only what its pattern names: no clock, no chance, nothing that a closure remembers.';

/** Says what differs, if it should not. */
function refuse(
  step: StepCode,
  to: string,
  base: Int32Array,
  after: Int32Array,
  packed: Int32Array,
  everything: readonly Leaf[],
): void {
  const declared = new Set(step.written.flatMap((leaf) => fieldsOf(leaf.slot)));
  for (const leaf of everything) {
    for (const field of fieldsOf(leaf.slot)) {
      const now = readField(packed, field);
      if (!declared.has(field)) {
        if (now === readField(base, field)) continue;
        throw new ModelError(
          `changed ${leaf.name} in a way that its source text does not show. Write to cells by name, in the step itself; keep no view outside of it`,
          step.place,
        );
      }
      if (now !== readField(after, field) && !leftFrame(step, to)) {
        throw new ModelError(`${notRepeatable} ${leaf.name} got another value.`, step.place);
      }
    }
  }
}

/** A frame that is left is cleared after the step, so its fields say nothing. */
function leftFrame(step: StepCode, to: string): boolean {
  return (step.label.targets[to]?.leaves.length ?? 0) > 0;
}
