// What both parts of the page of benchmarks are written with; and the page, of which a run writes its part anew.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

const TITLE = '# Benchmarks\n';
const PARTS = [
  'Speed',
  'Reductions',
  'Two threads',
  'Packed',
  'Estimates',
  'Side by side',
] as const;
export type Part = Exclude<
  (typeof PARTS)[number],
  'Two threads' | 'Packed' | 'Estimates' | 'Side by side'
>;

/** Replaces one part and leaves the others as they are; the last three are written by hand. */
export function writePart(file: string, part: Part, text: string): void {
  const page = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const before = page.split(/^## /m);
  const parts = PARTS.map((one) =>
    one === part ? `${one}\n\n${text}` : before.find((it) => it.startsWith(`${one}\n`)),
  ).filter((one) => one !== undefined);
  const texts = [TITLE, ...parts.map((one) => `## ${one}`)].map((one) => one.trim());
  writeFileSync(file, `${texts.join('\n\n')}\n`);
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
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}
