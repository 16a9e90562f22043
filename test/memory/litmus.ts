// Litmus tests of a line for each process, as models: `litmus(['x = 1; r0 = y', 'y = 1; r1 = x'])` is store buffering.
//
// A statement is `x = 1`, `r0 = x`, `x =rel 1`, `r0 =acq x`, `r0 = xchg x 2`, or `mb`, `wmb`, `rmb`; each is a step. What is
// known of the ends are the values of all registers and words, as `mmcheck outcomes` lists them.

import { DEFAULT_MEMORY } from '../../src/base/limits.ts';
import { outcomesOf } from '../../src/check/outcomes.ts';
import { defineModel, upTo } from '../../src/index.ts';
import { atomic, barriers } from '../../src/kernel/index.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import type { MemorySettings } from '../../src/language/memory-model.ts';
import type { ProcessDefinition } from '../../src/language/process.ts';
import { code } from '../kernel/code.ts';

export type Statement =
  | {
      readonly type: 'store';
      readonly word: string;
      readonly value: number;
      readonly release: boolean;
    }
  | {
      readonly type: 'load';
      readonly word: string;
      readonly register: string;
      readonly acquire: boolean;
    }
  | {
      readonly type: 'xchg';
      readonly word: string;
      readonly register: string;
      readonly value: number;
    }
  | { readonly type: 'mb' | 'wmb' | 'rmb' };

/** Each process as its statements. */
export function parsed(lines: readonly string[]): Statement[][] {
  return lines.map((line) => line.split('; ').map(statement));
}

function statement(text: string): Statement {
  if (text === 'mb' || text === 'wmb' || text === 'rmb') return { type: text };
  const [, register, word, xchg] = /^(r\d) =(?:acq)? (?:xchg )?([x-z])(?: (\d))?$/.exec(text) ?? [];
  if (xchg) return { type: 'xchg', word, register, value: Number(xchg) };
  if (word) return { type: 'load', word, register, acquire: text.includes('=acq') };
  const [, target, value] = /^([x-z]) =(?:rel)? (\d)$/.exec(text) ?? [];
  if (!target) throw new Error(`no statement: ${text}`);
  return { type: 'store', word: target, value: Number(value), release: text.includes('=rel') };
}

export function litmus(lines: readonly string[]): ModelDefinition {
  const programs = parsed(lines);
  const all = programs.flat();
  const words = [...new Set(all.flatMap((one) => ('word' in one ? [one.word] : [])))].sort();
  const registers = [...new Set(all.flatMap((one) => ('register' in one ? [one.register] : [])))];
  const cells: Cells = {
    ...Object.fromEntries(words.map((word) => [word, atomic(upTo(3))])),
    ...(all.some(({ type }) => type.endsWith('mb')) && { smp: barriers() }),
  };
  const processes = Object.fromEntries(
    programs.map((program, k) => [`P${k}`, program.map((one) => bodyOf(one))]),
  );
  const locals = Object.fromEntries(registers.map((register) => [register, upTo(3)]));
  return defineModel('litmus', {
    system: () => withoutSaid(code(cells, processes, locals)) as never,
  });
}

function bodyOf(one: Statement): string {
  switch (one.type) {
    case 'store':
      return `${one.word}.${one.release ? 'setRelease' : 'set'}(${one.value})`;
    case 'load':
      return `me.${one.register} = ${one.word}.${one.acquire ? 'readAcquire' : 'read'}()`;
    case 'xchg':
      return `me.${one.register} = ${one.word}.xchg(${one.value})`;
    default:
      return `smp.${one.type}()`;
  }
}

function withoutSaid<S extends { readonly processes: Readonly<Record<string, ProcessDefinition>> }>(
  system: S,
): S {
  const processes = Object.entries(system.processes).map(([name, one]) => {
    const { said: _, ...locals } = one.locals;
    return [name, { ...one, locals }];
  });
  return { ...system, processes: Object.fromEntries(processes) };
}

/** The ends of all runs, each once, sorted: `r0=0 r1=1 x=1 y=1`, of registers those that are used. */
export function endsOf(model: ModelDefinition, settings: MemorySettings): string[] {
  const { cells, processes } = model.system({});
  const words = Object.keys(cells).filter((name) => name !== 'smp');
  const used = Object.entries(processes).flatMap(([name, { locals, steps }]) =>
    Object.keys(locals)
      .filter((local) => Object.values(steps).some((step) => `${step}`.includes(`me.${local} `)))
      .map((local) => ({ name: `${name}.${local}`, local })),
  );
  const found = outcomesOf(model, { ...settings } as never, {
    maxStates: 2_000_000,
    memoryBytes: DEFAULT_MEMORY,
    show: [...used.map(({ name }) => name), ...words],
  });
  if (!('outcomes' in found) || !found.complete) throw new Error('unfinished');
  const ends = found.outcomes.map(({ values }) => {
    const registers = used.map(({ name, local }) => `${local}=${values[name]}`).sort();
    const memory = words.map((word) => `${word}=${JSON.parse(JSON.stringify(values[word])).now}`);
    return [...registers, ...memory].join(' ');
  });
  return [...new Set(ends)].sort();
}
