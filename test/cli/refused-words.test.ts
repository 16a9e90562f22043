// Words that contradict each other, that mean nothing here, or that another command takes: refused in one message that quotes
// what was typed and says what to type instead.

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { mmcheck, project, TINY, tinySpec } from './mmcheck.ts';

const cwd = project({
  'tiny.ts': TINY,
  'tiny.trace.txt': ' a-1 [000] ..... 1.000000: f <-g\n',
  'bad.ts': 'export default {',
  'wrong.ts': TINY.replace(
    "return 'done'; } }",
    "return 'go'; }, go: ({ seen }) => { seen.push(1); return 'go'; } }",
  )
    .replace('flag: cell(bool)', 'flag: cell(bool), seen: list(1, upTo(1))')
    .replace('bool, cell', 'bool, cell, list, upTo'),
  'unknown.ts': TINY.replace('flag.value = true;', '\n        flog.value = true;\n'),
  'stray.ts': TINY.replace("return 'done'", "\n        return flag.value ? 'set' : 'dune'"),
  't.json': '{}',
  'specs/other.ts': tinySpec("{ set: {}, expect: { off: 'violated' } }"),
});
mkdirSync(join(cwd, 'folder'));

test.each<[words: string, said: string]>([
  [
    'check tiny.ts --memory-model tso --set memory-model=pso',
    '--memory-model and --set memory-model exclude each other; keep one of them',
  ],
  ['check tiny.ts --buffer 3', '--buffer says how much of a weak memory is kept apart'],
  ['explore tiny.ts --model tiny.ts', '--model says which model a trace is of'],
  ['simulate tiny.ts --bug-depth 3', '--bug-depth is of --strategy pct'],
  ['check zonelist-rebiuld', "does not exist; did you mean 'zonelist-rebuild'?"],
  ['check qqqqqq', 'does not exist; `mmcheck list` names the models'],
  ['explain folder', 'folder is a directory; name a file that `mmcheck check --trace` wrote'],
  [
    'conform folder kmem-cache-create-vs-node-online',
    'folder is a directory; name the text of a trace',
  ],
  ['conform tiny.trace.txt tiny.ts --map folder', 'folder is a directory; name a trace map'],
  [
    'run specs/other.ts --set irqs=on',
    'a spec says the parameters of its rows; `mmcheck check MODEL --set',
  ],
  ['watch m.ts --set irqs=on', '`mmcheck watch MODEL -- --set ...`'],
  ['check specs/other.ts --html out', '`mmcheck run SPEC --html DIR` writes a site'],
  ['graph tiny.ts --out g.svg', 'a picture is written by --svg g.svg'],
  ['sweep tiny.ts --set n=1...2', 'n=1...2 is no range of whole numbers, such as n=1..4'],
  ['sweep tiny.ts --set n=a..b', 'n=a..b is no range of whole numbers'],
  ['sweep tiny.ts --set n=2..1', 'n=2..1 has no values; did you mean n=1..2?'],
  ['sweep tiny.ts --set n=1..200', 'n=1..200 has 200 values; a sweep has at most 100'],
  ['check tiny.ts --trace /proc/t.json', 'cannot write /proc/t.json: the folder /proc'],
  ['run specs --html /proc/site', 'cannot write a site to /proc/site: the folder /proc'],
  ['outcomes wrong.ts', 'after these steps:\n  1. setter: set\n  2. setter: go'],
  ['graph wrong.ts', 'after these steps:\n  1. setter: set\n  2. setter: go'],
  ['check unknown.ts', "unknown.ts:7: process 'setter', step 'set': `flog`: there is no 'flog'"],
  ['check stray.ts', "stray.ts:7: process 'setter', step 'set': returned \"dune\""],
  ['help chek', "there is no command 'chek'; did you mean 'check'? `mmcheck help` names all"],
  ['watch t.json', 't.json is no model and no spec; name one to watch'],
  ['watch tiny.ts -- --foo', "unknown option '--foo'"],
  ['watch tiny.ts -- --set gte=plain', "no parameter 'gte'"],
  ['watch tiny.ts other.ts', 'too many arguments'],
])('%s', async (words, said) => {
  const { code, stdout, stderr } = await mmcheck(words.split(' '), { cwd });
  expect(stderr).toContain(said);
  expect(stderr).not.toMatch(/^\s+at /m);
  expect([code, stdout]).toEqual([2, '']);
});

test('a model that is broken is watched: a save may mend it', async () => {
  const { code, stderr } = await mmcheck(['watch', 'bad.ts', '--', '--set', 'n=1'], {
    cwd,
    meanwhile(child) {
      child.stderr!.on('data', (text) => {
        if (String(text).includes('does not parse')) child.kill('SIGINT');
      });
    },
  });
  expect(stderr).toContain('is saved; Ctrl-C ends it');
  expect(code).toBe(0);
});
