// Where processes stand, as the steps of others see it (labelsOf() in language/labels-of.ts): an array over the instances,
// whose elements are the very fields of their labels. So whoever reads one depends on every step of that process, and a
// permutation of ids moves it with the process, without a word about it anywhere else.

import { ModelError } from '../../base/errors.ts';
import { suggest } from '../../base/near-name.ts';
import type { Shape } from '../../language/cell.ts';
import type { Kind } from '../../language/domain.ts';
import type { LabelsOf } from '../../language/labels-of.ts';
import type { Field } from './field.ts';
import type { ArraySlot } from './slot.ts';

interface LabelledProcess {
  readonly name: string;
  readonly kind?: Kind;
  readonly count: number;
  readonly labelNames: readonly string[];
}

export interface SeenLabels {
  readonly shape: Shape;
  readonly slot: ArraySlot;
}

export function seenLabels(
  name: string,
  { process: wanted, labels }: LabelsOf,
  processes: readonly LabelledProcess[],
  instances: readonly { readonly process: LabelledProcess; readonly label: Field }[],
): SeenLabels {
  const process = processes.find((one) => one.name === wanted);
  if (!process) {
    const known = processes.map((one) => one.name);
    throw new ModelError(`'${name}': there is no process '${wanted}'; ${suggest(wanted, known)}`);
  }
  const unknown = labels.find((label) => !process.labelNames.includes(label));
  if (unknown !== undefined) {
    throw new ModelError(
      `'${name}': ${wanted} has no label '${unknown}', and would never be at it; ${suggest(unknown, process.labelNames)}`,
    );
  }
  const over = process.kind ? { kind: process.kind } : {};
  const domain = { type: 'oneOf', values: process.labelNames } as const;
  const elements = instances
    .filter((one) => one.process === process)
    .map(({ label: field }) => {
      return { type: 'scalar', domain, size: domain.values.length, field } as const;
    });
  return {
    shape: { type: 'array', length: process.count, element: { type: 'scalar', domain }, ...over },
    slot: { type: 'array', elements, ...over },
  };
}
