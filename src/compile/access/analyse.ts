// The access analysis: from the source text of a step to what it touches. It reads `Function.prototype.toString`, so an
// author declares nothing twice. What it cannot follow it either counts as touching everything or refuses with a
// ModelError; it never leaves an access out.

import type { ModelErrorPlace } from '../../base/errors.ts';
import { labelsOf } from '../../language/source/labels.ts';
import { Source } from '../../language/source/source.ts';
import type { Access, HelperAccess, StepAccess } from './access.ts';
import { AccessSetBuilder } from './access-set-builder.ts';
import { acquireGuardsOf } from './acquire-guards.ts';
import { type Bindings, bind } from './bindings.ts';
import { takenBy } from './call-arguments.ts';
import { refuseIdleConditions } from './conditions.ts';
import { constantConditions } from './constant-conditions.ts';
import { dataFlowIn } from './data-flow.ts';
import { refuseHandlerAnswer } from './handler-answer.ts';
import { refuseIdleStatements } from './idle-statements.ts';
import { impossibleIn } from './impossible.ts';
import { refuseIndexedKinds } from './indexed-kinds.ts';
import { listEnds } from './list-ends.ts';
import { type LocalFlow, localFlowIn } from './local-flow.ts';
import { refuseIdleLoops } from './loops.ts';
import { mayAnswer, refuseLostAnswers } from './lost-answers.ts';
import { refuseMixedKinds } from './mixed-kinds.ts';
import { oneSidedIn } from './one-sided.ts';
import { type Named, type NameKind, readPattern, type Scope } from './pattern.ts';
import { Places } from './places.ts';
import { refuseTruthOfIds } from './truth.ts';
import { Walk } from './walk.ts';

export type { HelperAccess } from './access.ts';
export type { Scope } from './pattern.ts';

// biome-ignore lint/suspicious/noExplicitAny: a step, a helper or a predicate, whatever it takes and returns
type AnyFunction = (...args: any[]) => unknown;

/** What a step, a predicate or an observer's handler touches. */
export function analyseStep(fn: AnyFunction, scope: Scope, place: ModelErrorPlace): StepAccess {
  const source = new Source(fn, place);
  const [, second] = source.arrow.params;
  if (second) source.fail(second, 'a step has one parameter: ({ free, me }) => ...');
  const { names, recorder, places, bindings, impossible } = walk(
    source,
    scope,
    scope.readOnly && !scope.isGuard ? () => new Map() : listEnds,
  );
  if (scope.isHandler) refuseHandlerAnswer(source.arrow, places, source);
  const called = namesOf('helper', names);
  const helpers = called.map((name) => scope.helpers[name]);
  return {
    cells: namesOf('cell', names),
    helpers: called,
    tools: namesOf('tool', names),
    // Only helpers have parameters that an index could name.
    accesses: recorder.accesses as Access[],
    locals: { read: recorder.read, written: recorder.written, manners: recorder.manners },
    own: recorder.own as Access[],
    labels: labelsOf(source.arrow),
    asserted: [...recorder.asserted],
    impossible,
    calls: recorder.calls,
    unused: unusedOf(names, bindings),
    constant: constantConditions(source.arrow, { places, bindings }, source),
    oneSided: oneSidedIn(source.arrow, { places, bindings }, source),
    acquireGuards: acquireGuardsOf(source.arrow, places, bindings, scope.isGuard ?? false),
    dataFlow: dataFlowIn(source.arrow, { places, bindings, helpers }),
  };
}

/** When a step that has been analysed reads and assigns its locals. */
export function analyseLocalFlow(
  fn: AnyFunction,
  scope: Scope,
  { locals }: Pick<StepAccess, 'locals'>,
  place: ModelErrorPlace,
): LocalFlow {
  const source = new Source(fn, place);
  const bindings = bind(source, readPattern(source.arrow.params[0], scope, source));
  const places = new Places(source, scope, bindings);
  return localFlowIn(source, places, locals.read, Object.keys(scope.locals));
}

function namesOf(kind: NameKind, names: ReadonlyMap<string, Named>): string[] {
  return [...names.values()].filter((named) => named.kind === kind).map(({ key }) => key);
}

function unusedOf(names: ReadonlyMap<string, Named>, { of }: Bindings): string[] {
  const used = new Set(
    [...of.values()].map(({ origin }) => (origin.type === 'named' ? origin.named : undefined)),
  );
  return [...names].filter(([, named]) => !used.has(named)).map(([name]) => name);
}

/** What a call of a helper touches; its parameters after the pattern stand for the arguments. */
export function analyseHelper(fn: AnyFunction, scope: Scope, place: ModelErrorPlace): HelperAccess {
  const source = new Source(fn, place);
  // Who calls a helper may take its answer 'blocked' for anything.
  const { names, recorder, impossible } = walk(source, scope, () => new Map());
  const takes = takenBy(source.arrow.params.slice(1));
  const helpers = namesOf('helper', names);
  const { accesses, calls } = recorder;
  return { helpers, accesses, impossible, calls, takes, answers: mayAnswer(source.arrow.body) };
}

function walk(source: Source, scope: Scope, endsOf: typeof listEnds) {
  const { arrow } = source;
  const names = readPattern(arrow.params[0], scope, source);
  const bindings = bind(source, names);
  const places = new Places(source, scope, bindings);
  const recorder = new AccessSetBuilder(scope);
  const ends = endsOf(source, { places, bindings, isGuard: scope.isGuard === true });
  const whole = new Walk({ source, scope, bindings, places, recorder, ends });
  for (const param of arrow.params.slice(1)) whole.target(param);
  whole.body(arrow);
  refuseTruthOfIds(arrow, { places, bindings }, source);
  refuseIdleStatements(arrow, source);
  refuseIdleLoops(arrow, source);
  refuseIndexedKinds(arrow, source, bindings);
  refuseIdleConditions(arrow, source);
  refuseLostAnswers(arrow, source, scope, bindings);
  refuseMixedKinds(arrow, { places, bindings }, source);
  const impossible = impossibleIn(arrow, { places, bindings }, source);
  return { names, recorder, places, bindings, impossible };
}
