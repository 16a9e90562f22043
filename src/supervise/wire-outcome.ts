// Outcomes as they cross from the searching thread: all plain data but the traces, which go as the
// JSON of --trace.

import { type CheckOutcome, convertRuns } from '../outcome/outcome.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../trace/codec.ts';

export type WireOutcome = CheckOutcome<JsonTrace>;

export function toWireOutcome(outcome: CheckOutcome): WireOutcome {
  const properties = outcome.properties.map((property) => convertRuns(property, encodeTrace));
  return { ...outcome, properties };
}

export function fromWireOutcome(outcome: WireOutcome): CheckOutcome {
  const properties = outcome.properties.map((property) =>
    convertRuns(property, (run) => decodeTrace(run)),
  );
  return { ...outcome, properties };
}
