// The files of `check` besides its result: a counterexample as JSON, as DOT and as a picture.

import type { CheckOutcome, PropertyOutcome } from '../outcome/outcome.ts';
import { lockOrderDot } from '../report/dot/lock-order.ts';
import { traceDot } from '../report/dot/trace.ts';
import { jsonText } from '../report/json/json-text.ts';
import { showParameters } from '../report/text/show-value.ts';

import { encodeTrace } from '../trace/codec.ts';
import type { Trace } from '../trace/trace.ts';
import { type Output, type Unwritten, writeOutputs } from './output-files.ts';
import type { Session } from './session.ts';
import { renderSvg } from './svg.ts';
import type { Terminal } from './terminal.ts';

export interface CounterexampleFiles {
  readonly trace?: string;
  readonly dot?: string;
  readonly svg?: string;
}

const NOTHING = 'mmcheck: there is no counterexample to write';

/** Writes the first counterexample, which on several is said, or where nothing broke, a witness. */
export async function writeCounterexample(
  { model, parameters, properties }: CheckOutcome,
  { trace, dot, svg }: CounterexampleFiles,
  terminal: Terminal,
  session: Session,
): Promise<readonly Unwritten[]> {
  if ((trace ?? dot ?? svg) === undefined) return [];
  const shown = properties.filter(
    ({ counterexample, lockOrder }) => counterexample !== undefined || lockOrder !== undefined,
  );
  const violated = shown.filter(({ verdict }) => verdict === 'violated');
  const [first] = [...violated, ...shown];
  if (!first) {
    terminal.message(NOTHING);
    return [];
  }
  const run = runOf(first);
  const picture = pictureOf(first, `${model} ${showParameters(parameters)}`);
  if (trace !== undefined && !run) terminal.message(NOTHING);
  const outputs: Output[] = [
    ...(trace !== undefined && run
      ? [{ file: trace, text: () => jsonText(encodeTrace(run)) }]
      : []),
    ...(dot === undefined ? [] : [{ file: dot, text: () => picture }]),
    ...(svg === undefined ? [] : [{ file: svg, text: () => renderSvg(picture, session) }]),
  ];
  const unwritten = await writeOutputs(outputs, terminal);
  if (violated.length > 1 && unwritten.length < outputs.length) {
    const others = violated.slice(1).map(({ name }) => name);
    const words = `for ${others.join(', ')}, use --property NAME`;
    terminal.message(`mmcheck: wrote the run of ${first.name}; ${words}`);
  }
  return unwritten;
}

/** Of what is wrong with lock order, the run that shows the first part. */
function runOf({ counterexample, lockOrder }: PropertyOutcome): Trace | undefined {
  return counterexample ?? lockOrder?.problems[0]?.witnesses[0].run;
}

function pictureOf({ name, counterexample, lockOrder }: PropertyOutcome, title: string): string {
  return lockOrder ? lockOrderDot(name, title, lockOrder) : traceDot(counterexample as Trace);
}
