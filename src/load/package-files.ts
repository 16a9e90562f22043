// The files that say which packages are installed, and how sources are read: part of every spec, and nothing to write over.

export const PACKAGE_FILES: readonly string[] = [
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'bun.lockb',
];
