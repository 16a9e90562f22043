// Outcomes as they cross from the searching thread: all plain data but the traces, which go as the
// JSON of --trace.

import type { CheckOutcome, PropertyOutcome } from '../outcome.ts';
import { decodeTrace, encodeTrace, type JsonTrace } from '../trace/codec.ts';

export interface WireProperty extends Omit<PropertyOutcome, 'counterexample'> {
  readonly counterexample?: JsonTrace;
}
export interface WireOutcome extends Omit<CheckOutcome, 'properties'> {
  readonly properties: readonly WireProperty[];
}

export function toWireOutcome(outcome: CheckOutcome): WireOutcome {
  return {
    ...outcome,
    properties: outcome.properties.map(({ counterexample, ...property }) => ({
      ...property,
      ...(counterexample === undefined ? {} : { counterexample: encodeTrace(counterexample) }),
    })),
  };
}

export function fromWireOutcome(outcome: WireOutcome): CheckOutcome {
  return {
    ...outcome,
    properties: outcome.properties.map(({ counterexample, ...property }) => ({
      ...property,
      ...(counterexample === undefined ? {} : { counterexample: decodeTrace(counterexample) }),
    })),
  };
}
