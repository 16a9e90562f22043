// SPIN on the same models, for comparison: generates, compiles and runs a verifier, and reads its figures.

import { execFileSync, spawnSync } from 'node:child_process';
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

  run(): Run {
    const { output, seconds } = this.#search('unlimited');
    const [megabytes] = numbers(output, /([\d.]+)\s+total actual memory usage/);
    const { states, transitions } = countsOf(output);
    return { states, transitions, seconds, resident: (megabytes * 2 ** 20) / states };
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

  #execute(command: string, args: readonly string[]): string {
    return execFileSync(command, args, { cwd: this.#folder, encoding: 'utf8', maxBuffer: 2 ** 26 });
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
