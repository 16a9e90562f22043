// The import graph of the sources, with types: a circle of types is as hard to read as any other.

import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = new URL('../../', import.meta.url);

/** The text of each source below some folders, by its path from the root. */
export function sourcesOf(folders: readonly string[]): Map<string, string> {
  const paths = folders.flatMap((folder) =>
    readdirSync(new URL(folder, ROOT), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => posix.join(folder, name)),
  );
  return new Map(paths.sort().map((path) => [path, readFileSync(textPath(path), 'utf8')]));
}

function textPath(path: string): string {
  return fileURLToPath(new URL(path, ROOT));
}

/** Each file with what it imports: a path from the root, or the name of a package. */
export type ImportGraph = ReadonlyMap<string, readonly string[]>;

export function importGraph(sources: ReadonlyMap<string, string>): ImportGraph {
  return new Map(
    [...sources].map(([path, text]) => [
      path,
      [...new Set(specifiersOf(text))].map((specifier) =>
        specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : specifier,
      ),
    ]),
  );
}

/** The formatter puts each import at the start of a line; a type may also be imported where it is used. */
const IMPORTS = [/^(?:import|export)\s(?:[^;'"]*?\sfrom\s)?'([^']+)'/gm, /\bimport\(\s*'([^']+)'/g];

export function specifiersOf(text: string): string[] {
  return IMPORTS.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name]) => name));
}

/** Groups of nodes that reach one another, each sorted: Tarjan's strongly connected components. */
export function circlesOf(graph: ImportGraph): string[][] {
  const number = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const circles: string[][] = [];
  const visit = (node: string): void => {
    number.set(node, number.size);
    lowest.set(node, number.get(node) as number);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      if (!graph.has(next)) continue;
      if (!number.has(next)) visit(next);
      if (open.includes(next)) {
        lowest.set(node, Math.min(lowest.get(node) as number, lowest.get(next) as number));
      }
    }
    if (lowest.get(node) !== number.get(node)) return;
    const members = open.splice(open.indexOf(node));
    if (members.length > 1 || graph.get(node)?.includes(node)) circles.push(members.sort());
  };
  for (const node of graph.keys()) if (!number.has(node)) visit(node);
  return circles.sort(([a], [b]) => (a < b ? -1 : 1));
}
