// Names that were given up for the field's words do not come back: in names of files, and as identifiers or parts of them
// in the code of src/. Comments and messages are prose and not looked at; decision 18 says which words stay.

import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Parts of names, in lower case, with what to write instead. */
const GIVEN_UP: Readonly<Record<string, string>> = {
  opaque: 'id-symmetric',
  suspect: 'candidate kind',
  situation: 'process state',
  keeper: 'owner',
  gate: 'acquire guard',
  payoff: 'adaptive',
  standstill: 'global deadlock',
  standing: 'location, or what is held',
  stuck: 'deadlocked',
  decisive: 'blocking condition',
  arrivals: 'successor batch',
  objected: 'violated',
  objection: 'violation',
  somebody: 'a process',
  nobody: 'no process',
  whoever: 'the caller, or the process',
};

const sources = readdirSync(new URL('../../src/', import.meta.url), { recursive: true })
  .map((name) => String(name).replaceAll('\\', '/'))
  .filter((name) => name.endsWith('.ts'));

test('no file is named by a word that was given up', () => {
  expect(sources.filter((name) => wordsIn(name).length > 0)).toEqual([]);
});

test('no identifier is either', () => {
  const found = sources.flatMap((name) => {
    const text = readFileSync(new URL(`../../src/${name}`, import.meta.url), 'utf8');
    return identifiersOf(text).flatMap((one) =>
      wordsIn(one).map((word) => `${name}: ${one}; write: ${GIVEN_UP[word]}`),
    );
  });
  expect([...new Set(found)]).toEqual([]);
});

test('the rule fires', () => {
  const found = (text: string) => identifiersOf(text).flatMap(wordsIn);
  expect(found('const isStuck = gates.some(x); // whoever')).toEqual(['stuck', 'gate']);
  expect(found("throw new Error('nobody objected'); /* a gate */")).toEqual([]);
  expect(found('const aggregate = understanding(`is ${stuck} here`);')).toEqual([]);
  expect(wordsIn('lock-order/standing.ts')).toEqual(['standing']);
});

/** The words of a name in camelCase, CONSTANT_CASE or kebab-case that were given up, in the singular. */
function wordsIn(name: string): string[] {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/);
  return words.flatMap((word) =>
    [word, word.replace(/s$/, '')].filter((one) => Object.hasOwn(GIVEN_UP, one)).slice(0, 1),
  );
}

/** What is left of a text without comments and literals; template literals are taken to be prose whole. */
function identifiersOf(text: string): string[] {
  const prose =
    /\/\/.*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g;
  return text.replace(prose, ' ').match(/[A-Za-z_$][\w$]*/g) ?? [];
}
