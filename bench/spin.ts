// SPIN on the same models, for comparison: generates, compiles and runs a verifier, and reads its figures.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Run } from './measure.ts';

export function spinVersion(): string | undefined {
  const spin = spawnSync('spin', ['-V'], { encoding: 'utf8' });
  const gcc = spawnSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' });
  if (spin.status !== 0 || gcc.status !== 0) return undefined;
  return `${spin.stdout.trim()}, gcc ${gcc.stdout.trim()} -O2`;
}

export interface SpinOptions {
  /** False adds -DNOREDUCE. */
  readonly reduction: boolean;
  /** The table is given 2^`hashBits` slots, so that it never fills. */
  readonly hashBits: number;
  readonly depth: number;
}

/** A verifier, compiled once and run several times. */
export class Spin {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mmcheck-spin-'));
  readonly #options: SpinOptions;

  /**
   * `-o1 -o2 -o3` turn off dead-variable elimination and statement merging, which would change the counts.
   */
  constructor(promela: string, defines: Readonly<Record<string, number>>, options: SpinOptions) {
    this.#options = options;
    const flags = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    const reduce = options.reduction ? [] : ['-DNOREDUCE'];
    this.#execute('spin', ['-a', '-o1', '-o2', '-o3', ...flags, promela]);
    this.#execute('gcc', [
      '-O2',
      '-w',
      '-DSAFETY',
      '-DMEMLIM=16000',
      ...reduce,
      '-o',
      'pan',
      'pan.c',
    ]);
  }

  /** One run; the shell says how much processor time it took. */
  run(): Run {
    const { hashBits, depth } = this.#options;
    return figuresOf(this.#execute('sh', ['-c', `./pan -E -n -w${hashBits} -m${depth}; times`]));
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #execute(command: string, args: readonly string[]): string {
    return execFileSync(command, args, { cwd: this.#folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
  }
}

function figuresOf(text: string): Run {
  const figures = (pattern: RegExp): number[] => {
    const found = pattern.exec(text);
    if (!found) throw new Error(`spin's output has no ${String(pattern)}:\n${text}`);
    return found.slice(1).map(Number);
  };
  const [states] = figures(/([\d.e+]+) states, stored/);
  const [transitions] = figures(/([\d.e+]+) transitions/);
  const [megabytes] = figures(/([\d.]+)\s+total actual memory usage/);
  const [userMinutes, user, systemMinutes, system] = figures(/(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/);
  return {
    states,
    // SPIN counts the initial state as a transition.
    transitions: transitions - 1,
    seconds: 60 * (userMinutes + systemMinutes) + user + system,
    resident: (megabytes * 2 ** 20) / states,
  };
}
