// Many random bodies, run on views that tell of every load and store: what a body touches must be among
// what the access analysis has declared. An access that nobody declared would be swapped with a step of
// another process that makes it, or read a value that was never filled in.

import type { StepAccess } from '../../../src/compile/access/access.ts';
import type { Field } from '../../../src/compile/layout/field.ts';
import { placeOf, readField } from '../../../src/compile/layout/field.ts';
import { fieldsOf } from '../../../src/compile/layout/slot.ts';
import { FieldNames } from '../../../src/trace/field-names.ts';
import { accessOf } from './analysed.ts';
import { arrowOf, type Body, makeBody } from './bodies.ts';
import { declaredBy } from './declared.ts';
import { ListeningStage } from './listening-stage.ts';
import { Random } from './random.ts';
import { Runs } from './runs.ts';
import { shrink } from './shrink.ts';
import { randomState } from './states.ts';
import { load, type Subject, system } from './subject.ts';
import type { Outcome } from './symmetry.ts';

export interface Undeclared {
  readonly number: number;
  readonly body: Body;
  readonly what: string;
}

export interface AccessTally {
  readonly findings: Undeclared[];
  readonly bodies: Map<string, number>;
}

/** What a body is declared to touch; undefined where the language refuses it. */
export type Declaring = (subject: Subject) => StepAccess | undefined;

const STATES = 8;
const stage = new ListeningStage();
const names = new FieldNames(system.layout);

export interface AccessFuzzOptions {
  readonly seed: number;
  readonly count: number;
  readonly declaring?: Declaring;
}

export function fuzzAccesses({
  seed,
  count,
  declaring = accessOf,
}: AccessFuzzOptions): AccessTally {
  const tally: AccessTally = { findings: [], bodies: new Map() };
  for (let number = 0; number < count; number++) {
    const body = makeBody(seed, number);
    const seen = look(body, declaring, new Random(seed + 1, number), STATES);
    if (seen.undeclared !== undefined) tally.findings.push({ number, body, what: seen.undeclared });
    tally.bodies.set(seen.result, (tally.bodies.get(seen.result) ?? 0) + 1);
  }
  return tally;
}

/** The smallest body found that makes an undeclared access. */
export function smallestUndeclared(
  { body, what }: Undeclared,
  declaring: Declaring = accessOf,
): Body {
  const shows = (one: Body): boolean =>
    look(one, declaring, new Random(1, 1), 60).undeclared === what;
  return shows(body) ? shrink(body, shows) : body;
}

export function shownAccess({ beside, code, role }: Body, { number, what }: Undeclared): string {
  return `body ${number}, a ${role}: ${what}, which it is not declared to do\n${beside.trim()}\n${arrowOf({ code })}`;
}

interface Look {
  readonly result: string;
  readonly undeclared?: string;
}

function look(body: Body, declaring: Declaring, random: Random, count: number): Look {
  const subject = load(body);
  if (!subject) return { result: 'no JavaScript' };
  const access = declaring(subject);
  if (!access) return { result: 'refused by the language' };
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return tried(subject, access, random, count);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function tried(subject: Subject, access: StepAccess, random: Random, count: number): Look {
  const runs = new Runs(subject, stage);
  const { role } = subject.body;
  let touches = false;
  for (let n = 0; n < count; n++) {
    const state = randomState(random, role, runs.names);
    const k = random.below(role === 'always' ? system.layout.instances.length : 2);
    const instance = system.layout.instances[k];
    const declared = declaredBy(access, role, state, instance);
    const tell = (field: Field, how: string): string => {
      const { name } = names.at(field);
      return `${how} ${name.replace(/\d+/g, '*')}`;
    };
    let undeclared: string | undefined;
    stage.read.clear();
    stage.written.clear();
    const each = (outcome: Outcome): void => {
      const changed = fieldsChanged(runs, state, outcome.state);
      for (const field of [...stage.written, ...changed]) {
        if (field.bits > 0 && !declared.written.has(placeOf(field)))
          undeclared ??= tell(field, 'writes');
      }
      for (const field of stage.read) {
        if (field.bits > 0 && !declared.touched.has(placeOf(field)))
          undeclared ??= tell(field, 'reads');
      }
      const { to } = outcome;
      if (to !== undefined && access.labels !== 'any' && !access.labels.includes(to)) {
        undeclared ??= `returns '${to}'`;
      }
      touches ||= stage.read.size + stage.written.size > 0;
      stage.read.clear();
      stage.written.clear();
    };
    if (!runs.of(state, k, each)) return { result: 'dear' };
    if (undeclared !== undefined) return { result: 'undeclared', undeclared };
  }
  return { result: touches ? 'looked at' : 'touches nothing' };
}

/** What packing changed: a list that shrinks loses elements that nobody stores to. */
function fieldsChanged(runs: Runs, before: Int32Array, after: Int32Array | undefined): Field[] {
  if (!after) return [];
  return runs.leaves
    .flatMap(({ slot }) => fieldsOf(slot))
    .filter((field) => readField(before, field) !== readField(after, field));
}
