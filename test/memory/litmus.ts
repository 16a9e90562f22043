// Litmus tests of a line each, as models: `litmus({ P0: ['x=1', 'r0=y'], P1: ['y=1', 'r1=x'] })` is store buffering.
//
// A statement is `x=1`, `r0=x`, or a barrier by its name. All of one process are in its order; what is known of the ends are the
// values of all registers and words, as `mmcheck outcomes` lists them.

import { DEFAULT_MEMORY } from '../../src/base/limits.ts';
import { outcomesOf } from '../../src/check/outcomes.ts';
import { cell, defineModel, system, upTo } from '../../src/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { MemorySettings } from '../../src/language/memory-model.ts';
import type { AnyStep } from '../../src/language/process.ts';

export type Litmus = Readonly<Record<string, readonly string[]>>;

const STORE = /^([x-z])=(\d)$/;
const LOAD = /^(r\d)=([x-z])$/;

export function litmus(test: Litmus): ModelDefinition {
  const statements = Object.values(test).flat();
  const words = [...new Set(statements.flatMap((one) => one.match(/[x-z]/g) ?? []))].sort();
  const cells: Cells = Object.fromEntries(words.map((word) => [word, cell(upTo(2))]));
  return defineModel('litmus', {
    system: () =>
      system(cells, ({ process }) =>
        Object.fromEntries(
          Object.entries(test).map(([name, lines]) => [
            name,
            process({
              locals: Object.fromEntries(registersOf(lines).map((one) => [one, upTo(2)])),
              start: 's0',
              steps: Object.fromEntries(
                lines.map((line, k) => [
                  `s${k}`,
                  stepOf(line, lines[k + 1] === undefined ? 'done' : `s${k + 1}`),
                ]),
              ),
            } as never),
          ]),
        ),
      ) as never,
  });
}

function registersOf(lines: readonly string[]): string[] {
  return lines.flatMap((line) => LOAD.exec(line)?.[1] ?? []);
}

function stepOf(line: string, to: string): AnyStep {
  const [, word, value] = STORE.exec(line) ?? [];
  if (word) return made(`({ ${word} }) => { ${word}.value = ${value}; return '${to}'; }`);
  const [, register, from] = LOAD.exec(line) ?? [];
  if (register)
    return made(`({ ${from}, me }) => { me.${register} = ${from}.value; return '${to}'; }`);
  throw new Error(`no statement: ${line}`);
}

function made(source: string): AnyStep {
  return new Function(`return ${source};`)();
}

/** The ends of all runs: `P0.r0=0 P1.r1=1 x=1 y=1`, each once, sorted. */
export function endsOf(model: ModelDefinition, settings: MemorySettings): string[] {
  const found = outcomesOf(model, { ...settings } as never, {
    maxStates: 2_000_000,
    memoryBytes: DEFAULT_MEMORY,
    show: shownOf(model),
  });
  if (!('outcomes' in found)) throw new Error('unfinished');
  return found.outcomes
    .map(({ values }) =>
      Object.entries(values)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    )
    .sort();
}

function shownOf(model: ModelDefinition): string[] {
  const { cells, processes } = model.system({});
  return [
    ...Object.entries(processes).flatMap(([name, { locals }]) =>
      Object.keys(locals).map((local) => `${name}.${local}`),
    ),
    ...Object.entries(cells).flatMap(([name, { shape }]) =>
      shape.type === 'scalar' ? [name] : [],
    ),
  ];
}
