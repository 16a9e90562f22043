// Nondeterminism within a step: every sequence of choices is one run, explored left to right. An
// outcome's number is its rank among all complete sequences of that step in that state, blocked and
// failed ones included.

import { ModelError } from '../base/errors.ts';

export type Choose = <T>(values: readonly T[]) => T;

interface Branch {
  readonly taken: number;
  readonly of: number;
}

/** Runs once for each sequence of choices, first choices slowest. */
export function everyRun<T>(run: (choose: Choose) => T): T[] {
  const results: T[] = [];
  let script: readonly number[] | undefined = [];
  while (script !== undefined) {
    const branches: Branch[] = [];
    results.push(run(follow(script, branches)));
    script = nextScript(branches);
  }
  return results;
}

/** Takes the scripted choices, then always the first, and notes which there were. */
function follow(script: readonly number[], branches: Branch[]): Choose {
  return (values, ...more: unknown[]) => {
    if (!Array.isArray(values) || more.length > 0) {
      throw new ModelError('choose() needs an array of values, and nothing else');
    }
    if (values.length === 0) throw new ModelError('choose([]): there is nothing to choose from');
    const taken = script[branches.length] ?? 0;
    branches.push({ taken, of: values.length });
    return values[taken];
  };
}

/** The script that takes the next value at the last choice that has one left. */
function nextScript(branches: readonly Branch[]): number[] | undefined {
  const last = branches.findLastIndex((branch) => branch.taken + 1 < branch.of);
  if (last === -1) return undefined;
  return [...branches.slice(0, last).map((branch) => branch.taken), branches[last].taken + 1];
}
