// Random programs over locks, each written twice: with the primitive, and with its twin, which is made of plain cells
// after the kernel's source alone. Both must reach the same: where each process is, and what its trylocks and signals
// said, which is where they lead it.

import fc from 'fast-check';
import * as mmcheck from 'mmcheck';
import * as kernel from 'mmcheck/kernel';
import type { SystemDefinition } from '../../../src/language/system.ts';
import { Draw, type Seeds, seeds } from '../../support/random-model/draw.ts';
import { reachable } from '../../support/reachable.ts';
import { deadlock } from '../verdicts.ts';

/** The code of an operation's steps: where it goes on is NEXT, where it fails FAIL, its second step WAIT. */
export type Steps = readonly [first: string, second?: string];

export interface Side {
  /** The sources of the cells, by what follows `$` in their names; `$` is the lock's name. */
  readonly cells: Readonly<Record<string, string>>;
  readonly helpers?: Readonly<Record<string, string>>;
  readonly operations: Readonly<Record<string, Steps>>;
}

export interface Twins {
  readonly primitive: Side;
  readonly twin: Side;
  /** What is taken by each operation, and what gives it back. */
  readonly sections: readonly (readonly [take: string, give: string])[];
}

interface Placed {
  readonly lock: string;
  readonly operation: string;
  /** Where it goes on if it fails: past what gives it back. */
  fail: number;
}

/** A process: sections within sections, and flags that are set and waited for. */
function program(draw: Draw, twins: Twins): (Placed | string)[] {
  const ops: (Placed | string)[] = [];
  const block = (depth: number): void => {
    for (let k = 0; k <= draw.below(2); k++) {
      if (draw.once(4)) {
        ops.push(draw.of(['f.value = true; return NEXT;', "return f.value ? NEXT : 'blocked';"]));
        continue;
      }
      const lock = draw.of(['a', 'b']);
      const [take, give] = draw.of(twins.sections);
      const taken: Placed = { lock, operation: take, fail: 0 };
      ops.push(taken);
      if (depth > 0 && draw.once(2)) block(depth - 1);
      taken.fail = ops.length + 1;
      ops.push({ lock, operation: give, fail: 0 });
    }
  };
  block(1);
  return ops;
}

function build(side: Side, programs: readonly (readonly (Placed | string)[])[]): SystemDefinition {
  const names = ['a', 'b'];
  const cells = names.flatMap((lock) =>
    Object.entries(side.cells).map(([name, source]) => [lock + name, source.replaceAll('$', lock)]),
  );
  const helpers = names.flatMap((lock) =>
    Object.entries(side.helpers ?? {}).map(([name, source]) => [
      lock + name,
      source.replaceAll('$', lock),
    ]),
  );
  const known = [...cells, ...helpers].map(([name]) => name);
  const step = (code: string): string => {
    const used = [...known, 'f', 'me', 'choose'].filter((name) =>
      new RegExp(`(?<![\\w.])${name}\\b`).test(code),
    );
    return `({ ${used.join(', ')} }) => { ${code} }`;
  };
  const processes = programs.map((ops, p) => {
    const steps = ops.flatMap((op, k) => {
      const to = (target: number): string => (target < ops.length ? `'s${target}'` : "'done'");
      const codes = typeof op === 'string' ? [op] : side.operations[op.operation];
      const fail = typeof op === 'string' ? 0 : op.fail;
      const lock = typeof op === 'string' ? '' : op.lock;
      return codes.map((code, n) => {
        const text = (code as string)
          .replaceAll('$', lock)
          .replaceAll('NEXT', to(k + 1))
          .replaceAll('FAIL', to(fail))
          .replaceAll('WAIT', `'s${k}w'`)
          .replaceAll('STAY', n === 0 ? `'s${k}'` : `'s${k}w'`);
        return `s${k}${n === 0 ? '' : 'w'}: ${step(text)},`;
      });
    });
    return `p${p}: process({ start: 's0', steps: { ${steps.join('\n')} } }),`;
  });
  const object = (entries: readonly (readonly string[])[]): string =>
    `{ ${entries.map(([name, source]) => `${name}: ${source}`).join(', ')} }`;
  const source = `return system(${object([...cells, ['f', 'cell(bool)']])}, ${object(helpers)},
    ({ process }) => ({ ${processes.join('\n')} }));`;
  const scope = { ...mmcheck, ...kernel };
  return new Function(...Object.keys(scope), source)(...Object.values(scope));
}

export interface Reached {
  readonly deadlock: string;
  /** Where the processes can be together. */
  readonly places: ReadonlySet<string>;
}

type Shown = Readonly<Record<string, unknown>>;

/**
 * Where the processes are in a state. A reader that waits in a queue of its twin's is where it was when it asked, and one
 * that has been let in is inside.
 */
function placeOf(key: string, reads: (p: number, k: number) => boolean): string {
  const { processes, cells } = JSON.parse(key) as {
    processes: Record<string, { at: string }>;
    cells: Shown;
  };
  const woken = Object.entries(cells).flatMap(([name, value]) =>
    name.endsWith('_woken') ? (value as string[]) : [],
  );
  const at = Object.entries(processes).map(([name, { at: label }], p) => {
    const k = Number.parseInt(label.slice(1), 10);
    if (!label.endsWith('w') || !reads(p, k)) return label;
    return woken.includes(name) ? `s${k + 1}` : `s${k}`;
  });
  return at.join(' ');
}

/** Undefined where there are too many states. */
function reachedBy(
  definition: SystemDefinition,
  reads: (p: number, k: number) => boolean,
): Reached | undefined {
  const maxStates = 1500;
  const { keys, verdicts } = reachable(definition, { deadlock }, { maxStates });
  if (keys.size >= maxStates) return undefined;
  const places = [...keys].map((key) => placeOf(key, reads));
  return { deadlock: verdicts.deadlock.verdict, places: new Set(places) };
}

export interface Pair {
  readonly primitive: Reached;
  readonly twin: Reached;
}

/** Undefined where there are too many states. */
export function pairs(twins: Twins): fc.Arbitrary<Pair | undefined> {
  return fc.array(seeds(16), { minLength: 2, maxLength: 3 }).map((given: readonly Seeds[]) => {
    const programs = given.map((one) => program(new Draw(one), twins));
    const reads = (p: number, k: number): boolean => {
      const op = programs[p][k];
      return typeof op !== 'string' && ['read', 'interrupt'].includes(op.operation);
    };
    const primitive = reachedBy(build(twins.primitive, programs), reads);
    const twin = primitive && reachedBy(build(twins.twin, programs), reads);
    const pair = twin && { primitive, twin };
    const text = (): string => JSON.stringify(programs);
    return pair && ({ ...pair, [fc.toStringMethod]: text } as Pair);
  });
}
