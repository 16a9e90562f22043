// How many steps the shortest run takes that never ends and breaks a claim, until it repeats itself: by trying all, level
// by level. A run is on its way, or has said "from here for ever" in some state; from then on it notes what happens, and has
// repeated itself when it is there again and has noted enough.

import type { Fairness } from '../language/process.ts';
import type { Instance } from './state.ts';

export interface RunningMove {
  readonly to: number;
  /** Nobody, where only observers changed. */
  readonly by: Instance | undefined;
  /** Whether a run may go on owing over it. */
  readonly owing: boolean;
}

export interface Runs {
  readonly initial: readonly number[];
  readonly moves: readonly (readonly RunningMove[])[];
  readonly enabled: readonly ReadonlySet<Instance>[];
  readonly instances: readonly Instance[];
  readonly inside: (n: number) => boolean;
  readonly begins: (n: number) => boolean;
  readonly recurs: (n: number) => boolean;
  readonly fairTo: (instance: Instance) => Fairness;
}

interface Run {
  readonly at: number;
  /** Where it said so, and what it has noted since. */
  readonly entry?: number;
  readonly noted: ReadonlySet<string>;
}

const OWES = 'owes';
const RECURS = 'recurs';

export function shortestLasso(runs: Runs): number | undefined {
  const { initial, moves, begins, inside } = runs;
  const beginning = (n: number): string[] => (begins(n) && inside(n) ? [OWES] : []);
  let level: Run[] = initial.map((at) => ({ at, noted: new Set(beginning(at)) }));
  const seen = new Set<string>();
  const isNew = ({ at, entry, noted }: Run): boolean => {
    const key = [at, entry, ...[...noted].sort()].join();
    return !seen.has(key) && seen.add(key).size > 0;
  };
  for (let length = 0; level.length > 0; length++) {
    const entering = level.flatMap((run) =>
      run.entry === undefined && inside(run.at)
        ? { at: run.at, entry: run.at, noted: new Set([...run.noted, ...facts(runs, run.at)]) }
        : [],
    );
    const here = [...level, ...entering].filter(isNew);
    if (here.some((run) => isLasso(runs, run))) return length;
    level = here.flatMap(({ at, entry, noted }) =>
      moves[at].flatMap(({ to, by, owing }): Run[] => {
        if (entry === undefined) {
          const kept = owing && inside(to) ? noted : [];
          return [{ at: to, noted: new Set([...kept, ...beginning(to)]) }];
        }
        if (!owing || !inside(to)) return [];
        const stepped = by ? [`${by.self} steps`] : [];
        return [
          {
            at: to,
            entry,
            noted: new Set([...noted, ...stepped, ...facts(runs, to), ...beginning(to)]),
          },
        ];
      }),
    );
  }
  return undefined;
}

function facts({ enabled, instances, recurs, fairTo }: Runs, n: number): string[] {
  const asked = instances.filter((one) => fairTo(one) !== 'none');
  return [
    ...(recurs(n) ? [RECURS] : []),
    ...asked.map((one) => `${one.self} ${enabled[n].has(one) ? 'can' : 'cannot'}`),
  ];
}

function isLasso({ instances, fairTo }: Runs, { at, entry, noted }: Run): boolean {
  if (at !== entry || !noted.has(OWES) || !noted.has(RECURS)) return false;
  return instances.every((instance) => {
    const { self } = instance;
    if (noted.has(`${self} steps`) || fairTo(instance) === 'none') return true;
    return fairTo(instance) === 'weak' ? noted.has(`${self} cannot`) : !noted.has(`${self} can`);
  });
}
