// The formats: their names are the choices of `--format`, the first is the default.

import { json } from './json/reporter.ts';
import type { Reporter } from './reporter.ts';
import { text } from './text/reporter.ts';

export const reporters = { text, json } satisfies Readonly<Record<string, Reporter>>;

export type Format = keyof typeof reporters;
export const FORMATS = Object.keys(reporters) as readonly Format[];
