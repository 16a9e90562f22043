// `mmcheck init [FOLDER]`: a project that runs at once: a model, its spec, and what CI and editors need. It asks nothing, and
// writes over nothing: what is there stays, and is told.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { makeFolder } from '../../cache/make-folder.ts';
import { shippedFile } from '../../load/project-files.ts';
import { shellWord } from '../../report/text/shell-word.ts';
import { ExitCode } from '../exit-code.ts';
import { packedFileOf } from '../own-package.ts';
import type { Terminal } from '../terminal.ts';
import { packageVersion } from '../version.ts';
import { examples, type Setting } from './command.ts';

export function addInit({ program, terminal, ended }: Setting): void {
  program
    .command('init')
    .summary('write a project with a first model')
    .description(
      'Writes package.json, tsconfig.json, .gitignore, a model, its spec and a workflow for GitHub Actions. Files that ' +
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
  const packed = packedFileOf(shippedFile('.'));
  for (const file of filesIn(templates)) {
    const name = relative(templates, file);
    // npm packs no .gitignore.
    const path = join(folder, name === 'gitignore' ? '.gitignore' : name);
    if (existsSync(path)) kept.push(path);
    else {
      const text = readFileSync(file, 'utf8');
      write(path, name === 'package.json' ? withMmcheck(text, folder, packed) : text);
      written.push(path);
    }
  }
  const isNamed = packed !== undefined && written.includes(join(folder, 'package.json'));
  const lines = [
    ...written.map((file) => `wrote ${file}`),
    ...kept.map((file) => `kept ${file}, which was there`),
    '',
    ...nextSteps(folder, isNamed ? packed : undefined),
  ];
  terminal.result(`${lines.join('\n')}\n`);
  return ExitCode.asExpected;
}

/** The project depends on the file that this mmcheck was installed from, where that is known. */
function withMmcheck(text: string, folder: string, packed: string | undefined): string {
  if (packed === undefined) return text;
  const file = relative(resolve(folder), packed).split(sep).join('/');
  const dependency = `file:${file.startsWith('.') ? file : `./${file}`}`;
  return `${JSON.stringify({ ...JSON.parse(text), devDependencies: { mmcheck: dependency } }, null, 2)}\n`;
}

function nextSteps(folder: string, packed: string | undefined): string[] {
  const go = folder === '.' ? '' : `cd ${shellWord(folder)} && `;
  if (packed !== undefined) {
    return [
      `Next: ${go}npm install && npx mmcheck run`,
      `package.json names ${packed}: for the workflow, move it into the repository and name it there.`,
    ];
  }
  const file = `mmcheck-${packageVersion()}.tgz`;
  return [
    `First: put ${file} into ${folder === '.' ? 'this folder' : shellWord(folder)}. mmcheck is on no registry: \`npm pack\` makes the file in a clone of it; for the workflow, keep it in the repository.`,
    `Next: ${go}npm install --save-dev ./${file} && npx mmcheck run`,
  ];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
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
