// `mmcheck completion SHELL`: what completes the words of a command line, made from the commands themselves, so that it knows
// each option that the help knows.

import { Argument, type Command } from 'commander';
import type { Setting } from './command.ts';
import { examples } from './command.ts';

interface Words {
  readonly name: string;
  readonly about: string;
  readonly options: readonly string[];
}

const SCRIPTS = { bash, zsh, fish } satisfies Record<
  string,
  (commands: readonly Words[]) => string
>;

export function addCompletion({ program, terminal }: Setting): void {
  program
    .command('completion')
    .summary('print what completes command lines in a shell')
    .description('Prints a script that makes a shell complete the commands and options of mmcheck.')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SCRIPTS)))
    .addHelpText(
      'after',
      examples(
        'completion bash > ~/.local/share/bash-completion/completions/mmcheck',
        'completion fish > ~/.config/fish/completions/mmcheck.fish',
      ),
    )
    .action((shell: keyof typeof SCRIPTS) => terminal.result(SCRIPTS[shell](wordsOf(program))));
}

function wordsOf({ commands }: Command): Words[] {
  return commands.map((command) => ({
    name: command.name(),
    about: command.summary(),
    options: ['--help', ...command.options.flatMap(({ long }) => long ?? [])],
  }));
}

/** Files complete everything that is no option. */
function bash(commands: readonly Words[]): string {
  const cases = commands.map(({ name, options }) => `    ${name}) words='${options.join(' ')}' ;;`);
  return `_mmcheck() {
  local word="\${COMP_WORDS[COMP_CWORD]}" words=''
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')} --help --version' -- "$word"))
    return
  fi
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  case "$word" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$word")) ;;
    *) COMPREPLY=($(compgen -f -- "$word")) ;;
  esac
}
complete -o filenames -F _mmcheck mmcheck
`;
}

function zsh(commands: readonly Words[]): string {
  const names = commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`);
  const cases = commands.map(
    ({ name, options }) => `    ${name}) options=(${options.join(' ')}) ;;`,
  );
  return `#compdef mmcheck
_mmcheck() {
  local -a commands options
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${cases.join('\n')}
  esac
  if [[ "$PREFIX" == -* ]]; then compadd -- $options; else _files; fi
}
compdef _mmcheck mmcheck
`;
}

function fish(commands: readonly Words[]): string {
  const lines = commands.flatMap(({ name, about, options }) => [
    `complete -c mmcheck -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
    ...options.map((option) => {
      const long = option.replace(/^--/, '');
      return `complete -c mmcheck -n '__fish_seen_subcommand_from ${name}' -l ${long}`;
    }),
  ]);
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
