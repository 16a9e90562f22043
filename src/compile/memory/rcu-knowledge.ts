// The law of RCU under lkmm (Alglave and others, "Frightening small children and disconcerting grown-ups", 2018): of a grace period
// and a read section, what was known at the end of the section is known at the end of the grace period, or what was known at the
// beginning of the grace period is known at that of the section. Which of them it is, the run says: whether the section began first.
//
// What must stay true: nothing else is ordered by a read section. Barriers before and after a grace period are not made here.

import { learn } from './histories.ts';
import { BOUNDS, type Knowledge, type KnownOfDomain, type View } from './history-system.ts';

type Known = Record<Knowledge, View>;

/** An outermost section begins. */
export function beginSection(known: Known, { begun }: KnownOfDomain): void {
  for (const what of BOUNDS) learn(known[what], { view: begun });
}

interface Told {
  readonly answer: unknown;
  readonly grace: unknown;
  /** Which grace periods have waited for the section that has ended. */
  readonly waited: readonly number[];
}

/** What is known at the end of a section, or at the beginning of a grace period, and where one may be over, as it answers. */
export function handOn(
  event: 'unlock' | 'start' | 'over',
  { heard }: Known,
  domain: KnownOfDomain,
  { answer, grace, waited }: Told,
): void {
  switch (event) {
    case 'unlock': {
      for (const into of [domain.ended, ...waited.map((k) => domain.graces[k])])
        learn(into, { view: heard });
      return;
    }
    case 'start':
      learn(domain.begun, { view: heard });
      domain.graces[Number(grace)] = [...domain.ended];
      return;
    case 'over':
      if (answer === true) learn(heard, { view: domain.graces[Number(grace)] });
  }
}
