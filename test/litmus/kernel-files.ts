// The litmus tests that come with the kernel: those of Debian's linux-source-6.1, or of KERNEL_LITMUS=... which names the
// unpacked source. Where neither is there, what needs them is skipped, and the tests say so.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const ARCHIVE = '/usr/src/linux-source-6.1.tar.xz';
const FOLDERS = ['tools/memory-model/litmus-tests', 'Documentation/litmus-tests'];

/** The unpacked folders; undefined where the source is not installed. */
function sourceFolder(): string | undefined {
  if (process.env.KERNEL_LITMUS !== undefined) return process.env.KERNEL_LITMUS;
  if (!existsSync(ARCHIVE)) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'kernel-litmus-'));
  const wanted = FOLDERS.map((name) => `linux-source-6.1/${name}`);
  execFileSync('tar', ['-xJf', ARCHIVE, '-C', folder, '--strip-components=1', ...wanted]);
  return folder;
}

export interface KernelFile {
  /** Without folder and ending. */
  readonly name: string;
  readonly text: string;
}

/** All of them, by name; undefined where there is no source. */
export function kernelFiles(): readonly KernelFile[] | undefined {
  const source = sourceFolder();
  if (source === undefined) return undefined;
  return FOLDERS.flatMap((folder) => filesBelow(join(source, folder)));
}

function filesBelow(folder: string): KernelFile[] {
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.litmus'))
    .sort()
    .map((name) => ({
      name: basename(name, '.litmus'),
      text: readFileSync(join(folder, name), 'utf8'),
    }));
}
