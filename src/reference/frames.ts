// Procedures by a real stack: a call pushes a frame, a return label pops it, hands results to the
// caller's locals and goes on at the caller's label, which may in turn be a return label of the
// caller. Nothing is inlined.
//
// A frame starts with its parameters set, its locals and results at their initial values. `next` is
// the key that follows within the same steps. `done` is for processes; a procedure ends with one of
// its return labels.

import { List } from 'immutable';
import { ModelError } from '../base/errors.ts';
import type { RecordShape } from '../language/cell.ts';
import {
  type AnyStep,
  type Call,
  type ProcedureDefinition,
  type ProcessDefinition,
  RESERVED_LABELS,
} from '../language/process.ts';
import type { Choose } from './choices.ts';
import { initialFields, recordShapeOf } from './contents.ts';
import { type Contents, type Fields, Frame, type Instance, type Stack } from './state.ts';
import { closeRecord, closeView, openView } from './views.ts';

export type Code = ProcessDefinition | ProcedureDefinition;

/** The locals of a process; the parameters, locals and results of a procedure. */
export function variablesOf(code: Code): RecordShape {
  if (code.type === 'process') return recordShapeOf(code.locals);
  return recordShapeOf(code.params, code.locals, code.results);
}

/** The code that each frame executes, the outermost first. */
export function codesOf(instance: Instance, stack: Stack): Code[] {
  const codes: Code[] = [instance.definition];
  for (const frame of stack.butLast()) {
    codes.push((codes[codes.length - 1].steps[frame.label] as Call).procedure);
  }
  return codes;
}

export function initialStack(instance: Instance, processes: number, choose: Choose): Stack {
  const { definition } = instance;
  checkLabel(definition, definition.start);
  const given = definition.begin?.(instance.id, { choose });
  const variables = initialFields(variablesOf(definition), processes, 'me', given);
  return List([Frame({ label: definition.start, variables })]);
}

export function isDone(stack: Stack): boolean {
  return stack.size === 1 && stack.first()?.label === 'done';
}

export function stepAt(code: Code, label: string): AnyStep | Call {
  return code.steps[label];
}

/** Enters the called procedure; `args` are the parameters as the author computed them. */
export function enter(
  codes: readonly Code[],
  stack: Stack,
  args: unknown,
  processes: number,
): Stack {
  const call = stepAt(codes[codes.length - 1], (stack.last() as Frame).label) as Call;
  const { procedure } = call;
  if (codes.includes(procedure)) {
    throw new ModelError(`procedure ${procedure.name} calls itself: recursion has no bound`);
  }
  checkLabel(procedure, procedure.start);
  const params = closeRecord(recordShapeOf(procedure.params), args, 'args', processes);
  const variables = initialFields(variablesOf(procedure), processes, 'me').merge(params);
  return stack.push(Frame({ label: procedure.start, variables }));
}

/**
 * Where the innermost frame's step, returning `answer`, takes the process. `blocked` is not for
 * here.
 */
export function proceed(
  codes: readonly Code[],
  stack: Stack,
  answer: string,
  processes: number,
): Stack {
  const code = codes[codes.length - 1];
  const from = (stack.last() as Frame).label;
  const routed = code.type === 'process' ? code.routes?.[from]?.[answer] : undefined;
  const label = routed ?? (answer === 'next' ? labelAfter(code, from) : answer);
  return arrive(codes, stack, label, processes);
}

function arrive(codes: readonly Code[], stack: Stack, label: string, processes: number): Stack {
  const code = codes[codes.length - 1];
  if (code.type === 'procedure' && code.returns.includes(label)) {
    return leave(codes, stack, label, processes);
  }
  if (!(code.type === 'process' && label === 'done')) checkLabel(code, label);
  return stack.set(-1, (stack.last() as Frame).set('label', label));
}

function leave(codes: readonly Code[], stack: Stack, returned: string, processes: number): Stack {
  const callers = codes.slice(0, -1);
  const caller = callers[callers.length - 1];
  const frame = stack.get(-2) as Frame;
  const call = stepAt(caller, frame.label) as Call;
  if (!Object.hasOwn(call.returns, returned)) {
    throw new ModelError(`the call at ${frame.label} does not say where '${returned}' goes on`);
  }
  const callee = codes[codes.length - 1];
  const variables = handOver(call, callee, caller, stack.last() as Frame, frame, processes);
  const resumed = stack.pop().set(-1, frame.set('variables', variables));
  return arrive(callers, resumed, call.returns[returned], processes);
}

/**
 * The caller's variables once the results are copied into them, checked against their domains
 * there.
 */
function handOver(
  call: Call,
  callee: Code,
  caller: Code,
  from: Frame,
  to: Frame,
  processes: number,
): Fields {
  const access = { processes, writable: false };
  const targets = variablesOf(caller).fields;
  const sources = variablesOf(callee).fields;
  return Object.entries(call.results).reduce((variables, [result, local]) => {
    if (!Object.hasOwn(targets, local) || !Object.hasOwn(sources, result)) {
      throw new ModelError(
        `the call at ${to.label} hands result ${result} to ${local}: no such name`,
      );
    }
    const view = openView(sources[result], from.variables.get(result) as Contents, result, access);
    return variables.set(local, closeView(targets[local], view, `me.${local}`, processes));
  }, to.variables);
}

function labelAfter(code: Code, label: string): string {
  const labels = Object.keys(code.steps);
  const next = labels[labels.indexOf(label) + 1];
  if (next === undefined) throw new ModelError(`'next' on ${label}, which is the last step`);
  return next;
}

function checkLabel(code: Code, label: unknown): void {
  if (
    typeof label !== 'string' ||
    RESERVED_LABELS.includes(label) ||
    !Object.hasOwn(code.steps, label)
  ) {
    throw new ModelError(`there is no label '${String(label)}'`);
  }
}
