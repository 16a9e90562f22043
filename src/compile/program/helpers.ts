// Helpers: functions of cells that steps name like cells. Each may use those before it, so they are analysed and bound in
// the order of their definition.

import type { Shape } from '../../language/cell.ts';
import type { SystemDefinition } from '../../language/system.ts';
import { analyseHelper, type HelperAccess } from '../access/analyse.ts';
import type { View } from '../layout/views.ts';

/** What each of them touches, by name. */
export function analyseHelpers(
  definition: SystemDefinition,
  cells: Readonly<Record<string, Shape>>,
): Record<string, HelperAccess> {
  const analysed: Record<string, HelperAccess> = {};
  for (const [name, helper] of Object.entries(definition.helpers)) {
    const scope = {
      cells,
      helpers: analysed,
      locals: {},
      tools: [],
      readOnly: false,
    };
    analysed[name] = analyseHelper(helper, scope, { step: `helper ${name}` });
  }
  return analysed;
}

/** Each helper with its first parameter, the cells and the helpers before it, bound. */
export function bindHelpers(
  definition: SystemDefinition,
  views: Readonly<Record<string, View>>,
): Record<string, unknown> {
  const names: Record<string, unknown> = { ...views };
  for (const [name, helper] of Object.entries(definition.helpers)) {
    const context = { ...names };
    // V8 hands the arguments on without making an array of them, once it has compiled this.
    names[name] = (...args: unknown[]) => helper(context, ...args);
  }
  return names;
}
