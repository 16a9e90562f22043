// The analysis that is judged, behind its one entry: which kinds a body is said to treat alike.

import { ModelError } from '../../../src/base/errors.ts';
import type { StepAccess } from '../../../src/compile/access/access.ts';
import { analyseStep, type Scope } from '../../../src/compile/access/analyse.ts';
import { type Layout, shapesOf } from '../../../src/compile/layout/layout.ts';
import { propertyViews } from '../../../src/compile/monitor/property-views.ts';
import { returnable } from '../../../src/compile/program/step-checks.ts';
import { candidateKinds } from '../../../src/reduction/group.ts';
import { distinguishedKinds } from '../../../src/reduction/id-symmetry/distinguished-kinds.ts';
import { type Subject, system } from './subject.ts';

export { distinguishedKinds };

/** Says why kinds are told apart, as the analysis does. */
export type Analysis = typeof distinguishedKinds;

/** How many ids each kind has that may be interchangeable. */
export function sizesOf(layout: Layout): ReadonlyMap<string, number> {
  return new Map(candidateKinds(layout).kinds.map(({ name, size }) => [name, size]));
}

const sizes = sizesOf(system.layout);

export function reasonsOf(
  { definition, layout, properties }: Subject,
  analysis: Analysis = distinguishedKinds,
): Map<string, string> {
  return analysis(definition, layout, properties, sizes);
}

const seen = propertyViews(system);
const cells = shapesOf(system.definition.cells);
const { records, shapes } = seen;

/** What the body is taken to touch; undefined where the language refuses it. */
export function accessOf(subject: Subject): StepAccess | undefined {
  const { role } = subject.body;
  const place = { process: 'worker', step: role };
  try {
    return analyseStep(subject.fn, scopeOf(subject), place);
  } catch (error) {
    if (error instanceof ModelError) return undefined;
    throw error;
  }
}

function scopeOf({ body: { role }, label, layout, properties }: Subject): Scope {
  const helpers = system.helperAccess;
  const observer = properties.watch;
  const [worker] = layout.processes;
  switch (role) {
    case 'step':
    case 'frame': {
      const at = label as NonNullable<typeof label>;
      const locals = shapesOf(at.frame.locals);
      const tools = ['me', 'choose', 'assert'];
      return { cells, helpers, locals, tools, readOnly: false, labels: returnable(at) };
    }
    case 'args':
    case 'guard': {
      const locals = shapesOf(worker.definition.locals);
      const common = { cells, helpers, locals, tools: ['me'], readOnly: true };
      return role === 'guard' ? { ...common, isGuard: true } : common;
    }
    case 'predicate':
    case 'count':
      return {
        cells: shapes,
        helpers: {},
        locals: {},
        tools: [],
        readOnly: true,
        viewsMayLeave: true,
      };
    case 'handler':
    case 'always':
      return {
        cells: shapes,
        helpers: {},
        locals: role === 'handler' ? records.worker : {},
        own: shapesOf(observer.kind === 'observer' ? observer.state : {}),
        tools: ['my', 'step', 'assert', ...(role === 'handler' ? ['me'] : [])],
        readOnly: true,
      };
  }
}
