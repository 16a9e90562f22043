// The only place that runs a user's file. It may lie anywhere on the disk: the name 'mmcheck' in it
// always means this very copy of the library, and TypeScript needs no build. Node's own import()
// where it strips types; jiti where it does not (Node 20), where it will not (under node_modules,
// enums, data without an attribute), and to say where a file does not parse.

import * as nodeModule from 'node:module';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createJiti, type Transform, transformOnce } from './compiled.ts';
import { noteRead } from './files-read.ts';
import { type Exports, library, publicUrls } from './library.ts';
import { isNotExported, loadError, ParseError } from './load-error.ts';

/** Runs a file and returns what it exports. Throws a UsageError that says where it stopped. */
export async function importFile(path: string): Promise<Exports> {
  const { prepareStackTrace } = Error;
  noteRead(path);
  const loading = registerHooks === undefined ? viaJiti(path) : viaNode(path, registerHooks);
  // Lines of mistakes are read from stacks, which an author may have had made into something else.
  const restored = loading.finally(() => {
    Error.prepareStackTrace = prepareStackTrace;
  });
  return restored.catch(async (error: unknown) => {
    throw await loadError(path, error);
  });
}

/** A file whose text is another than that on the disk. */
export interface ChangedFile {
  readonly path: string;
  readonly text: string;
}

export interface Anew {
  /** A file whose text is to be another; nothing is written. */
  readonly changed?: ChangedFile;
  /** Whether what is compiled says on which line of the author's it stands. */
  readonly maps?: boolean;
}

/** The same, where it may have been loaded before: all that it imports is loaded again, through jiti. */
export async function importAnew(path: string, { changed, maps = false }: Anew): Promise<Exports> {
  const transform: Transform = transformOnce(maps);
  const jiti = createJiti(import.meta.url, {
    ...JITI,
    moduleCache: false,
    virtualModules: await library(),
    transform: (given) => {
      const isChanged = given.filename !== undefined && resolve(given.filename) === changed?.path;
      return transform(isChanged ? { ...given, source: changed.text } : given);
    },
  });
  return jiti.import<Exports>(path).catch(async (error: unknown) => {
    throw await loadError(path, ParseError.in(error) ?? error);
  });
}

interface Resolved {
  readonly url: string;
  readonly format?: string | null | undefined;
  readonly shortCircuit?: boolean;
}
type Resolve = (
  specifier: string,
  context: unknown,
  next: (specifier: string, context: unknown) => Resolved,
) => Resolved;
type RegisterHooks = (hooks: { resolve: Resolve }) => { deregister(): void };

/** Both stripping types and resolving a name here and now; Node 20 has neither. */
const registerHooks: RegisterHooks | undefined =
  'typescript' in process.features && process.features.typescript
    ? (nodeModule as unknown as { registerHooks?: RegisterHooks }).registerHooks
    : undefined;

async function viaNode(path: string, register: RegisterHooks): Promise<Exports> {
  const hooks = register({
    resolve: (specifier, context, next) => {
      const known = publicUrls.get(specifier);
      if (known !== undefined) return { url: known, shortCircuit: true };
      const found = asModule(next(specifier, context));
      if (found.url.startsWith('file:')) noteRead(fileURLToPath(found.url));
      return found;
    },
  });
  try {
    return await import(pathToFileURL(path).href);
  } catch (error) {
    if (isRefused(error) && !isNotExported(error)) return viaJiti(path);
    throw error;
  } finally {
    hooks.deregister();
  }
}

/** TypeScript here is always a module, whatever a package.json says or leaves to be guessed. */
function asModule(resolved: Resolved): Resolved {
  const typescript = /^file:.*\.ts$/.test(resolved.url);
  return typescript ? { ...resolved, format: 'module-typescript' } : resolved;
}

/** Syntax that is more than types, and data that is imported without `with { type: 'json' }`. */
function isRefused(error: unknown): boolean {
  return (
    error instanceof SyntaxError ||
    /^ERR_(?:UNSUPPORTED|IMPORT_ATTRIBUTE)_/.test(String((error as { code?: unknown })?.code))
  );
}

const JITI = {
  fsCache: false,
  interopDefault: false,
  // Babel puts those above an import below it, and all lines after them with them.
  transformOptions: { babel: { comments: false } },
} as const;

async function viaJiti(path: string): Promise<Exports> {
  const jiti = createJiti(import.meta.url, {
    ...JITI,
    virtualModules: await library(),
    transform: transformOnce(),
  });
  try {
    return await jiti.import<Exports>(path);
  } catch (error) {
    throw ParseError.in(error) ?? error;
  } finally {
    for (const file of Object.keys(jiti.cache)) noteRead(file);
  }
}
