// Lets `npx mmcheck` find the package's own command in a clone, offline: npm links the commands of dependencies only.
// Runs after each build, since the compiler leaves files that cannot be executed.

import { chmodSync, existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const command = join(root, 'dist', 'cli', 'main.js');
const commands = join(root, 'node_modules', '.bin');

chmodSync(command, 0o755);
if (existsSync(commands)) {
  const target = relative(commands, command);
  const link = join(commands, process.platform === 'win32' ? 'mmcheck.cmd' : 'mmcheck');
  rmSync(link, { force: true });
  if (process.platform === 'win32') writeFileSync(link, `@node "%~dp0\\${target}" %*\r\n`);
  else symlinkSync(target, link);
}
