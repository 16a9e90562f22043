// Traces by hand: a test states the initial values and what each step sets, and gets the states and
// the changes that the engine would record.

import { fromJS, is, isKeyed, List, Map, OrderedMap } from 'immutable';
import type {
  Change,
  ShownMembers,
  ShownState,
  ShownValue,
  Trace,
  TraceState,
  TraceStep,
} from '../../../src/trace/trace.ts';

type Json = ShownValue | Json[] | { [key: string]: Json };
export interface Start {
  readonly cells: Record<string, Json>;
  readonly processes: Record<string, Record<string, Json>>;
  readonly observers?: Record<string, Json>;
}
export interface Move {
  /** `alloc_pages0 first`: who, and the label of the step. */
  readonly do: string;
  /** The label that follows; the one of the process's next move where it is not given. */
  readonly to?: string;
  readonly at?: string;
  readonly source?: string;
  readonly lane?: string;
  readonly chosen?: readonly ShownValue[];
  /** What the step saw in cells: `'free[Movable]': 0`. */
  readonly sees?: Record<string, ShownValue>;
  /** Cells by path: `'zonelist.0.zone': null`. */
  readonly set?: Record<string, Json>;
  /** Locals of the process by path. */
  readonly me?: Record<string, Json>;
  /** The state of observers by path. */
  readonly see?: Record<string, Json>;
}
/** Names of the elements of an array that is indexed by ids: `free[Movable]`. */
export type Indices = Record<string, readonly string[]>;

export interface Story extends Omit<Trace, 'initial' | 'steps' | 'fingerprint' | 'lanes'> {
  readonly start: Start;
  readonly moves: readonly Move[];
  readonly lanes?: readonly string[];
  readonly indices?: Indices;
}

/** In the order of the declarations, as all that is shown. */
function shown(value: Json | Start['cells']): unknown {
  return fromJS(value, (_, part) => (isKeyed(part) ? OrderedMap(part) : List(part.values())));
}

export function buildTrace({ start, moves, indices = {}, lanes, ...head }: Story): Trace {
  const initial: TraceState = {
    cells: shown(start.cells) as ShownMembers,
    processes: shown(start.processes) as TraceState['processes'],
    observers: shown(start.observers ?? {}) as ShownMembers,
  };
  let state = initial;
  const steps = moves.map((move, k) => {
    const step = buildStep(state, move, nextLabel(moves, k), indices);
    state = step.state;
    return step;
  });
  return {
    ...head,
    fingerprint: '5eed',
    lanes: lanes ?? Object.keys(start.processes),
    initial,
    steps: List(steps),
  };
}

function nextLabel(moves: readonly Move[], k: number): string {
  const who = moves[k].do.split(' ')[0];
  const next = moves.slice(k + 1).find((move) => move.do.split(' ')[0] === who);
  return moves[k].to ?? next?.do.split(' ')[1] ?? 'done';
}

function buildStep(before: TraceState, move: Move, to: string, indices: Indices): TraceStep {
  const [name, label] = move.do.split(' ') as [string, string];
  const process = name.replace(/\d+$/, '');
  const state: TraceState = {
    cells: setAll(before.cells, move.set),
    processes: before.processes.update(name, (own) => setAll(own!, { ...move.me, at: to })),
    observers: setAll(before.observers, move.see),
  };
  return {
    process,
    id: Number(name.slice(process.length)),
    name,
    lane: move.lane ?? name,
    label,
    to,
    choice: 0,
    chosen: move.chosen ?? [],
    ...(move.at === undefined ? {} : { at: move.at }),
    ...(move.source === undefined ? {} : { source: move.source }),
    changes: [
      ...changesOf('cell', before.cells, state.cells, indices),
      ...changesOf('process', locals(before, name), locals(state, name), indices),
      ...changesOf('observer', before.observers, state.observers, indices),
    ],
    reads: Object.entries(move.sees ?? {}).map(([path, value]) => ({ path, value, stays: false })),
    state,
  };
}

function locals({ processes }: TraceState, name: string): Map<string, ShownState> {
  return processes.get(name)!.delete('at');
}

function setAll<M extends Map<string, ShownState>>(map: M, values: Record<string, Json> = {}): M {
  return Object.entries(values).reduce(
    (result, [path, value]) =>
      result.setIn(
        path.split('.').map((key) => (/^\d+$/.test(key) ? Number(key) : key)),
        shown(value),
      ),
    map,
  );
}

function changesOf(of: Change['of'], before: unknown, after: unknown, indices: Indices): Change[] {
  const walk = (path: string, a: unknown, b: unknown): Change[] => {
    if (is(a, b)) return [];
    if (Map.isMap(a) && Map.isMap(b)) {
      const keys = [...b.keys()] as string[];
      return keys.flatMap((k) => walk(path === '' ? k : `${path}.${k}`, a.get(k), b.get(k)));
    }
    if (List.isList(a) && List.isList(b)) {
      return Array.from({ length: Math.max(a.size, b.size) }, (_, k) => k).flatMap((k) =>
        walk(`${path}[${indices[path]?.[k] ?? k}]`, a.get(k), b.get(k)),
      );
    }
    return [{ of, path, before: (a ?? null) as ShownValue, after: (b ?? null) as ShownValue }];
  };
  return walk('', before, after);
}
