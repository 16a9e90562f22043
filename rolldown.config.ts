// How the package's code is put together: loading three hundred small files takes longer than searching a small model, so
// what a command, the searching thread and the public names have in common lies in a few large ones.
//
// What must stay true: each file is one folder below `dist/`, since places of files are told from there; and those of
// `kernel/` and `trace/` keep their folders, since lines in a stack are told apart by them (trace/running-lines.ts).

import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig, type RolldownOptions } from 'rolldown';

const kernel = readdirSync('src/kernel', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `kernel/${file.replace(/\.ts$/, '')}`);

/** A group of its own is a file of its own. */
const ownFile = (name: string, files: string) => ({ name, test: new RegExp(`/src/${files}`) });

const engine: RolldownOptions = {
  input: {
    index: 'src/index.ts',
    'kernel/index': 'src/kernel/index.ts',
    'cli/main': 'src/cli/main.ts',
    'cli/draw': 'src/cli/draw.ts',
    'supervise/worker': 'src/supervise/worker.ts',
  },
  platform: 'node',
  external: /^@?[a-z]/,
  preserveEntrySignatures: 'allow-extension',
  output: {
    dir: 'dist',
    cleanDir: true,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: (chunk) => (chunk.name.includes('/') ? '[name].js' : 'shared/[name].js'),
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        ownFile('trace/trace', 'trace/'),
        ...kernel
          .filter((name) => name !== 'kernel/index')
          .map((name) => ownFile(name, `${name}\\.ts$`)),
      ],
    },
  },
};

/** What runs in a browser: one file each, which a page can hold as it is. */
const page = (name: string): RolldownOptions => ({
  input: `src/page/${name}.ts`,
  platform: 'browser',
  output: { file: `dist/page/${name}.js`, format: 'iife', minify: true },
});

/** Styles and documents are taken as they are. */
const pageFiles = {
  name: 'page-files',
  generateBundle(this: { emitFile(file: object): unknown }) {
    for (const name of readdirSync('src/page').filter((file) => /\.(?:css|html)$/.test(file))) {
      const source = readFileSync(`src/page/${name}`, 'utf8');
      this.emitFile({ type: 'asset', fileName: `page/${name}`, source });
    }
  },
};

export default defineConfig([{ ...engine, plugins: [pageFiles] }, page('site'), page('explore')]);
