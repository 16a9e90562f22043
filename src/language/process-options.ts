// What the builder is given for a process and a procedure, looked at before anything is done with it. The builder does
// not know yet what a process is called, so messages name the label at which it starts.

import { ModelError, type ModelErrorPlace } from '../base/errors.ts';
import {
  checkBooleans,
  checkFunctions,
  checkOptions,
  checkWord,
  inWords,
  isA,
  isRecord,
} from '../base/given.ts';
import { suggest } from '../base/near-name.ts';
import type { Cells } from './cell.ts';
import type { Kind } from './domain.ts';
import { checkElements } from './elements.ts';
import type { ActorNote, Call, Fairness, ProcedureDefinition } from './process.ts';
import { checkNotedStep, checkNotesByLabel, codeOf, NOTES } from './step-notes.ts';

const OF_BOTH = ['start', 'steps', 'locals', ...NOTES];
const OF_PROCESSES = [
  ...OF_BOTH,
  ...['count', 'end', 'environment', 'fairness', 'pool', 'lane', 'guard', 'actor', 'begin'],
];
const OF_PROCEDURES = [...OF_BOTH, 'params', 'results', 'returns'];

const FAIRNESS: readonly Fairness[] = ['none', 'weak', 'strong'];

interface Given {
  readonly start?: unknown;
  readonly steps?: unknown;
}
interface GivenProcess extends Given {
  readonly end?: unknown;
  readonly fairness?: unknown;
  readonly guard?: unknown;
  readonly locals?: unknown;
  readonly pool?: unknown;
  readonly count?: unknown;
  readonly actor?: ActorNote;
}

export function checkProcessOptions(cells: Cells, given: GivenProcess): void {
  const what = nameOf(given);
  checkOptions(what, given, OF_PROCESSES);
  checkFunctions(what, { ...given }, ['lane', 'guard', 'begin']);
  checkBooleans(what, { ...given }, ['environment']);
  if (given.fairness !== undefined) checkFairness(what, given.fairness);
  if (given.pool !== undefined && given.count !== undefined) {
    throw new ModelError(
      `${what} is of a pool, whose size says how many there are; leave out count`,
    );
  }
  checkElements(what, { ...given }, ['locals']);
  checkSteps(what, given.steps);
  checkNotesByLabel(what, { ...given });
  checkStart(what, given.start);
  checkCount(what, given.count);
  checkEnd(what, given.end);
  if (given.actor !== undefined) checkActor(what, cells, given, given.actor);
}

/** What a guard that comes in by `...task(0)` takes for granted. */
function checkActor(
  what: string,
  cells: Cells,
  { guard, locals = {} }: GivenProcess,
  actor: ActorNote,
): void {
  const { maker, local } = actor;
  if (guard !== actor.guard) {
    throw new ModelError(
      `${what}: its guard takes the place of that of ${maker}(), so it would run where it cannot; ask in its steps, or leave ...${maker}() out and let its guard ask for the cpu, too`,
    );
  }
  const missing = Object.entries(actor.cells).find(([cell]) => !Object.hasOwn(cells, cell));
  if (missing) {
    throw new ModelError(`${what}: ${maker}() needs a cell \`${missing[0]}: ${missing[1]}\``);
  }
  if (!isRecord(locals) || !Object.hasOwn(locals, local)) {
    throw new ModelError(`${what}: ${maker}() needs a local '${local}', where the process runs`);
  }
}

export function checkProcedureOptions(
  name: unknown,
  given: Given & { readonly returns?: unknown },
): void {
  if (typeof name !== 'string' || name === '') {
    throw new ModelError(`procedure: begin with its name; it is ${inWords(name)}`);
  }
  const what = `procedure '${name}'`;
  checkOptions(what, given, OF_PROCEDURES);
  if (!Array.isArray(given.returns)) {
    throw new ModelError(
      `${what} needs the labels that it returns, as in returns: ['out']; they are ${inWords(given.returns)}`,
    );
  }
  checkElements(what, { ...given }, ['params', 'locals', 'results']);
  checkSteps(what, given.steps);
  checkNotesByLabel(what, { ...given });
  checkStart(what, given.start);
}

function checkStart(what: string, start: unknown): void {
  if (typeof start === 'string') return;
  throw new ModelError(
    `${what} needs \`start\`, the label that it begins with, not ${inWords(start)}`,
  );
}

function checkCount(what: string, count: unknown = 1): void {
  if (typeof count === 'number' || isA<Kind>('id', count)) return;
  throw new ModelError(`${what}: count must be a number or a kind, not ${inWords(count)}`);
}

function checkEnd(what: string, end: unknown = []): void {
  if (Array.isArray(end)) return;
  throw new ModelError(`${what}: end must be a list of labels, not ${inWords(end)}`);
}

/** Which runs are fair to a process: a misspelt one would be as good as none. */
export function checkFairness(what: string, given: unknown): void {
  checkWord(`${what}: fairness`, given, FAIRNESS);
}

/** What a process is called in messages. */
export function nameOf(given: unknown): string {
  const { start, steps } = isRecord(given) ? given : {};
  if (typeof start === 'string') return `the process that starts at '${start}'`;
  return isRecord(steps)
    ? `the process with the steps ${Object.keys(steps).join(', ')}`
    : 'a process';
}

/** `steps: { ...withLock(...) }` */
function regionHint(steps: Readonly<Record<string, unknown>>): string {
  const isRegion = ['labels', 'enter', 'leave'].every((name) => Array.isArray(steps[name]));
  return isRegion
    ? '; a region goes around a process: regions(process({ ... }), [withLock(...)])'
    : '';
}

function checkSteps(what: string, steps: unknown): void {
  if (!isRecord(steps)) {
    throw new ModelError(`${what} needs steps: { label: step }; they are ${inWords(steps)}`);
  }
  for (const [step, given] of Object.entries(steps)) {
    checkNotedStep(what, step, given);
    const code = codeOf(given);
    if (typeof code === 'function') continue;
    if (!isA<Call>('call', code)) {
      throw new ModelError(
        `${what}: a step must be a function or a call(...); '${step}' is ${inWords(code)}${regionHint(steps)}`,
        { step },
      );
    }
    checkCallParts(`${what}: the call at '${step}'`, code, { step });
  }
}

function checkCallParts(
  what: string,
  { procedure, args, returns }: Partial<Call>,
  place: ModelErrorPlace,
): void {
  if (!isA<ProcedureDefinition>('procedure', procedure)) {
    throw new ModelError(
      `${what} must name what procedure(...) made; it is ${inWords(procedure)}`,
      place,
    );
  }
  if (typeof args !== 'function') {
    throw new ModelError(
      `${what} of '${procedure.name}' needs a function for the arguments, as in () => ({}); it is ${inWords(args)}`,
      place,
    );
  }
  if (!isRecord(returns)) {
    throw new ModelError(
      `${what} of '${procedure.name}' needs { return: label } for ${procedure.returns.join(', ') || 'none'}; it is ${inWords(returns)}`,
      place,
    );
  }
  const unknown = Object.keys(returns).find((label) => !procedure.returns.includes(label));
  if (unknown !== undefined) {
    throw new ModelError(
      `${what} of '${procedure.name}': it never returns '${unknown}'; ${suggest(unknown, procedure.returns)}`,
      place,
    );
  }
}
