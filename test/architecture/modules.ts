// The modules of architecture.json: which file is in which, and what a module may import.

import architecture from '../../architecture.json' with { type: 'json' };
import type { ImportGraph } from './import-graph.ts';

export interface Module {
  readonly purpose: string;
  /** Other modules; files in folders of its own are always allowed. */
  readonly imports: readonly string[];
  /** Folders and files of those modules that it may not import all the same. */
  readonly except?: readonly string[];
  /** npm packages, and modules of Node. */
  readonly packages?: readonly string[];
}
/** By path: a folder with all that is below it, or a file. */
export type Modules = Readonly<Record<string, Module>>;

export const modules: Modules = architecture;

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** The innermost module that a file is in. */
export function moduleOf(path: string, all: Modules): string | undefined {
  return Object.keys(all)
    .filter((name) => isWithin(path, name))
    .sort((a, b) => b.length - a.length)[0];
}

/** Every import that no module allows, as `from -> to`. */
export function forbiddenImports(graph: ImportGraph, all: Modules): string[] {
  return [...graph].flatMap(([from, imports]) =>
    imports.filter((to) => !isAllowed(from, to, graph, all)).map((to) => `${from} -> ${to}`),
  );
}

function isAllowed(from: string, to: string, graph: ImportGraph, all: Modules): boolean {
  const home = moduleOf(from, all);
  if (home === undefined) return false;
  const { imports, except = [], packages = [] } = all[home];
  if (!graph.has(to)) return packages.includes(to);
  const target = moduleOf(to, all);
  if (target === home) return true;
  return (
    target !== undefined &&
    imports.includes(target) &&
    !except.some((excepted) => isWithin(to, excepted))
  );
}

/** The modules as a graph, for circles among them. */
export function moduleGraph(all: Modules): ImportGraph {
  return new Map(Object.entries(all).map(([name, { imports }]) => [name, imports]));
}

/** The table in CONTRIBUTING.md. */
export function moduleTable(all: Modules): string {
  const rows = Object.entries(all).map(([name, { purpose, imports, except, packages = [] }]) => [
    code(name),
    purpose,
    imports.map(code).join(', ') + (except ? ` but ${except.map(code).join(', ')}` : ''),
    packages.map(code).join(', '),
  ]);
  const head = ['module', 'what it is for', 'imports', 'packages'];
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

const code = (name: string): string => `\`${name.replace(/^src\//, '')}\``;
