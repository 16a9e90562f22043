// Many random bodies, each judged twice: by the analysis, from its text, and by trying. A kind that the
// analysis takes to be interchangeable and that the body tells apart would be a wrong proof. A kind that
// it refuses although no state shows why is only counted: rules that refuse everything are no use.

import { type Analysis, accessOf, reasonsOf } from './analysed.ts';
import { arrowOf, type Body, makeBody } from './bodies.ts';
import { CANDIDATES, judge } from './equivariance.ts';
import { Random } from './random.ts';
import { shrink } from './shrink.ts';
import { load } from './subject.ts';
import type { Difference } from './symmetry.ts';

export interface Finding {
  readonly number: number;
  readonly body: Body;
  readonly kind: string;
  readonly how: Difference['how'];
}

export interface Tally {
  readonly findings: Finding[];
  /** Bodies by what became of them. */
  readonly bodies: Map<string, number>;
  /** Of every tenth body: kinds that are refused or accepted, and told apart or not. */
  readonly kinds: Map<string, number>;
  /** Why kinds are refused that no state shows to be told apart. */
  readonly refusals: Map<string, number>;
}

/** In how many states a body is tried. */
const STATES = 14;
/** One in so many bodies is asked about the kinds that the analysis refuses, too. */
const SAMPLED = 10;

export interface FuzzOptions {
  readonly seed: number;
  readonly count: number;
  readonly analysis?: Analysis;
}

export function fuzz({ seed, count, analysis }: FuzzOptions): Tally {
  const tally: Tally = { findings: [], bodies: new Map(), kinds: new Map(), refusals: new Map() };
  for (let number = 0; number < count; number++) {
    const what = look(makeBody(seed, number), {
      seed,
      number,
      tally,
      ...(analysis && { analysis }),
    });
    add(tally.bodies, what);
  }
  return tally;
}

interface Looking {
  readonly seed: number;
  readonly number: number;
  readonly tally: Tally;
  readonly analysis?: Analysis;
}

function look(body: Body, { seed, number, tally, analysis }: Looking): string {
  const subject = load(body);
  if (!subject) return 'no JavaScript';
  if (!accessOf(subject)) return 'refused by the language';
  const reasons = reasonsOf(subject, analysis);
  const isSampled = number % SAMPLED === 0;
  const wanted = CANDIDATES.filter((kind) => isSampled || !reasons.has(kind));
  const random = new Random(seed + 1, number);
  const { differences, trouble, sound } = judge(subject, new Set(wanted), random, STATES);
  if (trouble) return trouble;
  for (const { kind, how } of differences.values()) {
    if (reasons.has(kind)) continue;
    // Which of two errors a model shows first proves nothing wrong.
    if (how === 'end') add(tally.kinds, 'accepted, but errors come in another order');
    else tally.findings.push({ number, body, kind, how });
  }
  if (sound === 0) return 'always broken';
  if (!isSampled) return 'looked at';
  for (const kind of CANDIDATES) {
    const reason = reasons.get(kind);
    const isApart = differences.has(kind);
    add(tally.kinds, `${isApart ? 'told apart' : 'alike'}, ${reason ? 'refused' : 'accepted'}`);
    if (reason && !isApart) add(tally.refusals, ending(reason));
  }
  add(tally.kinds, `body ${differences.size > 0 ? 'tells some kind apart' : 'treats all alike'}`);
  return 'looked at';
}

function add(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

/** The reason without the place and the code. */
function ending(reason: string): string {
  return reason
    .replace(/^[^:]*: /, '')
    .replace(/^`.*`:? /s, '')
    .replace(/'\w+'/g, "'...'");
}

/** The smallest body found that shows the same. */
export function smallest({ body, kind, how }: Finding, analysis?: Analysis): Body {
  const shows = (one: Body): boolean => isWrong(one, kind, analysis) === how;
  return shows(body) ? shrink(body, shows) : body;
}

/** How a body tells a kind apart that the analysis takes to be interchangeable; undefined if it does not. */
export function isWrong(
  body: Body,
  kind: string,
  analysis?: Analysis,
): Difference['how'] | undefined {
  const subject = load(body);
  if (!subject || !accessOf(subject) || reasonsOf(subject, analysis).has(kind)) return undefined;
  const { differences } = judge(subject, new Set([kind]), new Random(1, 1), 200);
  return differences.get(kind)?.how;
}

export function shown(body: Body, { kind, how, number }: Omit<Finding, 'body'>): string {
  const means = {
    other: 'does something else',
    hidden: 'is an error in one naming and none in the other',
    end: 'fails in one naming and is an error in the other',
  };
  return `body ${number}, a ${body.role}, tells ${kind} ids apart: ${means[how]}
${body.beside.trim()}
${arrowOf(body)}`.replaceAll(/\n\s*\n/g, '\n');
}

/** What was seen, for the log of a test. */
export function summary({ findings, bodies, kinds, refusals }: Tally): string {
  const lines = (counts: Map<string, number>, most = 99): string =>
    [...counts]
      .sort(([, one], [, other]) => other - one)
      .slice(0, most)
      .map(([what, count]) => `${String(count).padStart(8)}  ${what}`)
      .join('\n');
  const alike = (kinds.get('alike, refused') ?? 0) + (kinds.get('alike, accepted') ?? 0);
  const share = alike === 0 ? 0 : (100 * (kinds.get('alike, refused') ?? 0)) / alike;
  return `${findings.length} wrong; of the kinds that bodies treat alike, ${share.toFixed(1)} % are refused
bodies:
${lines(bodies)}
kinds, of one body in ${SAMPLED}:
${lines(kinds)}
refused although alike:
${lines(refusals, 30)}`;
}
