// A primitive and its twin: the same operations, on the primitive and on plain cells, the latter written from the
// kernel's source alone. A random program of them must come to the same ends with either.
//
// An operation is the text of a step without its end. It may set `me.said`, which the program can branch on, and return
// 'blocked'; what the kernel does not allow is refused by the primitive, and by the twin with `wrong.value = 1`, which is
// outside of its domain.

import fc from 'fast-check';
import { cell, system, upTo } from '../../../src/index.ts';
import { makeBuilder } from '../../../src/language/builder.ts';
import type { Cells } from '../../../src/language/cell.ts';
import type { Domain } from '../../../src/language/domain.ts';
import type { AnyStep } from '../../../src/language/process.ts';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { Draw, type Seeds, seeds } from '../../support/random-model/draw.ts';

export interface Operation {
  readonly kernel: string;
  readonly plain: string;
}

export interface Twin {
  readonly kernel: Cells;
  readonly plain: Cells;
  readonly operations: readonly Operation[];
  /** What a process often does, by the numbers of the operations; MARK and LOOK are the signs among them. */
  readonly habits?: readonly (readonly number[])[];
  /** Locals beside `said`, which both use. */
  readonly locals?: Readonly<Record<string, Domain<unknown> | Cells[string]>>;
}

/** A program in both forms; prints as its steps. */
export interface Program {
  readonly kernel: SystemDefinition;
  readonly plain: SystemDefinition;
}

const SAID = upTo(7);

/** Who came first shows in nothing that a process sees, unless one leaves a sign and the other looks for it. */
const SIGNS: readonly Operation[] = [
  'if (sign.value < 7) sign.value++',
  'me.seen = sign.value',
].map((text) => ({ kernel: text, plain: text }));

/** Their places in habits. */
export const MARK = -2;
export const LOOK = -1;

/** Two or three processes of straight-line code, in which what was said may leave a step out. */
export function programsOf(twin: Twin): fc.Arbitrary<Program> {
  return fc
    .array(seeds(30), { minLength: 2, maxLength: 3 })
    .map((processes) => build(twin, processes));
}

interface Line {
  readonly operation: Operation;
  /** Left out if this was said last. */
  readonly unless: number | undefined;
}
interface Plan {
  readonly count: number;
  readonly lines: readonly Line[];
}

function build(twin: Twin, processes: readonly Seeds[]): Program {
  const plans = processes.map((given) => planOf(twin, new Draw(given), processes.length));
  const text = plans
    .map(({ count, lines }) => `${count} times\n${lines.map(lineText).join('\n')}`)
    .join('\n');
  return {
    kernel: systemOf(twin, 'kernel', plans),
    plain: systemOf(twin, 'plain', plans),
    [fc.toStringMethod]: () => text,
  } as Program;
}

const lineText = ({ operation, unless }: Line): string =>
  `  ${operation.kernel}${unless === undefined ? '' : ` unless ${unless} was said`}`;

function planOf({ operations, habits = [] }: Twin, draw: Draw, processes: number): Plan {
  // Three at once have little to do each: what takes more is between two.
  const count = processes === 2 && draw.once(4) ? 2 : 1;
  const isPair = processes === 2 && count === 1;
  const all = [...operations, ...SIGNS];
  const lines: Line[] = [];
  const length = isPair ? 3 + draw.below(3) : 2 + draw.below(2);
  while (lines.length < length) {
    const some =
      isPair && habits.length > 0 && !draw.once(4)
        ? draw.of(habits)
        : [draw.below(operations.length)];
    for (const k of some) {
      // A habit is kept as a whole, more often than not.
      const unless = draw.once(some.length > 1 ? 8 : 3) ? draw.below(2) : undefined;
      lines.push({ operation: all.at(k) as Operation, unless });
      if (draw.once(3)) lines.push({ operation: draw.of(SIGNS), unless: undefined });
    }
  }
  return { count, lines };
}

function systemOf(twin: Twin, form: keyof Operation, plans: readonly Plan[]): SystemDefinition {
  const wrong: Cells = form === 'plain' ? { wrong: cell(upTo(0)) } : {};
  const cells = { ...twin[form], ...wrong, sign: cell(upTo(7)) };
  const { process } = makeBuilder(cells);
  const processes = plans.map(({ count, lines }, p) => {
    const steps = lines.map(({ operation, unless }, k) => {
      const skip = unless === undefined ? '' : `if (me.said === ${unless}) return 'next';`;
      return [`s${k}`, stepOf(cells, `${skip} ${operation[form]}; return 'next';`)] as const;
    });
    const options = {
      count,
      locals: { said: SAID, seen: SAID, ...twin.locals },
      start: 's0',
      steps: { ...Object.fromEntries(steps), end: () => 'done' },
    };
    return [`p${p}`, process(options as never)] as const;
  });
  return system(cells, () => Object.fromEntries(processes));
}

function stepOf(cells: Cells, body: string): AnyStep {
  const names = [...Object.keys(cells), 'me', 'choose'];
  const used = names.filter((name) => new RegExp(`(?<![.'])\\b${name}\\b`).test(body));
  return new Function(`return ({ ${used.join(', ')} }) => { ${body} }`)() as AnyStep;
}
