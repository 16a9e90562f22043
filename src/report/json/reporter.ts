// Results as JSON: contracts that scripts read. Members are added, never renamed or removed, without a new schema number.

import { encodeTrace } from '../../trace/trace-json.ts';
import type { Reporter } from '../reporter.ts';
import { checkJson } from './check.ts';
import { jsonText } from './json-text.ts';
import { runJsonReport } from './run.ts';
import { simulationJson } from './simulation.ts';

export const json: Reporter = {
  check: (outcome) => jsonText(checkJson(outcome)),
  run: runJsonReport,
  replay: ({ trace, ...replayed }) => jsonText({ ...trace, replayed }),
  explain: (trace, explanation) => {
    const { model, parameters, property, unneeded } = trace;
    const run = unneeded === undefined ? {} : { run: encodeTrace(trace) };
    return jsonText({ schema: 1, model, parameters, property, ...explanation, ...run });
  },
  outcomes: (found) => jsonText({ schema: 1, ...found }),
  sweep: (found) => jsonText({ schema: 1, ...found }),
  barriers: (found) => jsonText({ schema: 1, ...found }),
  simulate: (found) => jsonText(simulationJson(found)),
  litmus: (report) => jsonText({ schema: 1, ...report }),
  list: ({ models }) => jsonText({ schema: 1, models }),
  conform: (report) => jsonText({ schema: 1, ...report }),
  inspect: (inspection) => jsonText(inspection),
};
