// Runs the compiled command line as a user does, in a process of its own. `npm test` compiles
// first.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
/** As in a project of its own, wherever the command runs. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/mmcheck', import.meta.url));
export const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A file that stdout goes to. */
  readonly stdout?: string;
  /** Whether a verdict of an earlier run will do, which another test may have made. */
  readonly cached?: boolean;
  /** Gets the running process, to disturb it. */
  readonly meanwhile?: (child: ChildProcess) => void;
}

/** Runs mmcheck in the folder of the fixtures, or in another. */
export function mmcheck(words: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const { cwd = FIXTURES, env = {}, meanwhile } = options;
  const began = performance.now();
  const file = options.stdout === undefined ? undefined : openSync(options.stdout, 'w');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, ...words, ...anew(words, options)], {
      cwd,
      env: { MMCHECK_CACHE: CACHE, ...process.env, ...env },
      stdio: ['ignore', file ?? 'pipe', 'pipe'],
    });
    if (file !== undefined) closeSync(file);
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (data) => (stdout += data));
    child.stderr?.on('data', (data) => (stderr += data));
    child.on('error', reject);
    child.on('close', (code) =>
      resolve({ code, stdout, stderr, seconds: (performance.now() - began) / 1000 }),
    );
    meanwhile?.(child);
  });
}

function anew([command]: readonly string[], { cached = false }: RunOptions): string[] {
  return command === 'run' && !cached ? ['--no-cache'] : [];
}

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** A folder far from this package with the given files in it; removed when the tests end. */
export function project(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mmcheck-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  return folder;
}

/** A model in as few words as one can. */
export const TINY = `import { bool, cell, defineModel, system } from 'mmcheck';
export default defineModel('tiny', {
  system: () => system({ flag: cell(bool) }, ({ process }) => ({
    setter: process({
      start: 'set',
      steps: { set: ({ flag }) => { flag.value = true; return 'done'; } },
    }),
  })),
});
`;

/** The same with a parameter that it does not use, for specs of several rows. */
export const NUMBERED = TINY.replace(
  'system: () =>',
  'parameters: { n: upTo(9) },\n  system: () =>',
).replace('{ bool,', '{ bool, upTo,');

/** A project with the tiny model and a spec whose rows are given. */
export function tinyProject(rows: string, rest = ''): string {
  return project({ 'models/tiny.ts': TINY, 'specs/tiny.ts': tinySpec(rows, rest) });
}

/** A spec of the tiny model, for a folder beside the model's. */
export function tinySpec(rows: string, rest = ''): string {
  return `import { defineSpec } from 'mmcheck';
import tiny from '../models/tiny.ts';
export default defineSpec(tiny, {
  properties: ({ invariant }) => ({
    off: invariant('the flag stays off', ({ flag }) => !flag.value),
  }),
  rows: [${rows}],
  ${rest}
});
`;
}
