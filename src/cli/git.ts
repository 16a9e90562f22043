// What git knows of the checkout that a command runs in, for commands that compare with a revision.
//
// What must stay true: whatever git says no to is told in one message, with what to do next; nothing that a user names is
// taken for an option of git; and nothing in the checkout, its index or its .git is changed.

import { execFileSync } from 'node:child_process';
import { relative } from 'node:path';
import { UsageError } from '../base/errors.ts';

const LONGEST_ANSWER = 2 ** 30;

interface Failure extends Error {
  readonly code?: string;
  readonly stderr?: string;
}

interface Given {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

function git(words: readonly string[], cwd: string, { input = '', env = {} }: Given = {}): string {
  return execFileSync('git', words, {
    cwd,
    input,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: LONGEST_ANSWER,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** The same, where it has no reason to say no. */
function asked(words: readonly string[], root: string, given: Given = {}): string {
  try {
    return git(words, root, given);
  } catch (error) {
    const { stderr, message } = error as Failure;
    throw new UsageError(`git ${words[0]} fails: ${firstLine(stderr || message)}`);
  }
}

/** The root of the checkout that the working directory is in. `what` is the option that asks for one. */
export function checkoutRoot(what: string): string {
  try {
    return git(['rev-parse', '--show-toplevel'], process.cwd()).trimEnd();
  } catch (error) {
    const { code, stderr = '' } = error as Failure;
    if (code === 'ENOENT') throw new UsageError(`${what} needs git, and there is none; install it`);
    if (/not a git repository/.test(stderr)) {
      throw new UsageError(`${what} needs a git checkout, and ${process.cwd()} is in none`);
    }
    throw new UsageError(`${what} needs git, which says: ${allLines(stderr)}`);
  }
}

/** The commit that a revision names. */
export function commitOf(root: string, revision: string): string {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`];
  try {
    return git(words, root).trimEnd();
  } catch {
    throw new UsageError(`git knows no revision '${revision}'${adviceOn(root, revision)}`);
  }
}

function adviceOn(root: string, revision: string): string {
  if (asked(['rev-parse', '--is-shallow-repository'], root).trim() === 'true') {
    return '; this clone is shallow: fetch all of it, git fetch --unshallow, or fetch-depth: 0 of actions/checkout';
  }
  if (revision === 'HEAD') return ', as there is no commit yet; commit first';
  return '; name a branch, a tag or a commit that git log shows, or git fetch it first';
}

/** All files of a commit, by their paths from the root, and the names of their contents. */
export function filesOfCommit(root: string, commit: string): ReadonlyMap<string, string> {
  const lines = asked(['ls-tree', '-r', '-z', '--full-tree', commit], root).split('\0');
  return new Map(
    lines.filter(Boolean).map((line) => {
      const tab = line.indexOf('\t');
      return [line.slice(tab + 1), line.slice(0, tab).split(' ')[2]];
    }),
  );
}

/** The names that git would give the contents of files on disk; of files below the root, by their paths from it. */
export function contentsOnDisk(
  root: string,
  files: readonly string[],
): ReadonlyMap<string, string> {
  // A line names a file, but one that begins with a quote.
  const plain = files.filter((file) => !/^"|\n/.test(file));
  if (plain.length === 0) return new Map();
  const input = plain.map((file) => `${file}\n`).join('');
  const names = asked(['hash-object', '--stdin-paths'], root, { input }).split('\n');
  return new Map(plain.map((file, k) => [file, names[k]]));
}

/** The name that git would give a link, whose contents are where it leads. */
export function contentsOfLink(root: string, target: string): string {
  return asked(['hash-object', '--stdin'], root, { input: target }).trim();
}

/** Writes all files of a commit into a folder, by an index of its own. */
export function checkOut(root: string, commit: string, folder: string, index: string): void {
  const env = { GIT_INDEX_FILE: index };
  asked(['read-tree', commit], root, { env });
  asked(['checkout-index', '--all', '--quiet', `--prefix=${folder}/`], root, { env });
}

/** A path as git shows it; undefined where it is not below the root. */
export function pathInCheckout(root: string, path: string): string | undefined {
  const inside = relative(root, path).replaceAll('\\', '/');
  return inside === '..' || inside.startsWith('../') || /^([A-Za-z]:)?\//.test(inside)
    ? undefined
    : inside;
}

/** What to do about it stands below. */
function allLines(text: string): string {
  return text
    .trim()
    .replace(/^fatal: /, '')
    .replace(/\s*\n\s*/g, ' ');
}

function firstLine(text: string): string {
  return text
    .trim()
    .split('\n')[0]
    .replace(/^fatal: /, '');
}
