// What all commands have in common: they get the terminal, and they end in an exit status.

import type { Command } from 'commander';
import type { ExitCode } from '../exit-code.ts';
import type { Terminal } from '../terminal.ts';

/** What commands are built with. */
export interface Setting {
  readonly program: Command;
  readonly terminal: Terminal;
  /** Gets the exit status of the command that ran. */
  readonly ended: (code: ExitCode) => void;
}

/** Adds a command to a program. */
export type AddCommand = (setting: Setting) => void;

/** The examples that close a command's help. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  $ mmcheck ${line}`).join('\n')}\n`;
}
