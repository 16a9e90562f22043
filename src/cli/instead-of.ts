// Options that another command has: what to type instead, behind commander's own words.

const INSTEAD: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  barriers: { '--workers': 'its checks come one after the other, in one thread' },
  check: { '--html': '`mmcheck run SPEC --html DIR` writes a site' },
  run: {
    '--set':
      'a spec says the parameters of its rows; `mmcheck check MODEL --set ...` checks others',
    '--trace': '`mmcheck check MODEL --trace FILE` writes a run',
    '--property': '`mmcheck check MODEL --property NAME` checks some',
  },
  watch: { '--set': 'options of check stand behind `--`: `mmcheck watch MODEL -- --set ...`' },
};

/** For the words of a command line and what is said of them: `; ...`, or nothing. */
export function insteadOf([command = '']: readonly string[], said: string): string {
  const [, dashes = '', word = ''] = /unknown option '(--?)([\w-]+)/.exec(said) ?? [];
  if (dashes === '-' && word.length > 1) return `\n(options have two dashes: --${word})`;
  const instead = INSTEAD[command]?.[dashes + word];
  return instead === undefined ? '' : `\n(${instead})`;
}
