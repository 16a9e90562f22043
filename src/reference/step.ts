// One step of one process instance: all its runs, one for each sequence of choices.
//
// - Where a process has a guard, it is asked before each step, within procedures, too, with the
//   process's own locals; false blocks the step, whatever it would have chosen.
// - A step returns a label of its process, `next`, `done`, or `blocked`, which must have changed
//   nothing at all.
// - A step that calls is a transition of its own: it evaluates the arguments and enters the
//   procedure.
// - A failing assertion ends the run: it is a transition without a successor.
// - Anything else that goes wrong is a ModelError that names process and step.

import { is } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { AnyStep, Call } from '../language/process.ts';
import { type Choose, everyRun } from './choices.ts';
import { contextOf, helpersOf, openCells } from './context.ts';
import { checkEnd } from './ends.ts';
import { assert, failureOf, located } from './failures.ts';
import { type Code, codesOf, enter, isDone, proceed, stepAt, variablesOf } from './frames.ts';
import { type Frame, type Instance, placeOf, type Stack, type State, type World } from './state.ts';
import { closeRecord, openRecord } from './views.ts';

export type Outcome =
  | { readonly type: 'blocked' }
  | { readonly type: 'failed'; readonly property: string | undefined }
  | { readonly type: 'moved'; readonly state: State };

/** A process instance in a state, with the code that each of its frames executes. */
interface Position {
  readonly world: World;
  readonly state: State;
  readonly instance: Instance;
  readonly stack: Stack;
  readonly codes: readonly Code[];
}

/** The outcomes of the instance's next step, in the order of their choices; none if it is done. */
export function outcomesOf(world: World, state: State, instance: Instance): Outcome[] {
  const stack = state.processes.get(instance.self) as Stack;
  if (isDone(stack)) return [];
  const codes = codesOf(instance, stack);
  const position = { world, state, instance, stack, codes };
  const step = stepAt(codes[codes.length - 1], (stack.last() as Frame).label);
  return located({ process: instance.process, step: placeOf(stack) }, () => {
    if (!isAllowed(position)) return [{ type: 'blocked' }];
    if (typeof step !== 'function') return [runCall(position, step)];
    return everyRun((choose) => runStep(position, step, choose));
  });
}

function isAllowed(position: Position): boolean {
  const { world, state, instance, stack } = position;
  const { guard } = instance.definition;
  if (guard === undefined) return true;
  const cells = openCells(world, state.cells, false, state.processes);
  const me = openMe({ ...position, stack: stack.take(1), codes: [instance.definition] }, false);
  return guard(contextOf(world, cells, { ...helpersOf(world, cells), me }));
}

function runStep(position: Position, step: AnyStep, choose: Choose): Outcome {
  const { world, state, instance, stack, codes } = position;
  const cells = openCells(world, state.cells, true, state.processes);
  const me = openMe(position, true);
  const tools = { me, choose, assert };
  let answer = '';
  const failure = failureOf(() => {
    answer = step(contextOf(world, cells, { ...helpersOf(world, cells), ...tools }));
  });
  if (failure) return { type: 'failed', property: failure.property };
  const shape = variablesOf(codes[codes.length - 1]);
  const variables = closeRecord(shape, me, 'me', world.instances.length);
  const stood = stack.set(-1, (stack.last() as Frame).set('variables', variables));
  const after = withStack(state.set('cells', cells.close()), instance, stood);
  if (answer === 'blocked') {
    if (!is(after, state)) throw new ModelError('a step that is blocked must have changed nothing');
    return { type: 'blocked' };
  }
  const moved = withStack(after, instance, proceed(codes, stood, answer, world.instances.length));
  checkEnd(world, moved, instance);
  return { type: 'moved', state: moved };
}

function runCall(position: Position, call: Call): Outcome {
  const { world, state, instance, stack, codes } = position;
  const cells = openCells(world, state.cells, false, state.processes);
  const args = call.args(contextOf(world, cells, { me: openMe(position, false) }));
  const entered = enter(codes, stack, args, world.instances.length);
  return { type: 'moved', state: withStack(state, instance, entered) };
}

/** The variables of the innermost frame, and who the process is. */
function openMe({ world, instance, stack, codes }: Position, writable: boolean): object {
  const { variables } = stack.last() as Frame;
  const access = { processes: world.instances.length, writable };
  const who = { id: instance.id, self: instance.self };
  return openRecord(variablesOf(codes[codes.length - 1]), variables, 'me', access, who);
}

function withStack(state: State, instance: Instance, stack: Stack): State {
  return state.set('processes', state.processes.set(instance.self, stack));
}
