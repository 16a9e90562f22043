// `--changed`: which of the specs a change may affect, from the imports of each.
//
// Sound only if a spec is left out where nothing that its verdicts depend on differs from the revision: the files that it
// is made of, those that its imports might have led to, the package.json and the lockfiles above them, and mmcheck, where
// that lies in the checkout. Contents are compared, not dates, so files that git does not follow count as changed. What may
// depend on more than can be named (load/sources.ts) is never left out.

import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Option } from 'commander';
import { PACKAGE_FILES } from '../load/package-files.ts';
import { linkTarget, throughLinks } from '../load/source-files.ts';
import { isFile, readableSources } from '../load/sources.ts';
import type { LeftOutSpecs } from '../spec/run-outcome.ts';
import {
  checkoutRoot,
  commitOf,
  contentsOfLink,
  contentsOnDisk,
  filesOfCommit,
  pathInCheckout,
} from './git.ts';

export interface ChangedFlags {
  readonly changed?: boolean;
  readonly since?: string;
}

export function changedOptions(): Option[] {
  return [
    new Option('--changed', 'only the specs that what changed since the last commit may affect'),
    new Option('--since <revision>', '--changed, since this revision of git').implies({
      changed: true,
    }),
  ];
}

/** Why a spec is run, and which. */
interface Reason {
  readonly why: string;
  readonly specs: readonly string[];
}
export interface ChangedSpecs {
  readonly files: readonly string[];
  readonly reasons: readonly Reason[];
  readonly leftOut: LeftOutSpecs;
}

/** Of this mmcheck: this file stands two levels below it, as source and compiled. */
const OWN_FOLDER = fileURLToPath(new URL('../..', import.meta.url));

/** Throws a UsageError where there is no checkout or no such revision. */
export function changedSpecs(specs: readonly string[], since = 'HEAD'): ChangedSpecs {
  const root = checkoutRoot('--changed');
  const commit = commitOf(root, since);
  const before = filesOfCommit(root, commit);
  const engine = engineFiles(root, before);
  const made = specs.map((spec) => ({ spec, ...dependenciesOf(spec, root, engine) }));
  const paths = [...new Set(made.flatMap(({ paths }) => paths))];
  const links = new Map(
    paths.flatMap((path) => {
      const target = linkTarget(join(root, path));
      return target === undefined ? [] : [[path, target] as const];
    }),
  );
  const now = new Map([
    ...contentsOnDisk(
      root,
      paths.filter((path) => !links.has(path) && isFile(join(root, path))),
    ),
    ...[...links].map(([path, target]) => [path, contentsOfLink(root, target)] as const),
  ]);
  const reasons = new Map<string, string[]>();
  for (const { spec, paths, unknown } of made) {
    const other = paths.find((path) => now.get(path) !== before.get(path));
    const why = unknown ?? (other && `${other} has changed since ${since}`);
    if (why !== undefined) reasons.set(why, [...(reasons.get(why) ?? []), spec]);
  }
  const affected = new Set([...reasons.values()].flat());
  return {
    files: specs.filter((spec) => affected.has(spec)),
    reasons: [...reasons].map(([why, specs]) => ({ why, specs })),
    leftOut: { since: commit, specs: specs.filter((spec) => !affected.has(spec)) },
  };
}

interface Dependencies {
  /** From the root; also those that are not there. */
  readonly paths: readonly string[];
  /** Why that is not all, in words. */
  readonly unknown?: string;
}

function dependenciesOf(spec: string, root: string, engine: readonly string[]): Dependencies {
  const found = readableSources(spec);
  if (found === undefined) return { paths: [], unknown: 'not all of it can be read' };
  const { files, absent, open } = found;
  if (open !== undefined) return { paths: [], unknown: `it may depend on ${open}` };
  // Git keeps of a link where it leads, so that what is there is one more file.
  const made = [...files.keys()].flatMap(throughLinks);
  const outside = made.find((file) => pathInCheckout(root, file) === undefined);
  if (outside !== undefined) return { paths: [], unknown: `${outside} is not in this checkout` };
  const all = [...packageFiles(root, made), ...engine, ...made, ...absent];
  return { paths: all.flatMap((file) => pathInCheckout(root, file) ?? []) };
}

/** Those beside and above the files, up to the root. */
function packageFiles(root: string, files: readonly string[]): string[] {
  const folders = new Set<string>();
  for (const file of files) {
    for (let folder = dirname(file); !folders.has(folder); folder = dirname(folder)) {
      folders.add(folder);
      if (pathInCheckout(root, folder) === '') break;
    }
  }
  return [...folders].flatMap((folder) => PACKAGE_FILES.map((name) => join(folder, name)));
}

/** One that is installed is named by the lockfile; one that lies in the checkout, as mmcheck's own, is compared. */
function engineFiles(root: string, before: ReadonlyMap<string, string>): string[] {
  const own = pathInCheckout(root, OWN_FOLDER);
  if (own === undefined || own.split('/').includes('node_modules')) return [];
  const code = existsSync(join(OWN_FOLDER, 'src')) ? 'src' : 'dist';
  const folder = own === '' ? `${code}/` : `${own.replace(/\/$/, '')}/${code}/`;
  const onDisk = readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  const inCommit = [...before.keys()].filter((path) => path.startsWith(folder));
  return [...onDisk, ...inCommit.map((path) => join(root, path))];
}
