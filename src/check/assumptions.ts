// What every `holds` of a check rests on, in words.

import { STORES } from '../base/stores.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { fairnessWords } from '../decide/fairness.ts';
import type { SearchResult } from '../graph/finding.ts';
import { ASSERTIONS, type Properties } from '../language/claims/property.ts';
import type { ParameterValues } from '../language/define-model.ts';
import type { WeakMemory } from '../language/memory-model.ts';
import { omissionOf, omissionWords } from './omission.ts';
import type { CheckOptions } from './options.ts';
import type { PreparedCheck } from './prepare.ts';

export function assumptionsOf(
  { parameters, options, system, properties, all }: PreparedCheck,
  { findings, beyond, omission, forgotten, depth }: SearchResult,
): string[] {
  const isOwnClaim = (name: string): boolean =>
    name === ASSERTIONS || all[name]?.kind === 'assertion';
  return [
    ...ofEveryCheck(parameters, options),
    ...(omission === undefined
      ? []
      : [omissionWords(options.store ?? STORES[0], omissionOf(omission, depth))]),
    ...(forgotten && hasDeadlock(properties) ? [ONLY_ALL_DEADLOCKED] : []),
    ...memoryAssumed(system),
    ...(beyond > 0 ? [`runs within the constraint: ${system.definition.constraint?.about}`] : []),
    ...fairnessAssumed(system, properties),
    ...([...findings.keys()].some(isOwnClaim) ? [FAILED_RUNS_END] : []),
  ];
}

/** Where the finished graph is not there to say who is deadlocked beside others. */
const ONLY_ALL_DEADLOCKED =
  'of deadlocks only those were looked for in which nothing can move at all';

function hasDeadlock(properties: Properties): boolean {
  return Object.values(properties).some(({ kind }) => kind === 'deadlock');
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
  if (racy === 0) return [`memory is ${MEMORIES[model]}; no word is racy, so nothing is reordered`];
  const through = racy === 1 ? '1 racy word goes' : `${racy} racy words go`;
  return [
    `memory is ${MEMORIES[model]}; ${through} through it, all else is sequentially consistent`,
    ...LIMITS[model],
    ...(memory?.wasBounded ? [boundOf(model, depth)] : []),
  ];
}

const MEMORIES: Readonly<Record<WeakMemory['model'], string>> = {
  tso: 'in total store order (x86)',
  pso: 'in partial store order',
  lkmm: "the kernel's (LKMM)",
};
const STRONG =
  'operations on locks, sets, lists and other primitives are full barriers, unless docs/memory-models.md says otherwise';
/** What is not looked at, whatever the model is. */
const LIMITS: Readonly<Record<WeakMemory['model'], readonly string[]>> = {
  tso: [STRONG],
  pso: [STRONG],
  lkmm: [
    'a store is seen only when the loads before it are done (no load buffering); sets, lists and primitives are seen at once',
    'a step is one moment: smp_mb() that shares it with a load or a store is stronger there than in the kernel',
    'weaker than the kernel: of dependencies only those of address and data order that steps show (docs/memory-models.md), so a violation may be none',
    'properties look at the last value of each word, which a process may not see yet: assert in a step what it sees',
  ],
};

function boundOf(model: WeakMemory['model'], depth: number): string {
  const rest = 'what comes of more was not looked at (--buffer)';
  return model === 'lkmm'
    ? `of a word at most ${depth} values before the last can still be loaded: ${rest}`
    : `at most ${depth} stores wait in a buffer: ${rest}`;
}

/** What the liveness properties require of the runs that they speak of. */
function fairnessAssumed({ definition }: CompiledSystem, properties: Properties): string[] {
  return Object.entries(properties).flatMap(([name, property]) =>
    property.kind === 'liveness' && 'claim' in property
      ? [`${name}: runs with ${fairnessWords(definition, property.fairness)}`]
      : [],
  );
}
