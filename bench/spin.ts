// SPIN on the same models, for comparison: generates, compiles and runs a verifier, and reads its figures.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SpinRun {
  readonly states: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly bytesPerState: number;
}

export function spinInstalled(): boolean {
  return spawnSync('spin', ['-V']).status === 0 && spawnSync('gcc', ['--version']).status === 0;
}

/**
 * One verifier run. `-o1 -o2 -o3` turn off dead-variable elimination and statement merging, which would change the
 * counts; `reduction` false adds -DNOREDUCE. The table is given 2^`hashBits` slots, so that it never fills.
 */
export function runSpin(
  promela: string,
  defines: Readonly<Record<string, number>>,
  options: { readonly reduction: boolean; readonly hashBits: number; readonly depth: number },
): SpinRun {
  const folder = mkdtempSync(join(tmpdir(), 'mmcheck-spin-'));
  try {
    const run = (command: string, args: readonly string[]): string =>
      execFileSync(command, args, { cwd: folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
    const flags = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    run('spin', ['-a', '-o1', '-o2', '-o3', ...flags, promela]);
    const reduce = options.reduction ? [] : ['-DNOREDUCE'];
    run('gcc', ['-O2', '-w', '-DSAFETY', '-DMEMLIM=16000', ...reduce, '-o', 'pan', 'pan.c']);
    return figuresOf(run('./pan', ['-E', '-n', `-w${options.hashBits}`, `-m${options.depth}`]));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function figuresOf(text: string): SpinRun {
  const figure = (pattern: RegExp): number => {
    const found = pattern.exec(text);
    if (!found) throw new Error(`spin's output has no ${String(pattern)}:\n${text}`);
    return Number(found[1]);
  };
  const states = figure(/([\d.e+]+) states, stored/);
  return {
    states,
    // SPIN counts the initial state as a transition.
    transitions: figure(/([\d.e+]+) transitions/) - 1,
    seconds: figure(/elapsed time ([\d.]+) seconds/),
    bytesPerState: (figure(/([\d.]+)\s+total actual memory usage/) * 2 ** 20) / states,
  };
}
