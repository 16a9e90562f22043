// Litmus tests made of cycles, as diy makes them (Alglave and others, "Fences in weak memory models", 2010): each process has one
// access or two to different locations, the next one reads from it (Rfe), overwrites it (Coe) or overwrites what it has read
// (Fre), and the last leads back to the first.

export type Kind = 'R' | 'W';
/** What stands between the two accesses of a process, or how they are marked. */
export type Between = 'po' | 'mb' | 'wmb' | 'rmb' | 'release' | 'acquire' | 'update';

export interface Segment {
  readonly kinds: readonly [Kind] | readonly [Kind, Kind];
  readonly between: Between;
}

/** `Rfe PodRR Fre PodWW`: its name in words of diy. */
export function cycleName(cycle: readonly Segment[]): string {
  return cycle
    .map(({ kinds, between }, k) => {
      const next = cycle[(k + 1) % cycle.length].kinds[0];
      const out = `${edge(kinds[kinds.length - 1], next)}`;
      return kinds.length === 1 ? out : `${between}-${kinds.join('')} ${out}`;
    })
    .join(' ');
}

function edge(from: Kind, to: Kind): string {
  return from === 'R' ? 'Fre' : to === 'R' ? 'Rfe' : 'Coe';
}

const PAIRS: readonly Segment['kinds'][] = [
  ['W', 'W'],
  ['W', 'R'],
  ['R', 'R'],
  ['R', 'W'],
];

/** What makes sense between accesses of these kinds. */
function betweens([first, second]: Segment['kinds']): Between[] {
  return [
    'po',
    'mb',
    ...(first === 'W' && second === 'W' ? (['wmb'] as const) : []),
    ...(first === 'R' && second === 'R' ? (['rmb'] as const) : []),
    ...(second === 'W' ? (['release'] as const) : []),
    ...(first === 'R' ? (['acquire'] as const) : []),
    'update',
  ];
}

const SEGMENTS: readonly Segment[] = [
  { kinds: ['W'], between: 'po' },
  ...PAIRS.flatMap((kinds) => betweens(kinds).map((between) => ({ kinds, between }))),
];

/** All cycles of so many processes, each once however it is turned. */
export function* cyclesOf(processes: number): Generator<Segment[]> {
  for (const numbers of wordsOf(processes)) {
    const cycle = numbers.map((k) => SEGMENTS[k]);
    if (isCritical(cycle) && isLeastRotation(numbers)) yield cycle;
  }
}

function* wordsOf(length: number): Generator<number[]> {
  if (length === 0) return yield [];
  for (const rest of wordsOf(length - 1)) {
    for (let k = 0; k < SEGMENTS.length; k++) yield [k, ...rest];
  }
}

/** No read is followed by a read of what it has read, and there are two locations. */
function isCritical(cycle: readonly Segment[]): boolean {
  const pairs = cycle.filter(({ kinds }) => kinds.length === 2).length;
  return (
    pairs >= 2 &&
    cycle.every(({ kinds }, k) => {
      const next = cycle[(k + 1) % cycle.length].kinds[0];
      return kinds[kinds.length - 1] === 'W' || next === 'W';
    })
  );
}

function isLeastRotation(numbers: readonly number[]): boolean {
  const text = (from: number) =>
    numbers.map((_, k) => String.fromCharCode(97 + numbers[(from + k) % numbers.length])).join('');
  return numbers.every((_, k) => text(0) <= text(k));
}

interface CycleAccess {
  readonly process: number;
  /** Whether it is the first of its process, or the second. */
  readonly place: number;
  readonly kind: Kind;
  readonly location: string;
  /** What it writes, or what the cycle wants it to read. */
  readonly value: number;
}

/** The text of the test, whose condition is that the cycle was gone through. */
export function cycleTest(cycle: readonly Segment[]): string {
  const accesses = accessesOf(cycle);
  const locations = [...new Set(accesses.map(({ location }) => location))].sort();
  const parameters = locations.map((name) => `int *${name}`).join(', ');
  const processes = cycle.map(({ between }, process) => {
    const own = accesses.filter((one) => one.process === process);
    const [first, second] = own
      .sort((a, b) => a.place - b.place)
      .map((one) => statementOf(one, between));
    const fence = FENCES[between];
    const body = second === undefined ? [first] : [first, ...(fence ? [fence] : []), second];
    return `P${process}(${parameters})\n{\n${body.map((line) => `\t${line}\n`).join('')}}\n`;
  });
  const reads = accesses
    .filter(({ kind }) => kind === 'R')
    .map(({ process, place, value }) => `${process}:r${place}=${value}`);
  const finals = locations
    .map((name) => [
      name,
      accesses.filter((one) => one.location === name && one.kind === 'W').length,
    ])
    .filter(([, count]) => Number(count) > 1)
    .map(([name, count]) => `${name}=${count}`);
  return [
    `C ${cycleName(cycle).replaceAll(' ', '+')}`,
    '{}',
    ...processes,
    `locations [${locations.join('; ')}]`,
    `exists (${[...reads, ...finals].join(' /\\ ') || 'true'})`,
  ].join('\n\n');
}

/** How many writes to a location a final value can tell the order of. */
export function isTold(cycle: readonly Segment[]): boolean {
  const writes = accessesOf(cycle).filter(({ kind }) => kind === 'W');
  return LOCATIONS.every((name) => writes.filter(({ location }) => location === name).length <= 2);
}

/** In the order of the cycle, from where it comes to a new location, so that those of one location are together. */
function accessesOf(cycle: readonly Segment[]): CycleAccess[] {
  const start = cycle.findIndex(({ kinds }) => kinds.length === 2);
  const turned = cycle.map((_, k) => (start + k) % cycle.length);
  const all = turned.flatMap((process) =>
    cycle[process].kinds.map((kind, place) => ({ process, place, kind })),
  );
  let at = -1;
  let written = 0;
  return [...all.slice(1), all[0]].map((one) => {
    if (one.place === 1) {
      at++;
      written = 0;
    }
    if (one.kind === 'W') written++;
    return { ...one, location: LOCATIONS[at], value: written };
  });
}

const LOCATIONS = ['x', 'y', 'z', 'a'];
const FENCES: Partial<Record<Between, string>> = {
  mb: 'smp_mb();',
  wmb: 'smp_wmb();',
  rmb: 'smp_rmb();',
};

function statementOf({ kind, place, location, value }: CycleAccess, between: Between): string {
  const isFirst = place === 0;
  if (kind === 'W') {
    if (between === 'release' && !isFirst) return `smp_store_release(${location}, ${value});`;
    if (between === 'update' && isFirst) return `r9 = xchg(${location}, ${value});`;
    return `WRITE_ONCE(*${location}, ${value});`;
  }
  if (between === 'acquire' && isFirst) return `r${place} = smp_load_acquire(${location});`;
  if (between === 'update' && isFirst) return `r${place} = atomic_fetch_add(0, ${location});`;
  return `r${place} = READ_ONCE(*${location});`;
}
