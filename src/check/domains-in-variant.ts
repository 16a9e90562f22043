// What a part of the state may be in a variant of its model: what stands under the same name there.

import type { ComparedPart } from '../compile/access/access.ts';
import { SELF } from '../compile/access/place.ts';
import { expandProcess } from '../compile/layout/expand.ts';
import { shapesOf } from '../compile/layout/layout.ts';
import { labelsAt } from '../compile/monitor/unknown-labels.ts';
import type { Shape } from '../language/cell.ts';
import type { ValueDomain } from '../language/domain.ts';
import { instancesOf } from '../language/process-arrays.ts';
import type { SystemDefinition } from '../language/system.ts';

/** None where there is no such part. */
export function domainsIn(
  variant: SystemDefinition,
  { root, name, fields }: ComparedPart,
): ValueDomain[] {
  const { cells, processes } = variant;
  if (root === 'me')
    return shapesOfProcesses(processes).flatMap((shape) => domainsAt(shape, fields));
  if (!Object.hasOwn(processes, name)) return domainsAt(cells[name]?.shape, fields);
  return shapesOfProcesses({ [name]: processes[name] }).flatMap((shape) =>
    domainsAt(shape, fields),
  );
}

/** Processes and the procedures in them: whose step it is does not matter where one of them has the value. */
function shapesOfProcesses(processes: SystemDefinition['processes']): Shape[] {
  return Object.entries(processes).flatMap(([name, process]) => {
    const at: Shape = { type: 'scalar', domain: oneOfLabels(labelsAt(name, process)) };
    const high = Math.max(0, instancesOf(process) - 1);
    const id: Shape = { type: 'scalar', domain: { type: 'range', low: 0, high } };
    const { frames } = expandProcess(name, process);
    return frames.map(
      ({ locals }): Shape => ({
        type: 'record',
        fields: { ...shapesOf(locals), at, id, self: SELF },
      }),
    );
  });
}

function oneOfLabels(values: readonly string[]): ValueDomain {
  return { type: 'oneOf', values };
}

/** What the fields lead to, whichever element it is of arrays on the way. */
function domainsAt(shape: Shape | undefined, fields: readonly string[]): ValueDomain[] {
  switch (shape?.type) {
    case 'scalar':
      return fields.length === 0 ? [shape.domain] : [];
    case 'list':
      return [shape.domain];
    case 'array':
      return domainsAt(shape.element, fields);
    case 'record': {
      const [first, ...rest] = fields;
      return domainsAt(shape.fields[first], rest);
    }
    default:
      return [];
  }
}
