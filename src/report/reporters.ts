// The formats: their names are the choices of `--format`, the first is the default. One is loaded when something is to be
// shown in it.

import type { Reporter } from './reporter.ts';

export const reporters = {
  text: async () => (await import('./text/reporter.ts')).text,
  json: async () => (await import('./json/reporter.ts')).json,
} satisfies Readonly<Record<string, () => Promise<Reporter>>>;

export type Format = keyof typeof reporters;
export const FORMATS = Object.keys(reporters) as readonly Format[];
