// What the page can ask: to walk, in one thread, and to check, in another, so that one can walk on while a search runs. Only
// the model that the command named is walked; the page chooses parameters and ways.

import { UsageError } from '../../base/errors.ts';
import { isRecord } from '../../base/given.ts';
import type { JsonCheck } from '../../report/json/check.ts';
import type { Supervisor } from '../../supervise/supervisor.ts';
import type { SearchOptions } from '../../supervise/tasks/check.ts';
import type { SubjectInput } from '../../supervise/tasks/subject.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../../trace/trace-json.ts';
import type { Move, Way } from '../../walk/position.ts';
import { packageVersion } from '../version.ts';
import type { Checker } from './checker.ts';
import type { Questions } from './server.ts';

export interface Explored {
  /** The model, and the parameters to begin with. */
  readonly subject: SubjectInput;
  /** A run to begin with. */
  readonly trace?: JsonTrace;
  readonly options: SearchOptions;
}

/** What a check has found: verdicts, and the runs that show them. */
export type Checked = Pick<JsonCheck, 'outcome' | 'properties' | 'statistics' | 'limit'>;

export function questionsOf(
  { subject: { file, spec, set }, trace, options }: Explored,
  walker: Supervisor,
  checker: Checker,
): Questions {
  const walks = new Turns();
  const subjectOf = (input: unknown): SubjectInput => ({
    file,
    ...(spec !== undefined && { spec }),
    set: textsIn(memberOf(input, 'set')),
  });
  const wayOf = (run: JsonTrace) => {
    const input = { trace: run, model: file, ...(spec !== undefined && { spec }) };
    return walks.next(() => walker.ask('wayOfTrace', input));
  };
  return {
    /** What to begin with. */
    begin: async () => ({ set, ...(trace && { run: await wayOf(trace) }) }),
    open: (input) => walks.next(() => walker.ask('walkable', subjectOf(input))),
    along: (input) => {
      const way = wayIn(memberOf(input, 'way'));
      const from = numberIn(memberOf(input, 'from'));
      return walks.next(() => walker.ask('walkAlong', { ...subjectOf(input), way, from }));
    },
    near: (input) => {
      const way = wayIn(memberOf(input, 'way'));
      const property = isRecord(input) ? input.property : undefined;
      const of = typeof property === 'string' ? { property } : {};
      return walks.next(() => walker.ask('walkNear', { ...subjectOf(input), way, ...of }));
    },
    trace: (input) => {
      const way = wayIn(memberOf(input, 'way'));
      return walks.next(() => walker.ask('walkTrace', { ...subjectOf(input), way }));
    },
    /** A run that the page has: of a file, or of a check. */
    run: (input) => wayOf(encodeTrace(decodeTrace(memberOf(input, 'trace')))),
    /** How far the check is. */
    progress: async () => ({ states: checker.figures()?.states ?? 0 }),
    stop: async () => {
      checker.stop();
      return {};
    },
    check: async (input): Promise<Checked> => {
      const { report = '{}' } = await checker.check({
        ...subjectOf(input),
        options,
        report: { format: 'json', columns: 100, colours: false },
        wanted: { trace: false, dot: false },
        exports: { kinds: [], context: { version: packageVersion(), folder: '', began: 0 } },
      });
      const { outcome, properties, statistics, limit } = JSON.parse(report) as JsonCheck;
      return { outcome, properties, statistics, ...(limit && { limit }) };
    },
  };
}

/** A thread does one thing after the other. */
class Turns {
  #last: Promise<unknown> = Promise.resolve();

  next<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work, work);
    this.#last = turn.catch(() => {});
    return turn;
  }
}

function memberOf(input: unknown, name: string): unknown {
  if (isRecord(input) && Object.hasOwn(input, name)) return input[name];
  throw new UsageError(`the page asked without '${name}'`);
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  if (isRecord(value) && Object.values(value).every((text) => typeof text === 'string')) {
    return value as Record<string, string>;
  }
  throw new UsageError('parameters are { name: text }');
}

function numberIn(value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError('a number of a way is a whole number of at least 0');
}

function wayIn(value: unknown): Way {
  const moves = memberOf(value, 'moves');
  if (!Array.isArray(moves)) throw new UsageError('the moves of a way are a list');
  return {
    initial: numberIn(memberOf(value, 'initial')),
    moves: moves.map(
      (move): Move => ({
        instance: numberIn(memberOf(move, 'instance')),
        choice: numberIn(memberOf(move, 'choice')),
      }),
    ),
  };
}
