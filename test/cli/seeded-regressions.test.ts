// A regression in a model turns the check red, and what a reviewer is shown explains the race by itself: the Markdown, the
// annotation, and the SARIF in a viewer each name the property, the row, the step at its line of the model, and every step of
// a shortest run. Without the regression the check is green.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { filesNamed } from '../../src/load/project-files.ts';
import { mmcheck, project } from './mmcheck.ts';
import { REGRESSIONS, type Regression } from './seeded-regressions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

describe.each(REGRESSIONS)('$model', (regression) => {
  const { model, edits, row, property, steps, last } = regression;
  const file = fileOf('models', model);
  const headline = `${property}: violated in ${steps} ${steps === 1 ? 'step' : 'steps'} (expected: holds)`;
  const folder = projectOf(regression);
  const text = readFileSync(join(folder, file), 'utf8');
  const line = lineOfStep(broken(text, edits), last[1]);
  const read = (name: string) => readFileSync(join(folder, name), 'utf8');

  it('is green as it is', async () => {
    const { code, stderr } = await mmcheck(['run'], { cwd: folder, cached: true });
    expect(code, stderr).toBe(0);
  });

  it('turns red, and says so in words', async () => {
    writeFileSync(join(folder, file), broken(text, edits));
    const reports = ['markdown=r.md', 'github=r.txt', 'sarif=r.sarif'];
    const words = reports.flatMap((report) => ['--report', report]);
    expect((await mmcheck(['run', ...words], { cwd: folder })).code).toBe(1);
    writeFileSync(join(folder, file), text);
  });

  it('in Markdown', () => {
    const first = read('r.md').split('\n### ')[1];
    expect(first.split('\n')[0]).toBe(`❌ ${model}: ${escaped(headline)}`);
    expect(first).toContain(`\`${row}`);
    expect(first).toContain(`at \`${file}:${line}\``);
    expectStory(first, regression);
  });

  it('as an annotation', () => {
    const [, where, said] = /^::error (.*?)::(.*)$/m.exec(read('r.txt'))!;
    expect(where).toContain(`file=${file},line=${line},title=${model} ${row}`);
    const shown = said.replaceAll('%0A', '\n').replaceAll('%25', '%');
    expect(shown.split('\n')[0]).toBe(headline);
    expectStory(shown, regression);
  });

  it('as SARIF', () => {
    const [{ ruleId, message, locations, codeFlows }] = JSON.parse(read('r.sarif')).runs[0].results;
    expect(ruleId).toBe(`${model}/${property}`);
    expect(message.text).toContain(`${headline} at ${row}`);
    expectStory(message.text, regression);
    expect(locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: file },
      region: { startLine: line },
    });
    const told = codeFlows[0].threadFlows.flatMap(({ locations }: Flow) => locations);
    told.sort((a: Told, b: Told) => a.executionOrder - b.executionOrder);
    expect(told.map(({ executionOrder }: Told) => executionOrder)).toEqual(
      Array.from({ length: steps }, (_, k) => k + 1),
    );
    const { message: words, physicalLocation } = told.at(-1).location;
    expect(words.text).toMatch(new RegExp(`^${steps}\\. ${last[0]}: ${last[1]}\\b`));
    expect(physicalLocation.region.startLine).toBe(line);
  });
});

interface Flow {
  readonly locations: readonly Told[];
}
interface Told {
  readonly executionOrder: number;
}

/** Every step by its number, what is claimed, and that there is no shorter run. */
function expectStory(shown: string, { steps, last, property }: Regression): void {
  expect(shown).toContain('(no shorter run does it)');
  expect(shown).toContain(`*** ${property} is violated ***`);
  expect(shown).toMatch(/^ Claim {6}\w/m);
  const numbers = [...shown.matchAll(/^ ?(\d+)\. /gm)].map(([, number]) => Number(number));
  expect(numbers).toEqual(Array.from({ length: steps }, (_, k) => k + 1));
  expect(shown).toMatch(new RegExp(`^ ?${steps}\\. +${last[1]}\\b`, 'm'));
  expect(shown).toContain(last[0]);
}

/** Where a shipped model or its spec is. */
function fileOf(kind: 'models' | 'specs', model: string): string {
  return relative(ROOT, filesNamed(model, kind)[0]);
}

function projectOf({ model }: Regression): string {
  const spec = fileOf('specs', model);
  const folder = project({ [spec]: readFileSync(join(ROOT, spec), 'utf8') });
  cpSync(join(ROOT, 'models'), join(folder, 'models'), { recursive: true });
  return folder;
}

function broken(text: string, edits: Regression['edits']): string {
  return edits.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, to);
  }, text);
}

/** Where the function of a step begins. */
function lineOfStep(text: string, label: string): number {
  const lines = text.split('\n');
  const named = lines.findIndex((one) => one.trim() === `${label}: {`);
  return lines.findIndex((one, k) => k > named && one.includes('does:')) + 1;
}

function escaped(words: string): string {
  return words.replaceAll('_', '\\_');
}
