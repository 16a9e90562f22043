// What both parts of the page of benchmarks are written with; and the page, of which a run writes its part anew.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

const TITLE = '# Benchmarks\n';
/** What the benches write; what else stands on the page is written by hand. */
export type Part = 'Speed' | 'Reductions';

/** Replaces one part and leaves the others as they are. */
export function writePart(file: string, part: Part, text: string): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const [, ...before] = page.split(/^(?=## )/m);
  const isPart = (one: string): boolean => one.startsWith(`## ${part}\n`);
  const parts = before.some(isPart) ? before : [...before, `## ${part}\n`];
  const texts = [TITLE, ...parts.map((one) => (isPart(one) ? `## ${part}\n\n${text}` : one))];
  writeFileSync(file, `${texts.map((one) => one.trim()).join('\n\n')}\n`);
}

export function machine(peers: readonly string[]): string {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  const date = new Date().toISOString().slice(0, 10);
  const own = `${model}, ${cpus().length} cores, ${memory} GiB, ${platform()} ${arch()}`;
  return [`${date}; ${own}`, `Node ${process.versions.node}`, ...peers].join('; ');
}

export function shown(parameters: object): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(tableRow).join('\n');
}

export function tableRow(row: readonly string[]): string {
  return `| ${row.join(' | ')} |`;
}
