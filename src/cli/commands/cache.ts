// `mmcheck cache info|clear|verify`: what earlier runs have left on disk. Nothing of it is needed: whatever is removed is
// found again.

import { existsSync, statSync } from 'node:fs';
import { Argument } from 'commander';
import { UsageError } from '../../base/errors.ts';
import { DiskCache } from '../../cache/disk-cache.ts';
import { CACHE_VARIABLE, cacheFolder } from '../../cache/folder.ts';
import { KINDS, type Kind } from '../../cache/kinds.ts';
import { foreignText, isOwnFolder } from '../../cache/own-folder.ts';
import { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';

const ACTIONS = { info, clear, verify };

export function addCache({ program, terminal, ended }: Setting): void {
  program
    .command('cache')
    .summary('look at what earlier runs have left on disk')
    .description(
      'Verdicts of rows, and what is in a spec, which `mmcheck run` does not look for again while the engine, the files of their spec and the ' +
        'options are the same, and what TypeScript files compile to. `info` says where and how much, `clear` removes ' +
        'it, `verify` finds what is damaged; that is never believed, and removed here. ' +
        `They lie in node_modules/.cache/mmcheck of the project, or in the folder that ${CACHE_VARIABLE} names; "off" keeps nothing.`,
    )
    .addArgument(new Argument('<action>', 'what to do').choices(Object.keys(ACTIONS)))
    .addHelpText('after', examples('cache info', 'cache clear'))
    .action((action: keyof typeof ACTIONS) => {
      refuseOther();
      ended(ACTIONS[action](terminal));
    });
}

/** In a file nothing is kept, and nothing can be said of it; what is somebody else's is not ours to remove. */
function refuseOther(): void {
  const folder = cacheFolder();
  if (folder === undefined || !existsSync(folder)) return;
  if (!statSync(folder).isDirectory()) {
    throw new UsageError(`${folder} is no folder; remove it, or name another in ${CACHE_VARIABLE}`);
  }
  if (isOwnFolder(folder)) return;
  throw new UsageError(`${foreignText(folder)}; name an empty folder in ${CACHE_VARIABLE}`);
}

const WORDS = {
  compiled: ['compiled file', 'compiled files'],
  specs: ['spec', 'specs'],
  verdicts: ['verdict of a row', 'verdicts of rows'],
} as const satisfies Record<Kind, readonly [string, string]>;

function counted(kind: Kind, count: number): string {
  return `${count} ${WORDS[kind][count === 1 ? 0 : 1]}`;
}

function info(terminal: Terminal): ExitCode {
  const lines = KINDS.map((kind) => {
    const entries = new DiskCache(kind).entries();
    const bytes = entries.reduce((sum, entry) => sum + entry.bytes, 0);
    return `${counted(kind, entries.length)}, ${(bytes / 2 ** 20).toFixed(1)} MiB`;
  });
  terminal.result(`${[where(), ...lines].join('\n')}\n`);
  return ExitCode.asExpected;
}

function clear(terminal: Terminal): ExitCode {
  const removed = KINDS.map((kind) => {
    const cache = new DiskCache(kind);
    const entries = cache.entries();
    for (const { key } of entries) remove(cache, key);
    return counted(kind, entries.length);
  });
  terminal.result(`removed ${listed(removed)}\n`);
  return ExitCode.asExpected;
}

/** What is damaged says that the disk, or somebody, changes files: nothing is lost, and it is worth knowing. */
function verify(terminal: Terminal): ExitCode {
  const found = KINDS.map((kind) => {
    const cache = new DiskCache(kind);
    const damaged = cache.entries().filter(({ key }) => cache.get(key) === 'damaged');
    for (const { key } of damaged) remove(cache, key);
    return { kind, damaged: damaged.length };
  });
  const words = listed(found.map(({ kind, damaged }) => counted(kind, damaged)));
  const isWhole = found.every(({ damaged }) => damaged === 0);
  terminal.result(isWhole ? 'all entries are whole\n' : `removed what was damaged: ${words}\n`);
  return isWhole ? ExitCode.asExpected : ExitCode.violated;
}

function remove(cache: DiskCache, key: string): void {
  try {
    cache.remove(key);
  } catch (error) {
    throw new UsageError(`cannot remove an entry of ${where()}: ${(error as Error).message}`);
  }
}

function listed(words: readonly string[]): string {
  return new Intl.ListFormat('en', { style: 'long' }).format(words);
}

function where(): string {
  return cacheFolder() ?? `nothing is kept: ${CACHE_VARIABLE} is "off"`;
}
