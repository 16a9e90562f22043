// What is to be said of the last state of a walk: each property that this run breaks or reaches, asked as a replay asks it,
// and a deadlock where no process can step any more. What takes the whole graph is not known of one run.

import { reEvaluate } from '../counterexample/re-evaluate.ts';
import type { Path } from '../counterexample/run.ts';
import { ASSERTIONS, type Properties, STEP_ASSERTIONS } from '../language/claims/property.ts';
import type { Stepper } from '../transition/stepper.ts';
import type { Noticed, ProcessLocation } from './position.ts';

type Asked = Pick<Noticed, 'kind' | 'about'>;

/** `path` has the last step only. */
export function noticedAt(
  stepper: Stepper,
  properties: Properties,
  path: Path,
  processes: readonly ProcessLocation[],
): Noticed[] {
  const all: Readonly<Record<string, Asked>> = { ...properties, [ASSERTIONS]: STEP_ASSERTIONS };
  return Object.entries(all).flatMap(([name, { kind, about }]): Noticed[] => {
    if (kind === 'deadlock') {
      // A step that fails ends the run: what would come after it is not known.
      if (path.steps.at(-1)?.failed) return [];
      const message = deadlockWords(processes);
      return message === undefined ? [] : [{ property: name, kind, about, message }];
    }
    const asked = { name, kind, about, message: '' };
    const { claim, property } = reEvaluate(stepper, properties, asked, path);
    return claim === 'stands' ? [{ property: name, kind, about, message: property.message }] : [];
  });
}

/** Undefined where something can step, or all may stay where they are. */
function deadlockWords(processes: readonly ProcessLocation[]): string | undefined {
  if (processes.some(({ is }) => is === 'enabled')) return undefined;
  const blocked = processes.filter(({ is }) => is === 'blocked');
  if (blocked.length === 0) return undefined;
  const waits = blocked.map(({ name, at, waitsFor }) =>
    waitsFor.length === 0 ? `${name} at ${at}` : `${name} at ${at} for ${waitsFor.join(', ')}`,
  );
  return `nothing can step any more; waiting: ${waits.join('; ')}`;
}
