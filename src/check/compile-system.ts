// A system compiled for a search that another thread watches: it is told while code for initial states runs.

import { BEGINNING, during, type Progress } from '../base/progress.ts';
import { CompiledSystem } from '../model/compile.ts';
import type { SystemDefinition } from '../model/system.ts';
import { observerShapes } from '../property/monitor.ts';
import type { Properties } from '../property/property.ts';

export function compileSystem(
  definition: SystemDefinition,
  properties: Properties,
  progress: Progress,
): CompiledSystem {
  const watched = (run: () => void): void => during(progress, BEGINNING, run);
  return new CompiledSystem(definition, observerShapes(properties), watched);
}
