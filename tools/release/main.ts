// `npm run release:check`: whether what is here may be published. Version and changelog, the public types, and the package in
// an empty project on each Node that it supports. `--update` writes the reports of the public types anew; `--publish` is for
// who is about to publish, and leaves nothing to be done. Not part of the tests: it installs other versions of Node.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { changedReports } from './api.ts';
import { changelogProblems } from './changelog.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** The oldest that `engines` allows, and those after it that are supported by Node. */
const NODES = ['20', '22', '24'];

interface Flags {
  readonly update?: boolean;
  readonly publish?: boolean;
}

function main({ update = false, publish: publishes = false }: Flags): void {
  tell('version and changelog', changelogProblems({ ...whatIsSaid(), publishes }));
  const changed = changedReports(ROOT, update);
  const advice =
    'is another than the types; npm run release:check -- --update, and read docs/versions.md';
  if (update)
    console.log(`public types: wrote ${changed.join(', ') || 'nothing, as all is the same'}`);
  else
    tell(
      'public types',
      changed.map((file) => `${file} ${advice}`),
    );
  const box = mkdtempSync(join(tmpdir(), 'mmcheck-release-'));
  try {
    const tarball = packed(box);
    for (const version of NODES) tryOn(version, tarball, box);
  } finally {
    rmSync(box, { recursive: true, force: true });
  }
}

function tell(what: string, problems: readonly string[]): void {
  if (problems.length > 0) process.exitCode = 1;
  for (const problem of problems) console.log(`${what}: ${problem}`);
  if (problems.length === 0) console.log(`${what}: fine`);
}

function whatIsSaid() {
  const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
  const { version } = JSON.parse(read('package.json'));
  const lock = JSON.parse(read('package-lock.json'));
  return {
    version,
    locked: [lock.version, lock.packages[''].version],
    changelog: read('CHANGELOG.md'),
  };
}

/** `prepare` builds it anew. */
function packed(box: string): string {
  const words = ['pack', '--silent', '--pack-destination', box];
  const said = execFileSync('npm', words, { cwd: ROOT, encoding: 'utf8' });
  return join(box, said.trim().split('\n').at(-1) ?? '');
}

function tryOn(version: string, tarball: string, box: string): void {
  const node = nodeOf(version, box);
  if (node === undefined) {
    console.log(`package on Node ${version}: SKIPPED, as it cannot be installed here`);
    return;
  }
  const PATH = `${dirname(node)}${delimiter}${process.env.PATH}`;
  const { status, stdout, stderr } = spawnSync(join(ROOT, '.ci/end-to-end'), [tarball], {
    env: { ...process.env, PATH },
    encoding: 'utf8',
  });
  const said = `${stdout}${stderr}`.trim();
  const isRight = status === 0 && said.includes(`on Node v${version}.`);
  tell(`package on Node ${version}`, isRight ? [] : [said]);
}

/** The program: this very one, or that of the npm package `node`. */
function nodeOf(version: string, box: string): string | undefined {
  if (process.versions.node.startsWith(`${version}.`)) return process.execPath;
  const folder = join(box, `node-${version}`);
  const words = ['install', '--prefix', folder, '--no-audit', '--no-fund', `node@${version}`];
  const { status } = spawnSync('npm', words, { encoding: 'utf8' });
  const node = join(folder, 'node_modules/node/bin/node');
  const { stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' });
  return status === 0 && stdout?.startsWith(`v${version}.`) ? node : undefined;
}

new Command('release:check')
  .option('--update', 'write the reports of the public types')
  .option('--publish', 'leave nothing to be done')
  .action(main)
  .parse();
