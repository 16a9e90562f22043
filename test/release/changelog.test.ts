// What is wrong with a version and a changelog that do not say the same.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { changelogProblems } from '../../tools/release/changelog.ts';

const section = (title: string, entries = '- A change.\n') =>
  `## ${title}\n\n### Added\n\n${entries}\n`;
const of = (...sections: string[]) => `# Changelog\n\n${sections.join('')}`;
const problems = (changelog: string, more: object = {}) =>
  changelogProblems({
    version: '0.2.0',
    locked: ['0.2.0', '0.2.0'],
    changelog,
    publishes: false,
    ...more,
  });
const before = section('0.1.0 - 2026-01-31');

it.each([
  ['what is not released yet', of(section('Unreleased'), before), {}],
  ['the first release', of(section('Unreleased')), {}],
  ['what is about to be published', of(section('0.2.0 - 2026-02-28'), before), { publishes: true }],
])('nothing: %s', (_, changelog, more) => {
  expect(problems(changelog, more)).toEqual([]);
});

it.each<[what: string, changelog: string, more: object, words: RegExp]>([
  ['no section', '# Changelog\n', {}, /no section/],
  [
    'an empty section',
    of(section('Unreleased', ''), before),
    {},
    /says nothing below 'Unreleased'/,
  ],
  ['a section of no version', of(section('Unreleased'), section('0.1')), {}, /'0.1' is neither/],
  [
    'a lock of another version',
    of(section('Unreleased')),
    { locked: ['0.1.0', '0.2.0'] },
    /another version/,
  ],
  [
    'versions out of order',
    of(section('Unreleased'), section('0.1.9 - 2026-01-01'), section('0.1.10 - 2026-01-02')),
    {},
    /newest version first/,
  ],
  [
    'a version that is out',
    of(section('Unreleased'), before),
    { version: '0.1.0', locked: ['0.1.0'] },
    /raise the version/,
  ],
  [
    'a section of another version',
    of(section('0.3.0 - 2026-02-28'), before),
    {},
    /begins with 0.3.0/,
  ],
  [
    'work that is left',
    of(section('Unreleased'), before),
    { publishes: true },
    /name what is 'Unreleased'/,
  ],
])('%s', (_, changelog, more, words) => {
  expect(problems(changelog, more)).toEqual([expect.stringMatching(words)]);
});

it('is what this repository says', () => {
  const read = (file: string) =>
    readFileSync(join(fileURLToPath(new URL('../..', import.meta.url)), file), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  const lock = JSON.parse(read('package-lock.json'));
  const locked = [lock.version, lock.packages[''].version];
  expect(problems(read('CHANGELOG.md'), { version, locked })).toEqual([]);
});
