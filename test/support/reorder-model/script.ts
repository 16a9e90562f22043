// Scripts: the code of a process as pieces, one after the other. What is taken in a piece (a lock, a cpu) is given back
// at its end, and branches lead from the end of one piece to the start of another, so nothing is given back that is not
// held.

import type { Draw } from '../random-model/draw.ts';
import { CELLS, condition, HELPERS, type Reach, statement, waiting } from './statements.ts';

/** A step's code without where it leads, or the call of a procedure. */
export type Step = string | { readonly call: string };
export type Piece = readonly Step[];

/** What a piece may be, for a process of some sort. */
export interface Scripted extends Reach {
  readonly procedures: readonly string[];
  /** Whether the process is a task with a cpu. */
  readonly isTask: boolean;
}

/** Pairs of steps around others: what is taken, and given back. */
const BRACKETS: readonly (readonly [string, string])[] = [
  ["if (!lock.acquire(me)) return 'blocked';", 'lock.release(me);'],
  ["if (!other.acquire(me)) return 'blocked';", 'other.release(me);'],
  ["if (!sem.acquireRead(me)) return 'blocked';", 'sem.releaseRead(me);'],
  ["sem.announceWrite(me);~if (!sem.acquireWrite(me)) return 'blocked';", 'sem.releaseWrite(me);'],
];
const ON_CPU: readonly (readonly [string, string])[] = [
  ['cpus[me.cpu].preemptDisable(me);', 'cpus[me.cpu].preemptEnable(me);'],
  ['cpus[me.cpu].irqSave(me);', 'cpus[me.cpu].irqRestore(me);'],
];

/** Goes on without the lock where it is not to be had. */
const TRIES = ['me.v = lock.tryAcquire(me) ? 1 : 2;', 'if (me.v === 1) lock.release(me);'];

export function piece(draw: Draw, scripted: Scripted, depth = 0): Piece {
  const bracketed = (pairs: typeof BRACKETS): Piece => {
    const [take, give] = draw.of(pairs);
    // Two steps, so that it can be told who came in between.
    const inner =
      depth === 0 && draw.once(3)
        ? piece(draw, scripted, 1)
        : [statement(draw, scripted), ...(pairs === ON_CPU ? [statement(draw, scripted)] : [])];
    // Where locks are taken within locks, it must not be the same one: that is another bug than those looked for here.
    const within = inner.filter((step) => typeof step !== 'string' || !take.includes(step));
    return [...take.split('~'), ...(within.length < inner.length ? [] : inner), give];
  };
  switch (draw.below(11)) {
    case 8:
      return scripted.procedures.length > 0
        ? [{ call: draw.of(scripted.procedures) }]
        : [waiting(draw, scripted)];
    case 9:
      return TRIES;
    case 3:
      return [waiting(draw, scripted)];
    case 4:
    case 5:
      return bracketed(scripted.isTask && draw.once(2) ? ON_CPU : BRACKETS);
    case 6:
      return scripted.procedures.length > 0
        ? [{ call: draw.of(scripted.procedures) }]
        : [statement(draw, scripted)];
    case 7:
      return scripted.isTask ? bracketed(ON_CPU) : [waiting(draw, scripted)];
    default:
      return [statement(draw, scripted)];
  }
}

export interface Ending {
  /** Where the last piece leads. */
  readonly last: string;
  /** Whether a piece may lead to any other, instead of the next. */
  readonly branches: boolean;
}

/** The steps of a process as source, labelled s0, s1, ... in order. */
export function stepsSource(
  draw: Draw,
  pieces: readonly Piece[],
  reach: Reach,
  { last, branches }: Ending,
): string[] {
  const steps = pieces.flatMap((one) =>
    one.map((step, k) => ({ step, isLast: k === one.length - 1 })),
  );
  const starts = ['s0', ...steps.flatMap(({ isLast }, k) => (isLast ? [`s${k + 1}`] : []))].slice(
    0,
    -1,
  );
  return steps.map(({ step, isLast }, k) => {
    const label = `s${k}`;
    const following = k === steps.length - 1 ? last : `s${k + 1}`;
    if (typeof step !== 'string') {
      return `${label}: call(${step.call}, () => ({ k: ${draw.below(2)} }), { ok: '${following}' }),`;
    }
    const leads =
      isLast && branches && draw.once(5)
        ? `${condition(draw, reach)} ? '${draw.of([...starts, 'done'])}' : '${following}'`
        : `'${following}'`;
    return stepSource(label, `${step.replaceAll('SELF', label)} return ${leads};`);
  });
}

export function stepSource(label: string, code: string): string {
  return `${label}: (${patternOf(code)}) => { ${code} },`;
}

/** The pattern of a piece of code. */
export function patternOf(code: string, more: readonly string[] = []): string {
  return `{ ${namesIn(code, more).join(', ')} }`;
}

const NAMES = [...Object.keys(CELLS), ...Object.keys(HELPERS), 'me', 'choose', 'assert'];

/** The names that a piece of code uses: those that stand in it as words. */
export function namesIn(code: string, more: readonly string[] = []): string[] {
  return [...new Set([...NAMES, ...more])].filter((name) =>
    new RegExp(`(?<![\\w.'])${name}\\b(?!')`).test(code),
  );
}
