// The examples of docs/language/kernel.md compile, and the engine can search each of them: methods and labels that do not
// exist, and uses that a primitive refuses, would show. Its table of fields and methods has all that there are.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kind, upTo } from 'mmcheck';
import * as kernel from 'mmcheck/kernel';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Cell, Shape } from '../../src/language/cell.ts';
import type { ModelDefinition } from '../../src/language/define-model.ts';
import { reachable } from '../support/reachable.ts';
import { examplesOf, moduleOf } from './fragments.ts';
import { blocksOf } from './markdown.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const page = readFileSync(join(ROOT, 'docs/language/kernel.md'), 'utf8');
const examples = blocksOf(page)
  .filter(({ language }) => language === 'ts')
  .flatMap(examplesOf);

let folder: string;
const fileOf = (line: number): string => join(folder, `line-${line}.ts`);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mmcheck-docs-'));
  for (const example of examples) {
    writeFileSync(fileOf(example.line), moduleOf(example, Object.keys(kernel)));
  }
  const paths = { mmcheck: ['src/index.ts'], 'mmcheck/kernel': ['src/kernel/index.ts'] };
  const compilerOptions = {
    noEmit: true,
    noUnusedLocals: false,
    rootDir: '/',
    typeRoots: [join(ROOT, 'node_modules/@types')],
    paths: Object.fromEntries(
      Object.entries(paths).map(([name, [path]]) => [name, [join(ROOT, path)]]),
    ),
  };
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ extends: join(ROOT, 'tsconfig.json'), compilerOptions, include: ['*.ts'] }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function compile(): string {
  try {
    execFileSync(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', folder]);
    return '';
  } catch (error) {
    return String((error as { stdout: Buffer }).stdout);
  }
}

it('the page names all that the package exports', () => {
  const shown = new Set(page.match(/\w+/g));
  const missing = Object.keys(kernel).filter((name) => !shown.has(name));
  expect(missing).toEqual([]);
  expect(examples.length).toBeGreaterThan(15);
});

it('the examples compile', () => expect(compile()).toBe(''));

it.each(examples.map(({ line }) => line))('line %i can be searched', async (line) => {
  const { default: model } = (await import(fileOf(line))) as { default: ModelDefinition };
  const { keys } = reachable(model.system({}), {});
  expect(keys.size).toBeGreaterThan(1);
});

type Exports = typeof kernel;
/** What makes a cell. */
type PrimitiveName = {
  [Name in keyof Exports]: Exports[Name] extends (...given: never[]) => Cell<unknown>
    ? Name
    : never;
}[keyof Exports];

const cpu = kind('cpu', 2);
const PRIMITIVES = {
  contexts: kernel.contexts(cpu),
  spinlock: kernel.spinlock('a'),
  mutex: kernel.mutex('a'),
  fairMutex: kernel.mutex('a', { fair: true }),
  rwlock: kernel.rwlock('a'),
  rwsem: kernel.rwsem('a'),
  percpuRwsem: kernel.percpuRwsem('a'),
  seqcount: kernel.seqcount(1),
  seqlock: kernel.seqlock('a', 1),
  completion: kernel.completion(),
  waitQueue: kernel.waitQueue(),
  rcu: kernel.rcu(),
  srcu: kernel.srcu('a'),
  heap: kernel.heap(kind('object', 2)),
  kernfsNode: kernel.kernfsNode(),
  refcount: kernel.refcount(1),
  percpuRef: kernel.percpuRef(1),
  barriers: kernel.barriers(),
  atomic: kernel.atomic(upTo(1)),
  atomicBits: kernel.atomicBits(1),
  atomicPair: kernel.atomicPair(upTo(1), upTo(1)),
  callFunctions: kernel.callFunctions(cpu),
  stopMachine: kernel.stopMachine(cpu),
  work: kernel.work(),
  delayedWork: kernel.delayedWork(),
  orderedWorkqueue: kernel.orderedWorkqueue(1),
  kthread: kernel.kthread(),
  placements: kernel.placements(cpu, [0]),
  hotplugStates: kernel.hotplugStates(['off', 'on']),
  notifierChain: kernel.notifierChain(1, ['GOING']),
} satisfies Readonly<Record<PrimitiveName, Cell<unknown>>> &
  Readonly<Record<string, Cell<unknown>>>;

/** The rows of the table; one without a name goes on with the row before. */
function tableOf(heading: string): Map<string, [fields: string, methods: string]> {
  const rows = new Map<string, [string, string]>();
  const text = page.slice(page.indexOf(heading));
  let names: string[] = [];
  for (const [, first, fields, methods] of text.matchAll(/^\| (.*)\| (.*)\| (.*)\|$/gm)) {
    if (first !== '') names = [...first.matchAll(/`(\w+)`/g)].map(([, name]) => name);
    for (const name of names) {
      const [before, more] = rows.get(name) ?? ['', ''];
      rows.set(name, [before + fields, more + methods]);
    }
  }
  return rows;
}

it.each(Object.entries(PRIMITIVES))('the fields and methods of %s', (name, { shape }) => {
  const one: Shape = shape.type === 'array' ? shape.element : shape;
  if (one.type !== 'record') throw new Error(`${name} is no primitive`);
  const [fields, methods] = tableOf('## Fields and methods').get(name) ?? ['', ''];
  expect([...methods.matchAll(/\w+(?=\()/g)].map(([method]) => method).sort()).toEqual(
    Object.keys(one.methods ?? {}).sort(),
  );
  // What a primitive keeps to itself is no field of its type, and is not shown.
  expect(Object.keys(one.fields)).toEqual(expect.arrayContaining(fields.match(/\w+/g) ?? []));
});
