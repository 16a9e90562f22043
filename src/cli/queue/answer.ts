// What a worker answers to a row or a tooth, as plain data, so that its coordinator hears what it would have heard from a
// thread of its own: a result, an error, or what had been learnt when the thread came to an end.

import type { Figures } from '../../base/progress.ts';
import type { Hearing, StopReason } from '../../supervise/supervisor.ts';
import { Stopped } from '../../supervise/supervisor.ts';
import { fromWire, toWire, type WireError } from '../../supervise/wire-error.ts';

type SentError =
  | WireError
  | { readonly kind: 'stopped'; readonly reason: StopReason; readonly figures: Figures };

export type Answer =
  | { readonly type: 'done'; readonly result: unknown }
  | { readonly type: 'failed'; readonly error: SentError }
  | {
      readonly type: 'cut-short';
      readonly learnt: unknown;
      readonly why: SentError;
      readonly figures: Figures;
    };

export function sentError(error: unknown): SentError {
  if (!(error instanceof Stopped)) return toWire(error);
  return { kind: 'stopped', reason: error.reason, figures: error.figures };
}

function receivedError(sent: SentError): Error {
  return sent.kind === 'stopped' ? new Stopped(sent.reason, sent.figures) : fromWire(sent);
}

/** As a thread would have ended. */
export function heardAnswer<Result>(answer: Answer, hearing: Hearing<Result>): Result {
  if (answer.type === 'done') return answer.result as Result;
  if (answer.type === 'failed') throw receivedError(answer.error);
  const { learnt, why, figures } = answer;
  if (hearing.cutShort) return hearing.cutShort(learnt as Result, receivedError(why), figures);
  throw receivedError(why);
}

const TYPES: readonly unknown[] = ['done', 'failed', 'cut-short'] satisfies Answer['type'][];

/** As far as can be told of what comes from elsewhere. */
export function isAnswer(said: unknown): said is Answer {
  return TYPES.includes(Object(said).type);
}
