// The kernel's memory model as its axioms (tools/memory-model/linux-kernel.cat of 6.1, without RCU, locks and dependencies, which
// these programs have none of): all ends of a litmus test, by going through who reads from whom and every coherence order.

import { parsed } from './litmus.ts';

interface Event {
  readonly index: number;
  readonly thread: number;
  readonly type: 'R' | 'W' | 'mb' | 'wmb' | 'rmb';
  readonly word: string;
  readonly value: number;
  readonly register: string;
  readonly acquire: boolean;
  readonly release: boolean;
  /** The read of the same read-modify-write. */
  readonly rmw: number | undefined;
}
type Relation = readonly (readonly boolean[])[];

const PLAIN = {
  word: '',
  value: 0,
  register: '',
  acquire: false,
  release: false,
  rmw: undefined,
} as const;

/** The first events are the initial stores, of no thread. */
function eventsOf(lines: readonly string[]): Event[] {
  const programs = parsed(lines);
  const words = [...new Set(programs.flat().flatMap((one) => ('word' in one ? [one.word] : [])))];
  const events: Event[] = words
    .sort()
    .map((word, index) => ({ ...PLAIN, index, thread: -1, type: 'W', word }));
  const add = (event: Omit<Event, 'index'>): void => {
    events.push({ ...event, index: events.length });
  };
  for (const [thread, program] of programs.entries()) {
    for (const one of program) {
      if (one.type === 'store') add({ ...PLAIN, ...one, thread, type: 'W' });
      else if (one.type === 'load') add({ ...PLAIN, ...one, thread, type: 'R' });
      else if (one.type === 'xchg') {
        add({ ...PLAIN, thread, type: 'mb' });
        add({ ...PLAIN, ...one, thread, type: 'R' });
        add({ ...PLAIN, ...one, thread, type: 'W', rmw: events.length - 1 });
        add({ ...PLAIN, thread, type: 'mb' });
      } else add({ ...PLAIN, thread, type: one.type });
    }
  }
  return events;
}

class Relations {
  readonly #n: number;
  constructor(n: number) {
    this.#n = n;
  }
  of(holds: (a: number, b: number) => boolean): Relation {
    return Array.from({ length: this.#n }, (_, a) =>
      Array.from({ length: this.#n }, (_, b) => holds(a, b)),
    );
  }
  or(...all: readonly Relation[]): Relation {
    return this.of((a, b) => all.some((one) => one[a][b]));
  }
  compose(one: Relation, other: Relation): Relation {
    return this.of((a, b) => one[a].some((is, c) => is && other[c][b]));
  }
  maybe(one: Relation): Relation {
    return this.of((a, b) => a === b || one[a][b]);
  }
  star(one: Relation): Relation {
    let all = this.maybe(one);
    for (let size = 1; size < this.#n; size *= 2) all = this.compose(all, all);
    return all;
  }
  isAcyclic(one: Relation): boolean {
    const more = this.compose(one, this.star(one));
    return more.every((row, a) => !row[a]);
  }
}

function* permutations<T>(all: readonly T[]): Generator<T[]> {
  if (all.length === 0) yield [];
  for (const [k, one] of all.entries()) {
    for (const rest of permutations(all.filter((_, n) => n !== k))) yield [one, ...rest];
  }
}

function* products<T>(all: readonly (readonly T[])[]): Generator<T[]> {
  const [first, ...rest] = all;
  if (!first) yield [];
  else for (const one of first) for (const more of products(rest)) yield [one, ...more];
}

export interface Ends {
  /** Those of executions in which reads and program order make no circle. */
  readonly inOrder: ReadonlySet<string>;
  readonly all: ReadonlySet<string>;
}

export function endsByAxioms(lines: readonly string[]): Ends {
  const events = eventsOf(lines);
  const words = events.filter(({ thread }) => thread < 0).map(({ word }) => word);
  const reads = events.filter(({ type }) => type === 'R');
  const sources = reads.map(({ word }) =>
    events.filter((one) => one.type === 'W' && one.word === word).map(({ index }) => index),
  );
  const orders = words.map((word) => {
    const [first, ...stores] = events
      .filter((one) => one.type === 'W' && one.word === word)
      .map(({ index }) => index);
    return [...permutations(stores)].map((rest) => [first, ...rest]);
  });
  const inOrder = new Set<string>();
  const all = new Set<string>();
  for (const from of products(sources)) {
    for (const order of products(orders)) {
      const verdict = judged(events, reads, from, order);
      if (verdict === 'forbidden') continue;
      const registers = reads
        .map(({ register }, k) => `${register}=${events[from[k]].value}`)
        .sort();
      const last = words.map((word, k) => `${word}=${events[order[k].at(-1) as number].value}`);
      const end = [...registers, ...last].join(' ');
      all.add(end);
      if (verdict === 'in order') inOrder.add(end);
    }
  }
  return { inOrder, all };
}

function judged(
  events: readonly Event[],
  reads: readonly Event[],
  from: readonly number[],
  orders: readonly (readonly number[])[],
): 'forbidden' | 'in order' | 'allowed' {
  const r = new Relations(events.length);
  const e = (k: number): Event => events[k];
  const isW = (k: number): boolean => e(k).type === 'W';
  const isR = (k: number): boolean => e(k).type === 'R';
  const isM = (k: number): boolean => isW(k) || isR(k);
  const isInt = (a: number, b: number): boolean => e(a).thread === e(b).thread && e(a).thread >= 0;
  const only = (one: Relation, holds: (a: number, b: number) => boolean): Relation =>
    r.of((a, b) => one[a][b] && holds(a, b));
  const isExt = (a: number, b: number): boolean => !isInt(a, b);
  const po = r.of((a, b) => isInt(a, b) && a < b);
  const rf = r.of((a, b) => isR(b) && from[reads.findIndex(({ index }) => index === b)] === a);
  const co = r.of((a, b) =>
    orders.some((order) => order.includes(a) && order.indexOf(a) < order.indexOf(b)),
  );
  const fr = r.of((a, b) => isR(a) && rf.some((row, w) => row[a] && co[w][b]));
  const poLoc = only(po, (a, b) => isM(a) && isM(b) && e(a).word === e(b).word);
  if (!r.isAcyclic(r.or(poLoc, rf, co, fr))) return 'forbidden';
  const coe = only(co, isExt);
  const fre = only(fr, isExt);
  const rfe = only(rf, isExt);
  const isSplit = events.some(
    ({ rmw, index }) => rmw !== undefined && r.compose(fre, coe)[rmw][index],
  );
  if (isSplit) return 'forbidden';
  const fenced = (type: Event['type'], is: (k: number) => boolean): Relation =>
    only(
      po,
      (a, b) =>
        is(a) && is(b) && events.some((f) => f.type === type && po[a][f.index] && po[f.index][b]),
    );
  const strong = fenced('mb', isM);
  const wmb = fenced('wmb', isW);
  const rmb = fenced('rmb', isR);
  const poRel = only(po, (a, b) => isM(a) && isW(b) && e(b).release);
  const acqPo = only(po, (a, b) => isR(a) && e(a).acquire && isM(b));
  const overwrite = r.or(co, fr);
  const ppo = r.or(only(overwrite, isInt), strong, poRel, acqPo, wmb, rmb);
  const cumulFence = r.or(r.compose(r.maybe(rfe), r.or(strong, poRel)), wmb);
  const prop = r.compose(
    r.compose(r.maybe(only(overwrite, isExt)), r.star(cumulFence)),
    r.maybe(rfe),
  );
  const hb = r.or(
    ppo,
    rfe,
    only(prop, (a, b) => a !== b && isInt(a, b)),
  );
  if (!r.isAcyclic(hb)) return 'forbidden';
  if (!r.isAcyclic(r.compose(r.compose(prop, strong), r.star(hb)))) return 'forbidden';
  return r.isAcyclic(r.or(po, rf)) ? 'in order' : 'allowed';
}
