// What the search has done once it must be able to do again: to show a run, and to ask the whole graph. A step that cannot
// be taken again, or leads elsewhere then, depends on more than the state, and no verdict of such a model means anything.
//
// Under symmetry it may be the search that is wrong, which took ids to be interchangeable that are not: then it is done
// again before the model is blamed (symmetry/search-again.ts).

import { ModelError } from '../base/errors.ts';

export class NotRepeatable extends ModelError {}

export function notRepeatable(): NotRepeatable {
  return new NotRepeatable(
    'a step did something else when it was taken again from the same state. A step may use only what its pattern names: no clock, no chance, nothing that a closure remembers',
  );
}
