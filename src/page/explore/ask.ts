// Questions to the server that served this page, which is asked by its own address: the token is in it.

import type { JsonCheck } from '../../report/json/check.ts';
import type { Walkable, WayOfTrace } from '../../supervise/tasks/walk.ts';
import type { JsonTrace } from '../../trace/trace-json.ts';
import type { Near } from '../../walk/near.ts';
import type { Position, Way } from '../../walk/position.ts';

/** Parameters as text, by name. */
export type Set = Readonly<Record<string, string>>;
export type Checked = Pick<JsonCheck, 'outcome' | 'properties' | 'statistics' | 'limit'>;

interface Questions {
  begin: { input: object; answer: { readonly set: Set; readonly run?: WayOfTrace } };
  open: { input: { set: Set }; answer: Walkable };
  along: { input: { set: Set; way: Way; from: number }; answer: Position[] };
  near: { input: { set: Set; way: Way; property: string | null }; answer: Near };
  trace: { input: { set: Set; way: Way }; answer: JsonTrace };
  run: { input: { trace: unknown }; answer: WayOfTrace };
  progress: { input: object; answer: { readonly states: number } };
  stop: { input: object; answer: object };
  check: { input: { set: Set }; answer: Checked };
}

/** What the server says that went wrong is the message of the error. */
export async function ask<Name extends keyof Questions>(
  name: Name,
  input: Questions[Name]['input'],
): Promise<Questions[Name]['answer']> {
  const response = await fetch(name, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  }).catch(() => {
    throw new Error('mmcheck does not answer: is `mmcheck explore` still running?');
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
