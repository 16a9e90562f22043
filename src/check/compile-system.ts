// A system compiled for a search that another thread watches: it is told while code for initial states runs.

import { BEGINNING, during, type Progress } from '../base/progress.ts';
import { observerShapes } from '../compile/monitor/monitor.ts';
import { CompiledSystem } from '../compile/program/compile.ts';
import { assertedProperties, type Properties } from '../language/claims/property.ts';
import type { SystemDefinition } from '../language/system.ts';

export function compileSystem(
  definition: SystemDefinition,
  properties: Properties,
  progress: Progress,
  /** All that there are, where others are watched. */
  all: Properties = properties,
): CompiledSystem {
  const watched = (run: () => void): void => during(progress, BEGINNING, run);
  return new CompiledSystem(
    definition,
    observerShapes(properties),
    watched,
    assertedProperties(all),
  );
}
