// What `mmcheck run` says at a revision of the checkout, for `mmcheck diff`: its files are written into a temporary folder,
// and this mmcheck runs there, in a process of its own, as its specs are named from there.
//
// What must stay true: nothing is left behind, neither a folder nor a process, whether the runs end by themselves or a signal
// ends them; and what is run is of the revision, never of the checkout or of mmcheck itself.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { UsageError } from '../base/errors.ts';
import { specFilesIn } from '../load/find-spec.ts';
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

/** Its files in a folder of their own. */
export interface Copy {
  readonly name: string;
  /** What the command's working directory is in it. */
  readonly cwd: string;
  /** The specs that each of the words stands for, or all, as they are named from there. */
  readonly specs: readonly { readonly word?: string; readonly files: readonly string[] }[];
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

/** A folder for copies, and what is aborted, with a StopReason, by a signal that comes while there is one. */
export interface Box {
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Gives the work a folder that is removed when it ends, by itself or by a signal. Throws Interrupted. */
export async function inTemporaryFolder<T>(work: (box: Box) => Promise<T>): Promise<T> {
  const stopping = new AbortController();
  const signalled = (signal: NodeJS.Signals): void =>
    stopping.abort(SIGNALS[signal as keyof typeof SIGNALS]);
  for (const signal of Object.keys(SIGNALS)) process.on(signal, signalled);
  let folder: string | undefined;
  try {
    folder = temporaryFolder();
    return await work({ folder, signal: stopping.signal });
  } catch (error) {
    // One that git has had, too, is heard only now.
    await new Promise(setImmediate);
    throw stopping.signal.aborted ? new Interrupted(stopping.signal.reason) : error;
  } finally {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
    for (const signal of Object.keys(SIGNALS)) process.off(signal, signalled);
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'mmcheck-diff-'));
  } catch (error) {
    const why = `${(error as Error).message}; name another folder in TMPDIR`;
    throw new UsageError(`cannot make a folder in ${tmpdir()}: ${why}`);
  }
}

/** Writes its files into the folder. Packages are those that are installed now. */
export function copyOf(
  { name, root, commit }: Revision,
  words: readonly string[] | undefined,
  folder: string,
): Copy {
  const tree = join(folder, 'tree');
  mkdirSync(folder);
  checkOut(root, commit, tree, join(folder, 'index'));
  const inside = pathInCheckout(root, process.cwd()) ?? '';
  const cwd = join(tree, inside);
  const filesOf = (word?: string): string[] =>
    specFilesIn(cwd, word === undefined ? undefined : fromHere(word, root))
      .filter((file) => pathInCheckout(tree, file) !== undefined)
      .map((file) => relative(cwd, file));
  const specs = words?.map((word) => ({ word, files: filesOf(word) })) ?? [{ files: filesOf() }];
  const folders = specs.flatMap(({ files }) => files.map((file) => dirname(join(cwd, file))));
  for (const one of new Set([cwd, ...folders])) linkPackages(root, tree, relative(tree, one));
  return { name, cwd, specs };
}

/** A name of the checkout's own file is one of the same file at the revision. */
function fromHere(word: string, root: string): string {
  if (!isAbsolute(word)) return word;
  if (pathInCheckout(root, word) !== undefined) return relative(process.cwd(), word);
  throw new UsageError(`${word} is not in this checkout; --specs names specs of the revisions`);
}

/** Of this folder, and of all above it. */
function linkPackages(root: string, tree: string, inside: string): void {
  for (let folder = inside; ; folder = dirname(folder)) {
    const here = join(root, folder, 'node_modules');
    const there = join(tree, folder, 'node_modules');
    if (existsSync(here) && existsSync(dirname(there)) && !existsSync(there)) {
      symlinkSync(here, there, 'junction');
    }
    if (folder === '' || folder === '.') return;
  }
}

/** The JSON of a run of its specs with these options. Throws where the signal is aborted. */
export async function resultIn(
  { name, cwd, specs }: Copy,
  options: readonly string[],
  signal: AbortSignal,
  terminal: Terminal,
): Promise<unknown> {
  const files = specs.flatMap((one) => one.files);
  if (files.length === 0) return { schema: 1, specs: [] };
  terminal.status(`${name}: its specs are run`);
  const ended = run(['run', ...files, '--format', 'json', ...options], cwd, signal);
  const { stdout, stderr, code } = await ended.finally(() => terminal.status(''));
  signal.throwIfAborted();
  const isBroken = code === null || code > 3 || stdout === '';
  const told = stderr.trimEnd().replace(/^mmcheck: /gm, '');
  if (isBroken) throw new UsageError(`at ${name}: ${told}`);
  if (code === 2) terminal.message(`mmcheck: at ${name}: ${told}`);
  return JSON.parse(stdout);
}

/** Ends when the process has ended, which it is asked to do where the signal is aborted. */
function run(words: readonly string[], cwd: string, signal: AbortSignal): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [process.argv[1], ...words], {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const stop = (): unknown => child.kill();
    signal.addEventListener('abort', stop);
    const texts = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => (texts.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (texts.stderr += text));
    child.on('error', reject);
    child.on('close', (code) => {
      signal.removeEventListener('abort', stop);
      resolve({ ...texts, code });
    });
  });
}
