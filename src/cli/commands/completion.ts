// `mmcheck completion SHELL`: what completes the words of a command line, made from the commands themselves, so that it knows
// each option that the help knows.

import { Argument, type Command, type Option } from 'commander';
import { REPORT_KINDS } from '../../report/export/exporters.ts';
import type { Setting } from './command.ts';
import { examples } from './command.ts';

interface Words {
  readonly name: string;
  readonly about: string;
  readonly options: readonly string[];
  /** What may stand directly behind an option, or behind the command itself. */
  readonly values: readonly (readonly [after: string, words: readonly string[]])[];
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
        'completion zsh > "${fpath[1]}/_mmcheck"',
        'completion fish > ~/.config/fish/completions/mmcheck.fish',
      ),
    )
    .action((shell: keyof typeof SCRIPTS) => terminal.result(SCRIPTS[shell](wordsOf(program))));
}

function wordsOf({ commands }: Command): Words[] {
  const names = commands.map((command) => command.name());
  const help = { name: 'help', about: 'display help for command', options: [] };
  return [...commands.map(wordsOfCommand), { ...help, values: [['help', names]] }];
}

function wordsOfCommand(command: Command): Words {
  const [first] = command.registeredArguments;
  const values = command.options.map((option) => [option.long ?? '', valuesOf(option)] as const);
  const all = [[command.name(), first?.argChoices ?? []] as const, ...values];
  return {
    name: command.name(),
    about: command.summary(),
    options: ['--help', ...command.options.flatMap(({ long }) => long ?? [])],
    values: all.filter(([, words]) => words.length > 0),
  };
}

function valuesOf({ long, argChoices = [] }: Option): readonly string[] {
  return long === '--report' ? REPORT_KINDS.map((kind) => `${kind}=`) : argChoices;
}

/** Files complete everything that is no option and has no values. */
function bash(commands: readonly Words[]): string {
  const options = commands.map(
    ({ name, options }) => `    ${name}) options='${options.join(' ')}' ;;`,
  );
  const values = commands.flatMap(({ name, values }) =>
    values.map(([after, words]) => `    '${name} ${after}') values='${words.join(' ')}' ;;`),
  );
  return `_mmcheck() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" options='' values='' one
  case "\${COMP_WORDS[1]}" in
${options.join('\n')}
  esac
  case "\${COMP_WORDS[1]} $before" in
${values.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then values='${commands.map(({ name }) => name).join(' ')} --help --version'; fi
  if [ -z "$values" ] && [ "\${word#-}" != "$word" ]; then values="$options"; fi
  COMPREPLY=()
  # Names of files may have blanks in them.
  while IFS= read -r one; do COMPREPLY+=("$one"); done < <(
    if [ -n "$values" ]; then compgen -W "$values" -- "$word"; else compgen -f -- "$word"; fi
  )
  if [ -n "$values" ]; then compopt +o filenames 2> /dev/null; fi
  case "\${COMPREPLY[0]}" in *=) compopt -o nospace 2> /dev/null ;; esac
}
complete -o filenames -F _mmcheck mmcheck
`;
}

/** Loaded by its name, the file is the function at its first call; sourced, it says whose words it completes. */
function zsh(commands: readonly Words[]): string {
  const names = commands.map(({ name, about }) => `    ${quoted(`${name}:${about}`)}`);
  const options = commands.map(
    ({ name, options }) => `    ${name}) options=(${options.join(' ')}) ;;`,
  );
  const values = commands.flatMap(({ name, values }) =>
    values.map(
      ([after, words]) => `    '${name} ${after}') values=(${words.map(quoted).join(' ')}) ;;`,
    ),
  );
  return `#compdef mmcheck
_mmcheck() {
  local -a commands options values
  commands=(
${names.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  case "$words[2]" in
${options.join('\n')}
  esac
  case "$words[2] $words[CURRENT-1]" in
${values.join('\n')}
  esac
  if (( $#values )); then
    if [[ "$values[1]" == *= ]]; then compadd -S '' -- $values; else compadd -- $values; fi
  elif [[ "$PREFIX" == -* ]]; then compadd -- $options; else _files; fi
}
if [[ "$funcstack[1]" == _mmcheck ]]; then _mmcheck "$@"; else compdef _mmcheck mmcheck; fi
`;
}

function fish(commands: readonly Words[]): string {
  const lines = commands.flatMap(({ name, about, options, values }) => {
    const known = new Map(values);
    const words = (after: string) => {
      const found = known.get(after);
      return found === undefined ? '' : ` -x -a ${quoted(found.join(' '))}`;
    };
    const isOf = `complete -c mmcheck -n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c mmcheck -n __fish_use_subcommand -f -a ${name} -d ${quoted(about)}`,
      ...(known.has(name) ? [`${isOf}${words(name)}`] : []),
      ...options.map((option) => `${isOf} -l ${option.replace(/^--/, '')}${words(option)}`),
    ];
  });
  return `${lines.join('\n')}\n`;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
