// The formats of reports: their names are the kinds of `--report KIND=FILE`. One is loaded when a report is written in it.

import type { Exporter } from './exporter.ts';

export const exporters = {
  junit: async () => (await import('./junit.ts')).junit,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
  gitlab: async () => (await import('./gitlab.ts')).gitlab,
  ctrf: async () => (await import('./ctrf.ts')).ctrf,
  tap: async () => (await import('./tap.ts')).tap,
  markdown: async () => (await import('./markdown.ts')).markdown,
  json: async () => (await import('./json.ts')).json,
} satisfies Readonly<Record<string, () => Promise<Exporter>>>;

export type ReportKind = keyof typeof exporters;
export const REPORT_KINDS = Object.keys(exporters) as readonly ReportKind[];
