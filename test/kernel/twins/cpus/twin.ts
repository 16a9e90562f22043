// A twin of a primitive: the same from plain cells, written from the kernel's source alone. Random models use either, by the
// same processes with the same labels and locals; whatever of that can be seen must be the same.

import type { Cell } from '../../../../src/language/cell.ts';
import { system } from '../../../../src/language/system.ts';
import { reachable } from '../../../support/reachable.ts';
import { type Any, script } from '../../script.ts';
import { deadlock } from '../../verdicts.ts';

/** What a process may do: one step after the other, each of the primitive and of the twin. */
export interface Operation {
  readonly primitive: readonly Any[];
  readonly twin: readonly Any[];
}

export interface Side {
  readonly cells: Readonly<Record<string, Cell<Any>>>;
  /** Processes beside the users: workers, handlers, who moves tasks. */
  readonly others: (process: Any) => Record<string, Any>;
}

export interface Twin {
  readonly primitive: () => Side;
  readonly twin: () => Side;
  /** For each user, by its place, what it may do; the drawn numbers choose among it. */
  readonly users: readonly (readonly Operation[])[];
  /** At most so many of them in a row (3). */
  readonly most?: number;
  readonly locals?: Any;
  /** Cells that both sides have, and that are compared, too. */
  readonly shared?: () => Readonly<Record<string, Cell<Any>>>;
  /** What else a user is: where it runs. */
  readonly as?: (user: number, side: 'primitive' | 'twin') => Any;
}

/** Larger models are passed over. */
const MAX_STATES = 800;

/** Everything that can be seen of a side: where processes stand, their locals, the shared cells, and the verdicts. */
export function seenOf(
  twin: Twin,
  side: 'primitive' | 'twin',
  scripts: readonly (readonly number[])[],
): { states: string[]; verdicts: Record<string, string> } | undefined {
  const { cells, others } = twin[side]();
  const shared = twin.shared?.() ?? {};
  const definition = system({ ...cells, ...shared } as Any, ({ process }: Any) => ({
    ...Object.fromEntries(
      scripts.map((drawn, user) => {
        const operations = twin.users[user];
        const steps = drawn.flatMap((number) => operations[number % operations.length][side]);
        const more = { locals: twin.locals ?? {}, ...twin.as?.(user, side) };
        return [`user${user}`, process(script(steps.length > 0 ? steps : [() => 'next'], more))];
      }),
    ),
    ...others(process),
  }));
  const found = reachable(definition, { deadlock }, { maxStates: MAX_STATES });
  if (found.keys.size >= MAX_STATES) return undefined;
  const states = [...found.keys].map((key) => {
    const { cells: all, processes } = JSON.parse(key);
    return JSON.stringify([processes, Object.keys(shared).map((name) => all[name])]);
  });
  const verdicts = Object.entries(found.verdicts).map(([name, { verdict }]) => [name, verdict]);
  return { states: [...new Set(states)].sort(), verdicts: Object.fromEntries(verdicts) };
}
