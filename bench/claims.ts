// What whole graphs are asked in the benchmark: of each peer model one thing that should stay possible, and one that
// should follow another. Some hold and some do not; both cost.

import type { Cells } from '../src/language/cell.ts';
import { propertyMakers } from '../src/language/claims/makers.ts';
import type { Predicate, Properties } from '../src/language/claims/property.ts';
import type { Fairness } from '../src/language/process.ts';
import type { Configuration } from './configurations.ts';

export const CLAIMS = ['always-possible', 'leads-to, weak', 'leads-to, strong'] as const;
export type Claim = (typeof CLAIMS)[number];

interface Asked {
  readonly from: Predicate;
  readonly to: Predicate;
  readonly processes: readonly string[];
}

/** As the views of a property show processes and cells. */
interface At {
  readonly at: string;
}

const ASKED: Readonly<Record<Configuration['model'], Asked>> = {
  zonelist: {
    from: ({ alloc }: { alloc: readonly At[] }) => alloc[0].at === 'try',
    to: ({ alloc }: { alloc: readonly At[] }) => alloc[0].at === 'got',
    processes: ['alloc', 'hotplug'],
  },
  pcpdrain: {
    from: ({ zone }: { zone: { value: number } }) => zone.value > 0,
    to: ({ zone }: { zone: { value: number } }) => zone.value === 0,
    processes: ['cpu', 'drainer', 'hotplug'],
  },
  phils: {
    from: ({ phil }: { phil: readonly At[] }) => phil[0].at === 'one',
    to: ({ phil }: { phil: readonly At[] }) => phil[0].at === 'eat',
    processes: ['phil'],
  },
  peterson: {
    from: ({ P }: { P: readonly At[] }) => P[0].at === 'wait',
    to: ({ P }: { P: readonly At[] }) => P[0].at === 'CS',
    processes: ['P'],
  },
  bakery: {
    from: ({ P }: { P: readonly At[] }) => P[0].at === 'choose',
    to: ({ P }: { P: readonly At[] }) => P[0].at === 'CS',
    processes: ['P'],
  },
};

export function claimOf(model: Configuration['model'], claim: Claim): Properties {
  const { from, to, processes } = ASKED[model];
  const { alwaysPossible, leadsTo } = propertyMakers<Cells, Record<string, never>>();
  const fair = (fairness: Fairness) => ({
    fairness: Object.fromEntries(processes.map((name) => [name, fairness])),
  });
  switch (claim) {
    case 'always-possible':
      return { claim: alwaysPossible('what is wanted can still come', to) };
    case 'leads-to, weak':
      return { claim: leadsTo('what is wanted comes', from, to, fair('weak')) };
    case 'leads-to, strong':
      return { claim: leadsTo('what is wanted comes', from, to, fair('strong')) };
  }
}
