// `mmcheck init [FOLDER]`: a project that runs at once: a model, its spec, and what CI and editors need. It asks nothing, and
// writes over nothing: what is there stays, and is told.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { makeFolder } from '../../cache/make-folder.ts';
import { shippedFile } from '../../load/project-files.ts';
import { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { packageVersion } from '../version.ts';
import { examples, type Setting } from './command.ts';

export function addInit({ program, terminal, ended }: Setting): void {
  program
    .command('init')
    .summary('write a project with a first model')
    .description(
      'Writes package.json, tsconfig.json, a model, its spec and a workflow for GitHub Actions. Files that ' +
        'are there already stay as they are.',
    )
    .argument('[folder]', 'where; it is made where there is none', '.')
    .addHelpText('after', examples('init', 'init my-models'))
    .action((folder: string) => ended(init(folder, terminal)));
}

function init(folder: string, terminal: Terminal): ExitCode {
  const written: string[] = [];
  const kept: string[] = [];
  const templates = shippedFile('templates/init');
  for (const file of filesIn(templates)) {
    const name = relative(templates, file);
    const path = join(folder, name);
    if (existsSync(path)) kept.push(path);
    else {
      write(path, textOf(file));
      written.push(path);
    }
  }
  const lines = [
    ...written.map((file) => `wrote ${file}`),
    ...kept.map((file) => `kept ${file}, which was there`),
    '',
    `Next:${folder === '.' ? '' : ` cd ${folder} &&`} npm install && npx mmcheck run`,
  ];
  terminal.result(`${lines.join('\n')}\n`);
  return ExitCode.asExpected;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** A project depends on the mmcheck that wrote it. */
function textOf(file: string): string {
  const text = readFileSync(file, 'utf8');
  return text.replace('"mmcheck": "^0.1.0"', `"mmcheck": "^${packageVersion()}"`);
}

function write(path: string, text: string): void {
  try {
    makeFolder(dirname(path));
    // Never over what somebody else has made meanwhile.
    writeFileSync(path, text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${(error as Error).message}`);
  }
}
