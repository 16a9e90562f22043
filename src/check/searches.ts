// Which properties are searched for together. A search has only the reductions that are sound for all its properties, and
// carries the memories of all their observers, so one property may make the graph of all others many times as large. Yet
// each search pays for its own graph: measured on the shipped models, two of half the size take longer than one.
//
// The rule, in the order of what it costs (and before that, where the caller wishes, all together without reductions):
//   1. all together, up to so many states: most graphs are no larger;
//   2. those properties that most reductions are sound for, up to as many states: where that is all of their graph, they are
//      settled, and the others are searched for without their observers;
//   3. all together;
//   4. where that does not fit, each group that the table of soundness allows the same reductions, by itself: what is only
//      too large because of others is decided nevertheless.
//
// What must stay true: every property is asked somewhere, nothing that is known is lost, and the rule depends on counts of
// states alone, so that the same check is always done in the same way.

import { keepsGraph } from '../base/stores.ts';
import { ASSERTIONS, type Properties, STEP_ASSERTIONS } from '../language/claims/property.ts';
import type { CheckOutcome, RunlessOutcome } from '../outcome/outcome.ts';
import type { Found } from './found.ts';
import { merged } from './merge.ts';
import type { InternalOptions } from './options.ts';
import { selectProperties } from './prepare.ts';
import { allowedReductions } from './reductions.ts';

/** A search of so many states takes less time than it takes to compile a system once more. */
const FEW_STATES = 2 ** 15;

/** Checks what the options name in one search; what `mayGoOn` throws when the search has ended ends the check. */
export type CheckTogether = (
  options: InternalOptions,
  mayGoOn?: (found: Found) => void,
) => CheckOutcome;

/** Checks the properties in as many searches as they need. */
export function checkInGroups(
  properties: Properties,
  options: InternalOptions,
  check: CheckTogether,
): CheckOutcome {
  // A store that forgets states allows all properties that it does not refuse the same, and may take its memory at once; so do
  // partitions.
  if (!keepsGraph(options.store) || options.partitioned) return check(options);
  const whole = unreduced(options, check);
  if (whole) return whole;
  const groups = groupsOf(properties, options);
  const { maxStates = Number.POSITIVE_INFINITY, statesTogether = FEW_STATES } = options;
  if (groups.length < 2 || options.untilWrong || maxStates <= statesTogether) return check(options);
  const few = { ...options, attemptStates: statesTogether };
  const all = finished(few, check);
  if (all) return all;
  const asked = selectProperties(properties, groups.flat());
  const [most, ...others] = groups;
  const settled = finished({ ...few, only: most }, check);
  if (settled) {
    const rest = { ...options, only: others.flat(), ...tellingAfter(asked, [settled], options) };
    return endsAll(settled) ? merged(asked, [settled]) : merged(asked, [settled, check(rest)]);
  }
  const together = check(options);
  return DOES_NOT_FIT.has(together.limit?.reached ?? '')
    ? checkApart(asked, groups, together, options, check)
    : together;
}

/** What a check of a small graph comes to, whose reductions would cost more than they save. */
function unreduced(options: InternalOptions, check: CheckTogether): CheckOutcome | undefined {
  const { unreducedUpTo: most = 0, maxStates = Number.POSITIVE_INFINITY, audit } = options;
  // An audit is there to look at what reductions rely upon.
  if (most === 0 || audit || maxStates <= most) return undefined;
  return finished({ ...options, reduction: false, attemptStates: most }, check);
}

/** The names of the properties, by the reductions that they allow; those with most reductions first. */
function groupsOf(properties: Properties, { only, reduction }: InternalOptions): string[][] {
  const chosen = Object.entries({
    ...selectProperties(properties, only),
    ...((only?.includes(ASSERTIONS) ?? true) && { [ASSERTIONS]: STEP_ASSERTIONS }),
  });
  const groups = new Map<string, { readonly reductions: number; readonly names: string[] }>();
  for (const [name, property] of chosen) {
    const allowed = allowedReductions({ [name]: property }, reduction);
    const group = groups.get(allowed.join()) ?? { reductions: allowed.length, names: [] };
    groups.set(allowed.join(), group);
    group.names.push(name);
  }
  return [...groups.values()]
    .sort((one, other) => other.reductions - one.reductions)
    .map(({ names }) => names);
}

/** Ends an attempt that takes more states than it was given. */
class TooLarge extends Error {}

/** What a check comes to; undefined where there are more states than the options give it. Nothing is shown of those. */
function finished(options: InternalOptions, check: CheckTogether): CheckOutcome | undefined {
  try {
    return check(options, ({ result: { limit } }) => {
      if (limit === 'states') throw new TooLarge();
    });
  } catch (error) {
    if (error instanceof TooLarge) return undefined;
    throw error;
  }
}

/** Each group by itself, but for what all together has decided. */
function checkApart(
  asked: Properties,
  groups: readonly (readonly string[])[],
  together: CheckOutcome,
  options: InternalOptions,
  check: CheckTogether,
): CheckOutcome {
  const open = new Set(
    together.properties.filter(({ verdict }) => verdict === 'inconclusive').map(({ name }) => name),
  );
  const done = [together];
  for (const group of groups) {
    const only = group.filter((name) => open.has(name));
    if (only.length === 0) continue;
    done.push(check({ ...options, only, ...tellingAfter(asked, done, options) }));
    if (endsAll(done[done.length - 1])) break;
  }
  return merged(asked, done);
}

/** Lets a search tell what it learns together with what is known already. */
function tellingAfter(
  asked: Properties,
  done: readonly CheckOutcome[],
  { onLearnt }: InternalOptions,
): Pick<InternalOptions, 'onLearnt'> {
  const known = [...done] as RunlessOutcome[];
  return {
    onLearnt: (more) => onLearnt?.(merged<never>(asked, more ? [...known, more] : known)),
  };
}

const DOES_NOT_FIT: ReadonlySet<string> = new Set(['memory', 'states']);

/** Whether a limit on time, Ctrl-C or a mistake of the model ends what is left. */
function endsAll({ limit }: CheckOutcome): boolean {
  return limit !== undefined && ENDS_ALL.has(limit.reached);
}

const ENDS_ALL: ReadonlySet<string> = new Set(['time', 'interrupted', 'error']);
