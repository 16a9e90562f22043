// Rumur with its symmetry reduction on the same models, for comparison: generates, compiles and runs a verifier, and
// reads its figures.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limited } from './limited.ts';
import type { Figures } from './measure-reduced.ts';

export function rumurVersion(): string | undefined {
  const rumur = spawnSync('rumur', ['--version'], { encoding: 'utf8' });
  const gcc = spawnSync('gcc', ['-dumpfullversion'], { encoding: 'utf8' });
  if (rumur.status !== 0 || gcc.status !== 0) return undefined;
  return `${rumur.stdout.trim()}, gcc ${gcc.stdout.trim()} -O3`;
}

/** A verifier, compiled once and run several times. */
export class Rumur {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mmcheck-rumur-'));

  constructor(murphi: string, constants: Readonly<Record<string, number>>) {
    writeFileSync(join(this.#folder, 'model.m'), instantiated(murphi, constants));
    const symmetry = ['--symmetry-reduction', 'heuristic', '--deadlock-detection', 'off'];
    const files = ['--threads', '1', '--output', 'model.c', 'model.m'];
    this.#execute('rumur', [...symmetry, ...files]);
    this.#execute('gcc', ['-O3', '-march=native', '-w', '-o', 'model', 'model.c', '-lpthread']);
  }

  run(limit: number): Figures {
    const { output, seconds } = limited('./model', limit, this.#folder);
    const found = /(\d+) states, (\d+) rules fired/.exec(output);
    if (!found) return { states: 0, transitions: 0, seconds, complete: false };
    return { states: Number(found[1]), transitions: Number(found[2]), seconds, complete: true };
  }

  remove(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #execute(command: string, args: readonly string[]): void {
    execFileSync(command, args, { cwd: this.#folder, stdio: 'ignore' });
  }
}

/** Rumur has no way to set a constant from outside. */
function instantiated(file: string, constants: Readonly<Record<string, number>>): string {
  return Object.entries(constants).reduce(
    (text, [name, value]) => {
      const declared = new RegExp(`^  ${name}: *\\d+;`, 'm');
      if (!declared.test(text)) throw new Error(`${file}: no constant ${name}`);
      return text.replace(declared, `  ${name}: ${value};`);
    },
    readFileSync(file, 'utf8'),
  );
}
