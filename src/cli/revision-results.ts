// What `mmcheck run` says at a revision of the checkout, for `mmcheck diff`: its files are written into a temporary folder,
// and this mmcheck runs there, in a process of its own, as its specs are named from there.
//
// What must stay true: nothing is left behind, neither a folder nor a process, whether the runs end by themselves or a signal
// ends them.

import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../base/errors.ts';
import type { StopReason } from '../supervise/supervisor.ts';
import { checkOut, checkoutRoot, commitOf, pathInCheckout } from './git.ts';
import { SIGNALS } from './session.ts';
import type { Terminal } from './terminal.ts';

/** A revision, as it was named, and its commit. */
export interface Revision {
  readonly name: string;
  readonly commit: string;
  readonly root: string;
}

/** Throws a UsageError where there is no such revision; nor a file, as who calls knows. */
export function revisionNamed(name: string): Revision {
  const root = checkoutRoot(`there is no file ${name}, and a revision`);
  return { name, commit: commitOf(root, name), root };
}

/** Why there are no results. */
export class Interrupted extends Error {
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(reason);
    this.reason = reason;
  }
}

interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
}

/** The JSON of a run of `words` at the revision. Throws Interrupted. */
export async function resultAt(
  revision: Revision,
  words: readonly string[],
  terminal: Terminal,
): Promise<unknown> {
  const box = mkdtempSync(join(tmpdir(), 'mmcheck-diff-'));
  try {
    const cwd = materialized(revision, box);
    if (!existsSync(join(cwd, 'specs'))) return { schema: 1, specs: [] };
    terminal.status(`${revision.name}: its specs are run`);
    const { stdout, stderr, code } = await run(['run', '--format', 'json', ...words], cwd);
    const isBroken = code === null || code > 3 || stdout === '';
    const told = stderr.trimEnd().replace(/^mmcheck: /gm, '');
    if (isBroken) throw new UsageError(`at ${revision.name}: ${told}`);
    if (code === 2) terminal.message(`mmcheck: at ${revision.name}: ${told}`);
    return JSON.parse(stdout);
  } finally {
    terminal.status('');
    rmSync(box, { recursive: true, force: true });
  }
}

/** The folder in it that the command's working directory is. Packages are those that are installed now. */
function materialized({ root, commit }: Revision, box: string): string {
  const tree = join(box, 'tree');
  checkOut(root, commit, tree, join(box, 'index'));
  const inside = pathInCheckout(root, process.cwd()) ?? '';
  for (let folder = inside; ; folder = dirname(folder)) {
    const here = join(root, folder, 'node_modules');
    const there = join(tree, folder, 'node_modules');
    if (existsSync(here) && existsSync(dirname(there)) && !existsSync(there)) {
      symlinkSync(here, there, 'junction');
    }
    if (folder === '' || folder === '.') break;
  }
  return join(tree, inside);
}

/** A signal goes on to the process, which then ends. */
function run(words: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1], ...words], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stopped: StopReason | undefined;
    const signalled = (signal: NodeJS.Signals): void => {
      stopped ??= SIGNALS[signal as keyof typeof SIGNALS];
      child.kill(signal);
    };
    for (const signal of Object.keys(SIGNALS)) process.on(signal, signalled);
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (texts.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      for (const signal of Object.keys(SIGNALS)) process.off(signal, signalled);
      if (stopped === undefined) resolve({ ...texts, code });
      else reject(new Interrupted(stopped));
    });
  });
}
