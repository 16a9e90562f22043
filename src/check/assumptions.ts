// What every `holds` of a check rests on, in words.

import type { CompiledSystem } from '../compile/program/compile.ts';
import { fairnessWords } from '../decide/fairness.ts';
import type { SearchResult } from '../graph/finding.ts';
import { ASSERTIONS, type Properties } from '../language/claims/property.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { CheckOptions } from './options.ts';
import type { PreparedCheck } from './prepare.ts';

export function assumptionsOf(
  { parameters, options, system, properties, all }: PreparedCheck,
  { findings, beyond }: SearchResult,
): string[] {
  const isOwnClaim = (name: string): boolean =>
    name === ASSERTIONS || all[name]?.kind === 'assertion';
  return [
    ...ofEveryCheck(parameters, options),
    ...(beyond > 0 ? [`runs within the constraint: ${system.definition.constraint?.about}`] : []),
    ...fairnessAssumed(system, properties),
    ...([...findings.keys()].some(isOwnClaim) ? [FAILED_RUNS_END] : []),
  ];
}

const FAILED_RUNS_END =
  'a run ends where an assertion of a step fails: what might come after it was not looked at';

function ofEveryCheck(parameters: ParameterValues, options: CheckOptions): string[] {
  const given = Object.entries(parameters).map(([name, value]) => `${name}=${value}`);
  return [
    given.length > 0 ? `parameters: ${given.join(' ')}` : 'the model as it stands (no parameters)',
    ...(options.maxDepth === undefined ? [] : [`runs of at most ${options.maxDepth} steps`]),
    'every interleaving of steps; no fairness is assumed but where a property asks for it',
    'memory is sequentially consistent (for barriers: herd7 and the LKMM)',
  ];
}

/** What the liveness properties require of the runs that they speak of. */
function fairnessAssumed({ definition }: CompiledSystem, properties: Properties): string[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.kind === 'liveness' && 'claim' in property
      ? [`${name}: runs with ${fairnessWords(definition, property.fairness)}`]
      : [],
  );
}
