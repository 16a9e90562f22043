// The skeleton of a random system before its code is written: which processes and procedures there
// are, with which locals and labels, and who calls whom. Every procedure is called by a process or
// by a procedure before it, so that there is no recursion and no label that nothing can reach.

import fc from 'fast-check';
import type { Shape } from '../../../src/language/cell.ts';
import type { Kind } from '../../../src/language/domain.ts';
import { Draw, type Seeds, seeds, upTo } from './draw.ts';
import { drawCell, drawLocal, drawScalar, node, type Sourced, zone } from './shapes.ts';

export interface CodeSeeds {
  readonly head: Seeds;
  readonly steps: readonly Seeds[];
}
export interface ModelSeeds {
  readonly cells: readonly Seeds[];
  readonly helpers: readonly Seeds[];
  readonly procedures: readonly CodeSeeds[];
  readonly processes: readonly CodeSeeds[];
  readonly calls: Seeds;
  readonly initial: Seeds;
  readonly properties: readonly Seeds[];
}

const code = (leastSteps: number, mostSteps: number): fc.Arbitrary<CodeSeeds> =>
  fc.record({
    head: seeds(30),
    steps: fc.array(seeds(40), { minLength: leastSteps, maxLength: mostSteps, size: 'max' }),
  });

const anySeeds: fc.Arbitrary<ModelSeeds> = fc.record({
  cells: fc.array(seeds(20), { minLength: 1, maxLength: 4, size: 'max' }),
  helpers: fc.array(seeds(20), { maxLength: 2, size: 'max' }),
  procedures: fc.array(code(1, 3), { maxLength: 2, size: 'max' }),
  processes: fc.array(code(2, 4), { minLength: 1, maxLength: 3, size: 'max' }),
  calls: seeds(12),
  initial: seeds(16),
  properties: fc.array(seeds(30), { maxLength: 5, size: 'max' }),
});
/** Unbiased: small numbers are the plain decisions, and a plain model shows little. */
export const modelSeeds = fc.noBias(anySeeds);

export type Variables = Readonly<Record<string, Sourced<Shape>>>;

/** A label, with the procedure that is called there or the seeds of the step's code. */
export interface StepPlan {
  readonly label: string;
  readonly seeds: Seeds;
  readonly calls?: ProcedurePlan;
  /** The local that receives the procedure's result. */
  readonly receives?: string;
}

interface CodePlan {
  readonly name: string;
  readonly locals: Record<string, Sourced<Shape>>;
  readonly steps: StepPlan[];
}
export interface ProcedurePlan extends CodePlan {
  readonly type: 'procedure';
  readonly params: Variables;
  readonly results: Variables;
  readonly returns: readonly string[];
}
export interface ProcessPlan extends CodePlan {
  readonly type: 'process';
  readonly count: number;
  readonly kind?: Kind;
  readonly environment: boolean;
  readonly loops: boolean;
  readonly end: readonly string[];
  /** For the guard and the initial values of the instances, which some processes have. */
  readonly special: Seeds;
}

export interface SystemPlan {
  readonly cells: Variables;
  readonly procedures: readonly ProcedurePlan[];
  readonly processes: readonly ProcessPlan[];
}

/** More instances than this make too many states. */
const MOST_INSTANCES = 4;

export function planSystem(given: ModelSeeds): SystemPlan {
  const cells = numbered(
    'cell',
    given.cells.map((one) => drawCell(new Draw(one))),
  );
  const procedures = given.procedures.map(planProcedure);
  let instances = 0;
  const processes = given.processes.map((one, k) => {
    const others = given.processes.length - k - 1;
    const plan = planProcess(one, k, MOST_INSTANCES - instances - others);
    instances += plan.count;
    return plan;
  });
  const draw = new Draw(given.calls);
  procedures.forEach((procedure, k) => {
    const host = draw.of<CodePlan>([...processes, ...procedures.slice(0, k)]);
    insertCall(draw, host, procedure, `call${k}`);
    if (draw.once(3)) insertCall(draw, host, procedure, `again${k}`);
  });
  return { cells, procedures, processes: processes.map((plan, k) => withEnd(plan, given, k)) };
}

function numbered<T>(prefix: string, items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.map((item, k) => [`${prefix}${k}`, item]));
}

function planProcedure({ head, steps }: CodeSeeds, k: number): ProcedurePlan {
  const draw = new Draw(head);
  const some = (prefix: string, most: number): Variables =>
    numbered(
      prefix,
      upTo(draw.below(most + 1)).map(() => drawScalar(draw)),
    );
  return {
    type: 'procedure',
    name: `procedure${k}`,
    params: some('param', 1),
    results: some('result', 1),
    locals: some('own', 1),
    returns: draw.once(2) ? ['ok', 'fail'] : ['ok'],
    steps: stepsOf(steps),
  };
}

function planProcess({ head, steps }: CodeSeeds, k: number, most: number): ProcessPlan {
  const draw = new Draw(head);
  const counts = [
    { count: 1 },
    { count: 2 },
    { count: 3 },
    { count: 2, kind: node },
    { count: 2, kind: zone },
  ];
  const { count, kind } = draw.of(counts.filter((one) => one.count <= most));
  return {
    type: 'process',
    name: `process${k}`,
    count,
    ...(kind && { kind }),
    environment: draw.once(6),
    loops: draw.once(3),
    end: [],
    special: upTo(16).map(() => draw.below(9999)),
    locals: numbered(
      'local',
      upTo(draw.below(3)).map(() => drawLocal(draw)),
    ),
    steps: stepsOf(steps),
  };
}

function stepsOf(steps: readonly Seeds[]): StepPlan[] {
  return steps.map((one, k) => ({ label: `step${k}`, seeds: one }));
}

function insertCall(draw: Draw, host: CodePlan, calls: ProcedurePlan, label: string): void {
  const [result] = Object.values(calls.results);
  const receives = result === undefined ? undefined : `got${label}`;
  if (receives !== undefined) host.locals[receives] = result;
  const seeds = upTo(8).map(() => draw.below(9999));
  const position = draw.below(host.steps.length + 1);
  host.steps.splice(position, 0, { label, seeds, calls, ...(receives && { receives }) });
}

/** Now and then a label at which it is right to wait for ever, within a called procedure, too. */
function withEnd(plan: ProcessPlan, given: ModelSeeds, k: number): ProcessPlan {
  const draw = new Draw(given.processes[k].steps[0].toReversed());
  return draw.once(4) ? { ...plan, end: [draw.of(fullLabels(plan))] } : plan;
}

/** Labels with those of called procedures: `step0`, `call0/step0`. */
export function fullLabels(plan: CodePlan): string[] {
  return plan.steps.flatMap(({ label, calls }) =>
    calls === undefined
      ? [label]
      : [label, ...fullLabels(calls).map((inner) => `${label}/${inner}`)],
  );
}
