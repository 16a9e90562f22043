// A finding as a trace: the run that shows it, and what is said of its end.

import { explainFinding } from '../counterexample/explain-finding.ts';
import { pathTo } from '../counterexample/path.ts';
import type { Shown } from '../counterexample/shortest.ts';
import { deadlockExplanation, waitExplanation } from '../counterexample/wait-explanation.ts';
import { fingerprintOf } from '../language/fingerprint.ts';
import { buildTrace } from '../trace/build-trace.ts';
import type { Trace } from '../trace/trace.ts';
import { isShortest } from './options.ts';
import type { PreparedCheck } from './prepare.ts';
import { type ShownProperty, seenByAll } from './taken-again.ts';

export function traceOf(check: PreparedCheck, property: ShownProperty, shown: Shown): Trace {
  const { model, parameters, properties, system, options } = check;
  const { graph, finding } = shown;
  const path = pathTo(graph, finding);
  const said = explainFinding(graph, properties, finding, path);
  const waiting = said.waiting ?? [];
  const words =
    property.kind === 'deadlock'
      ? deadlockExplanation(system, path, waiting)
      : [...waitExplanation(system, path, waiting), said.message];
  return buildTrace({
    system,
    model: model.name,
    parameters,
    fingerprint: fingerprintOf(system.definition),
    property: { ...property, message: words.join('\n') },
    minimal: isShortest(options, shown),
    ...seenByAll(check, path),
  });
}
