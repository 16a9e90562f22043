// What the names in a piece of a system's code stand for, as types: cells, `me`, processes as properties see them, helpers
// and tools. The search for kinds that are not interchangeable and the names of what a step chose both begin with these.

import { SELF } from '../../compile/access/place.ts';
import type { FlatLabel } from '../../compile/layout/expand.ts';
import { type Layout, type ProcessPlan, shapesOf } from '../../compile/layout/layout.ts';
import type { Shape } from '../../language/cell.ts';
import type { Kind } from '../../language/domain.ts';
import type { Locals } from '../../language/process.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { countedBy } from '../group.ts';
import { Checker } from './checker.ts';
import { meetKind } from './constants.ts';
import type { ChoiceWatch, Violation } from './context.ts';
import { type Candidates, PLAIN, type Type, type View } from './types.ts';

export type Names = [string, Type][];

const TOOLS: Names = (['choose', 'assert'] as const).map((name) => [name, { type: 'tool', name }]);

export class CodeNames {
  readonly #definition: SystemDefinition;
  readonly #layout: Layout;
  readonly #candidates: Candidates;
  readonly #violation: Violation;
  readonly #cells: Names;

  constructor(
    definition: SystemDefinition,
    layout: Layout,
    candidates: Candidates,
    violation: Violation,
  ) {
    this.#definition = definition;
    this.#layout = layout;
    this.#candidates = candidates;
    this.#violation = violation;
    const shapes = Object.entries(layout.namedShapes);
    for (const [, shape] of shapes) eachKind(shape, meetKind);
    this.#cells = shapes.map(([name, shape]) => [name, viewOf(shape, name)]);
  }

  checker(place: string, names: Names, choices?: ChoiceWatch): Checker {
    const { helpers } = this.#definition;
    const named: Names = Object.keys(helpers).map((name) => [name, { type: 'helper', name }]);
    return new Checker({
      candidates: this.#candidates,
      violation: this.#violation,
      helpers,
      names: new Map<string, Type>([...this.#cells, ...named, ...names]),
      place,
      ...(choices && { choices }),
    });
  }

  /** The checker of a step, which is no call. */
  stepChecker(
    place: string,
    process: ProcessPlan,
    { frame }: FlatLabel,
    choices?: ChoiceWatch,
  ): Checker {
    return this.checker(place, [['me', this.me(process, frame.locals)], ...TOOLS], choices);
  }

  /** The processes as properties see them: arrays over the kinds that count them. */
  processes(): Names {
    return this.#layout.processes.map((process) => {
      const name = countedBy(process);
      const kind = process.kind ?? { type: 'id', name, size: process.count, ids: [] };
      const element = this.recordOf(process);
      const shape: Shape = { type: 'array', length: process.count, kind, element };
      return [process.name, viewOf(shape, process.name)];
    });
  }

  /** A process as properties see it. */
  recordOf(process: ProcessPlan): Shape {
    const values = process.labelNames;
    return {
      type: 'record',
      fields: {
        at: { type: 'scalar', domain: { type: 'oneOf', values } },
        id: this.#idShape(process),
        self: SELF,
        ...shapesOf(process.definition.locals),
      },
    };
  }

  #idShape(process: ProcessPlan): Shape {
    const name = countedBy(process);
    return { type: 'scalar', domain: { type: 'id', name, size: process.count, ids: [] } };
  }

  idOf(process: ProcessPlan): Type {
    const kind = countedBy(process);
    const isCandidate = this.#candidates.kinds.has(kind);
    return isCandidate ? { type: 'id', kind, optional: false, own: [] } : PLAIN;
  }

  me(process: ProcessPlan, locals: Locals): Type {
    const fields = {
      ...shapesOf(locals),
      id: this.#idShape(process),
      self: SELF,
    };
    return viewOf({ type: 'record', fields }, 'me');
  }
}

export function viewOf(shape: Shape, root: string, boxed = shape.type === 'scalar'): View {
  return { type: 'view', shape, boxed, root, own: [], over: [] };
}

/** Every kind that a shape names. */
export function eachKind(shape: Shape, visit: (kind: Kind) => void): void {
  if ('kind' in shape && shape.kind) visit(shape.kind);
  if (shape.type === 'array') eachKind(shape.element, visit);
  else if (shape.type === 'record') {
    for (const field of Object.values(shape.fields)) eachKind(field, visit);
  } else if (shape.type !== 'set') {
    const inner = shape.domain.type === 'orNone' ? shape.domain.inner : shape.domain;
    if (inner.type === 'id') visit(inner);
  }
}
