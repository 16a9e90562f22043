// SPIN on the same models, for comparison: generates, compiles and runs a verifier, and reads its figures.

import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ended, limited } from './limited.ts';
import type { Run } from './measure.ts';
import type { Figures } from './measure-reduced.ts';

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
  /** What generating and compiling took. */
  readonly #compilation: number;

  /**
   * `-o1 -o2 -o3` turn off dead-variable elimination and statement merging, which would change the counts.
   */
  constructor(promela: string, defines: Readonly<Record<string, number>>, options: SpinOptions) {
    this.#options = options;
    const flags = Object.entries(defines).map(([name, value]) => `-D${name}=${value}`);
    const reduce = options.reduction ? [] : ['-DNOREDUCE'];
    const commands = [
      ['spin', '-a', '-o1', '-o2', '-o3', ...flags, promela],
      ['gcc', '-O2', '-w', '-DSAFETY', '-DMEMLIM=16000', ...reduce, '-o', 'pan', 'pan.c'],
    ];
    this.#compilation = commands
      .map(
        (words) =>
          limited(words.map((word) => `'${word}'`).join(' '), 'unlimited', this.#folder).seconds,
      )
      .reduce((sum, one) => sum + one, 0);
  }

  run(): Run {
    const { output, seconds } = this.#search('unlimited');
    const [megabytes] = numbers(output, /([\d.]+)\s+total actual memory usage/);
    const { states, transitions } = countsOf(output);
    const whole = this.#compilation + seconds;
    return { states, transitions, seconds, whole, resident: (megabytes * 2 ** 20) / states };
  }

  /** A run of so many seconds of processor time at most. */
  runWithin(limit: number): Figures {
    const { output, seconds } = this.#search(limit);
    if (!/states, stored/.test(output)) {
      return { states: 0, transitions: 0, seconds, complete: false };
    }
    return { ...countsOf(output), seconds, complete: true };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #search(limit: number | 'unlimited'): Ended {
    const { hashBits, depth } = this.#options;
    return limited(`./pan -E -n -w${hashBits} -m${depth}`, limit, this.#folder);
  }
}

function countsOf(output: string): Pick<Run, 'states' | 'transitions'> {
  const [states] = numbers(output, /([\d.e+]+) states, stored/);
  const [transitions] = numbers(output, /([\d.e+]+) transitions/);
  // SPIN counts the initial state as a transition.
  return { states, transitions: transitions - 1 };
}

function numbers(text: string, pattern: RegExp): number[] {
  const found = pattern.exec(text);
  if (!found) throw new Error(`spin's output has no ${String(pattern)}:\n${text}`);
  return found.slice(1).map(Number);
}
