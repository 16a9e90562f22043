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
    ...memoryAssumed(system),
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
  ];
}

/** What memory is, and which bounds of it kept something from being looked at. */
function memoryAssumed({ definition: { memory: weak }, memory }: CompiledSystem): string[] {
  if (weak === undefined) {
    return ['memory is sequentially consistent (for others: --memory-model)'];
  }
  const { model, depth, plan } = weak;
  const racy = plan?.racy.length ?? 0;
  return [
    `memory is ${BUFFERED[model]}; ${racy === 0 ? 'no cell is racy, so nothing can be reordered' : `${racy} racy ${racy === 1 ? 'word goes' : 'words go'} through store buffers`}`,
    ...(racy > 0 ? [STRONG] : []),
    ...(memory?.wasBounded
      ? [
          `at most ${depth} stores wait in a buffer: what comes of more was not looked at (--buffer)`,
        ]
      : []),
  ];
}

const BUFFERED = {
  tso: 'in total store order (x86)',
  pso: 'in partial store order',
} as const;
const STRONG =
  'operations on locks, sets, lists and other primitives are full barriers, unless docs/memory-models.md says otherwise';

/** What the liveness properties require of the runs that they speak of. */
function fairnessAssumed({ definition }: CompiledSystem, properties: Properties): string[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.kind === 'liveness' && 'claim' in property
      ? [`${name}: runs with ${fairnessWords(definition, property.fairness)}`]
      : [],
  );
}
