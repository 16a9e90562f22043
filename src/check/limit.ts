// The limit that made verdicts inconclusive: the figures, and the flag that raises it; or the mistake of the model that was
// found after a violation, which is told nevertheless.

import type { ModelError } from '../base/errors.ts';
import type { LimitReached } from '../base/limits.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';
import type { Found } from './found.ts';

const LIMITS: Readonly<Record<Exclude<LimitReached, 'error' | 'memory' | 'constraint'>, string>> = {
  states: 'the state limit was reached; raise --max-states',
  depth: 'the depth limit was reached; raise --max-depth',
  time: 'the time limit was reached; raise --timeout',
  interrupted: 'interrupted',
};

/** What to do now. */
export interface Advice {
  /** What else than --memory bounds it, and what to do about that. */
  readonly bound: string | undefined;
  /** Whether the packed store can decide the same. */
  readonly canBePacked: boolean;
  /** The option that keeps what the same command goes on with. */
  readonly kept?: keyof typeof GOES_ON | undefined;
}

export function limitOf(
  reached: LimitReached,
  { search, result }: Found,
  asked: number,
  { bound = search.granted < asked ? REFUSED : undefined, canBePacked, kept }: Advice,
): NonNullable<CheckOutcome['limit']> {
  if (reached === 'error') return { reached, message: mistake(result.error as ModelError) };
  if (reached === 'constraint') return { reached, message: beyondWords(search, result.beyond) };
  const count = result.states;
  const words =
    reached === 'memory'
      ? `the memory limit was reached; ${bound ?? 'raise --memory'}, ${canBePacked ? PACKED : ''}or choose smaller parameters`
      : LIMITS[reached];
  const found = `${grouped(count)} ${count === 1 ? 'state' : 'states'}`;
  const memory = memoryWords(search) + (reached === 'memory' ? whyNoMore(search) : '');
  // A deeper search than was asked for is another one.
  const goesOn = kept === undefined || reached === 'depth' ? '' : `; ${GOES_ON[kept]}`;
  // Of what the next level is made of it is not known how much is new.
  if (kept === '--disk' || kept === '--queue')
    return { reached, message: `${words}${goesOn} (${found}, ${memory})` };
  // Those at the greatest depth were taken from the frontier, though nothing was looked for behind them.
  const left = reached === 'depth' ? '' : `${grouped(result.frontier)} of them not expanded, `;
  return { reached, message: `${words}${goesOn} (${found}, ${left}${memory})` };
}

const GOES_ON = {
  '--checkpoint': 'the same command goes on from the checkpoint',
  '--queue': 'what is in the queue is kept, and the same command goes on with it',
  '--disk': 'what is on disk is kept, and the same command goes on with it',
};

/** Not raised by any flag: it is the model's own. */
function beyondWords({ graph }: Found['search'], beyond: number): string {
  const about = graph.stepper.system.definition.constraint?.about;
  const those = `${grouped(beyond)} ${beyond === 1 ? 'state lies' : 'states lie'}`;
  return `${those} beyond the constraint (${about}), and nothing was looked for behind; what needs the whole graph is not decided`;
}

const PACKED = 'take less of it for each state with --store packed, ';
const REFUSED =
  'the system refuses what --memory allows: does `ulimit -v`, or a container, bound this process?';

function memoryWords({ memoryBytes, granted, keptFree }: Found['search']): string {
  const kept =
    keptFree > MUCH * granted
      ? `, ${mebibytes(keptFree)} of them kept free for what is decided on the finished graph: --property leaves it out`
      : '';
  return `${mebibytes(memoryBytes)} MiB of ${mebibytes(granted)}${kept}`;
}

const MUCH = 0.1;

/** The table of states has a size that is a power of two, so that the last step up to the limit may be a large one. */
function whyNoMore({ memoryBytes, memoryToGrow, granted, graph }: Found['search']): string {
  if (graph.visited.isRefused) return ': the system refuses a larger table of states';
  if (memoryBytes > NEARLY_ALL * granted || memoryToGrow <= granted) return '';
  return `: for more states their table would have to double, which takes ${mebibytes(memoryToGrow)} MiB at once`;
}

const NEARLY_ALL = 0.95;

/** `the model went wrong before all states were seen: process 'a', step 'dec': n cannot be -1; after a: dec`. */
function mistake({ message, place }: ModelError): string {
  const { line, process, step, property, run = [] } = place;
  const where = [
    line,
    process && `process '${process}'`,
    step && `step '${step}'`,
    property && `property '${property}'`,
  ].filter((part) => part !== undefined);
  const after = run.length === 0 ? '' : `; after ${run.join(', ')}`;
  return `the model went wrong before all states were seen: ${where.join(', ')}: ${message}${after}`;
}

function mebibytes(bytes: number): string {
  return (bytes / 2 ** 20).toFixed(0);
}

/** `1,234,567`. */
function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
