// The run of a check that is written to files: the first counterexample, or where nothing broke, a witness. As texts: they
// are made where the run is.

import type { CheckOutcome, PropertyOutcome } from '../outcome/outcome.ts';
import type { Trace } from '../trace/trace.ts';
import { encodeTrace } from '../trace/trace-json.ts';
import { lockOrderDot } from './dot/lock-order.ts';
import { traceDot } from './dot/trace.ts';
import { jsonText } from './json/json-text.ts';
import { showParameters } from './text/show-value.ts';

export interface WantedTexts {
  readonly trace: boolean;
  readonly dot: boolean;
}

export interface ShownRun {
  /** The property that it shows, and those whose runs are not shown though they are violated, too. */
  readonly name: string;
  readonly others: readonly string[];
  /** Where wanted; a lock order that is kept has a picture and no run. */
  readonly trace?: string;
  readonly dot?: string;
}

export function shownRun(
  { model, parameters, properties }: Pick<CheckOutcome, 'model' | 'parameters' | 'properties'>,
  wanted: WantedTexts,
): ShownRun | undefined {
  const shown = properties.filter(
    ({ counterexample, lockOrder }) => counterexample !== undefined || lockOrder !== undefined,
  );
  const violated = shown.filter(({ verdict }) => verdict === 'violated');
  const [first] = [...violated, ...shown];
  if (!first) return undefined;
  const run = wanted.trace ? runOf(first) : undefined;
  return {
    name: first.name,
    others: violated.slice(1).map(({ name }) => name),
    ...(run && { trace: jsonText(encodeTrace(run)) }),
    ...(wanted.dot && { dot: pictureOf(first, `${model} ${showParameters(parameters)}`) }),
  };
}

/** Of what is wrong with lock order, the run that shows the first part. */
function runOf({ counterexample, lockOrder }: PropertyOutcome): Trace | undefined {
  return counterexample ?? lockOrder?.problems[0]?.witnesses[0].run;
}

function pictureOf({ name, counterexample, lockOrder }: PropertyOutcome, title: string): string {
  return lockOrder ? lockOrderDot(name, title, lockOrder) : traceDot(counterexample as Trace);
}
