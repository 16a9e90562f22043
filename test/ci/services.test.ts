// What services of CI read, as far as it goes without them: the files parse, name what is there, and the script of the
// action does what it says, whatever stands in its inputs.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { PACKAGE_FILES } from '../../src/load/package-files.ts';
import { NUMBERED, project, tinySpec } from '../cli/mmcheck.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const MAIN = join(ROOT, 'dist/cli/main.js');

interface Action {
  inputs: Record<string, { description: string; default: string }>;
  runs: {
    steps: {
      id?: string;
      run?: string;
      env?: Record<string, string>;
      with?: Record<string, string>;
    }[];
  };
}

describe('the action', () => {
  const text = read('action.yml');
  const action = parse(text) as Action;
  const step = action.runs.steps.find(({ id }) => id === 'run')!;
  const rows = `{ set: { n: 1 }, expect: { off: 'violated' } }, { set: { n: 2 }, expect: { off: 'holds' } }`;

  it('uses the inputs that it has, and has none that it does not use', () => {
    const used = [...text.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].toSorted()).toEqual(Object.keys(action.inputs).toSorted());
  });
  it('has no input in the text of a script, where it would be run', () => {
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
  });

  const runStep = (given: Record<string, string>) => {
    const cwd = project({
      'models/tiny.ts': NUMBERED,
      'specs/tiny.ts': tinySpec(rows),
      'bin/npx': `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${MAIN}' "$@"\n`,
    });
    chmodSync(join(cwd, 'bin/npx'), 0o755);
    const defaults = Object.entries(step.env!).map(([name, value]) => {
      const input = /inputs\.([\w-]+)/.exec(value)?.[1];
      const temp = value.replace('${{ runner.temp }}', cwd);
      return [name, input === undefined ? temp : action.inputs[input].default] as const;
    });
    const env = {
      ...process.env,
      ...Object.fromEntries(defaults),
      ...given,
      PATH: `${join(cwd, 'bin')}${delimiter}${process.env.PATH}`,
      GITHUB_OUTPUT: join(cwd, 'output'),
      GITHUB_STEP_SUMMARY: join(cwd, 'summary.md'),
    };
    const { status, stderr } = spawnSync('bash', ['-e', '-o', 'pipefail', '-c', step.run!], {
      cwd,
      env,
      encoding: 'utf8',
    });
    return { cwd, status, stderr };
  };

  it('fails where a verdict is not as expected, and tells of it everywhere', () => {
    const { cwd, status, stderr } = runStep({});
    expect(status).toBe(1);
    expect(stderr).toContain('::error file=models/tiny.ts,line=');
    const [, sarif] = readFileSync(join(cwd, 'output'), 'utf8').trim().split('=');
    expect(JSON.parse(readFileSync(join(cwd, sarif), 'utf8')).runs[0].results).toHaveLength(1);
    expect(readFileSync(join(cwd, 'summary.md'), 'utf8')).toContain('off: violated in 1 step');
  });
  it('takes the revision since which something changed as one word', () => {
    const { status, stderr } = runStep({ CHANGED_SINCE: 'origin/main touch run' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/--changed needs a git checkout|no revision 'origin\/main touch run'/);
  });
  it('keeps what the run keeps, wherever the packages are', () => {
    expect(action.runs.steps[0].with!.path).toBe(step.env!.MMCHECK_CACHE);
  });
  it('names a SARIF file only where there is one, and as it is named', () => {
    expect(readFileSync(join(runStep({}).cwd, 'output'), 'utf8')).toBe(
      'sarif=./mmcheck-reports/mmcheck.sarif\n',
    );
    const REPORTS = join(project({}), 'reports');
    expect(readFileSync(join(runStep({ REPORTS }).cwd, 'output'), 'utf8')).toBe(
      `sarif=${REPORTS}/mmcheck.sarif\n`,
    );
    const { cwd, status } = runStep({ CHANGED_SINCE: 'nonsense' });
    expect([status, existsSync(join(cwd, 'output'))]).toEqual([2, false]);
  });
  it('runs nothing that stands in an input', () => {
    const { cwd, status } = runStep({ SPECS: '$(touch run) ; touch run', BASELINE: '`touch run`' });
    expect(status).toBe(2);
    expect(existsSync(join(cwd, 'run'))).toBe(false);
  });
});

it('the template of GitLab declares the reports that it writes', () => {
  const { mmcheck } = parse(read('ci/gitlab.yml'));
  const words: string = mmcheck.script.join('\n');
  expect(words).toContain(`--report junit=${mmcheck.artifacts.reports.junit}`);
  expect(words).toContain(`--report gitlab=${mmcheck.artifacts.reports.codequality}`);
  // And keeps what the run keeps, outside of what `npm ci` removes.
  const [kept] = mmcheck.cache.paths;
  expect(mmcheck.variables.MMCHECK_CACHE).toBe(`$CI_PROJECT_DIR/${kept}`);
  expect(kept).not.toContain('node_modules');
});

it('the hook of pre-commit is asked for whatever --changed looks at, and for nothing else', () => {
  const [hook] = parse(read('.pre-commit-hooks.yaml'));
  const asked = (file: string) => new RegExp(hook.files).test(file);
  const sources = ['models/a.ts', 'lib/help.mts', 'data.json', ...PACKAGE_FILES];
  expect(sources.filter((file) => !asked(file))).toEqual([]);
  expect(['README.md', 'a.c', 'a.tsx'].filter(asked)).toEqual([]);
});

it('the workflow of a new project parses', () => {
  const { jobs } = parse(read('templates/init/.github/workflows/mmcheck.yml'));
  expect(JSON.stringify(jobs)).toContain('mmcheck run --report github');
});
