// A project in a git checkout of its own, for commands that compare with a revision.

import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Ended, mmcheck, project, type RunOptions } from './mmcheck.ts';

/** Nothing of whoever runs the tests. */
const ENV = {
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example.org',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example.org',
};

export interface GitProject {
  readonly folder: string;
  git(...words: readonly string[]): string;
  /** Nothing removes the file. */
  write(file: string, text: string | undefined): void;
  mmcheck(words: readonly string[], options?: RunOptions): Promise<Ended>;
}

/** Not a checkout yet. */
export function plainProject(files: Readonly<Record<string, string>>): GitProject {
  return of(project(files));
}

/** The files are committed. */
export function gitProject(files: Readonly<Record<string, string>>): GitProject {
  const made = plainProject(files);
  made.git('init', '--quiet', '--initial-branch', 'main');
  made.git('add', '--all');
  made.git('commit', '--quiet', '--message', 'first');
  return made;
}

/** A clone of its last commit alone, as CI makes them. */
export function shallowClone({ folder, git }: GitProject): GitProject {
  const clone = of(project({}));
  git('clone', '--quiet', '--depth', '1', `file://${folder}`, clone.folder);
  return clone;
}

function of(folder: string): GitProject {
  return {
    folder,
    git: (...words) =>
      execFileSync('git', words, {
        cwd: folder,
        env: { ...process.env, ...ENV },
        encoding: 'utf8',
        stdio: 'pipe',
      }),
    write(file, text) {
      if (text === undefined) rmSync(join(folder, file));
      else writeFileSync(join(folder, file), text);
    },
    mmcheck: (words, options = {}) =>
      mmcheck(words, { ...options, cwd: options.cwd ?? folder, env: { ...ENV, ...options.env } }),
  };
}
