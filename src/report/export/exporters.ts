// The formats of reports: their names are the kinds of `--report KIND=FILE`.

import { ctrf } from './ctrf.ts';
import type { Exporter } from './exporter.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import { tap } from './tap.ts';

export const exporters = {
  junit,
  sarif,
  github,
  gitlab,
  ctrf,
  tap,
  markdown,
  json,
} satisfies Readonly<Record<string, Exporter>>;

export type ReportKind = keyof typeof exporters;
export const REPORT_KINDS = Object.keys(exporters) as readonly ReportKind[];
