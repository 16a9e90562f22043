// `--report KIND=FILE`: results for other programs, beside what is printed. Only GitHub needs no file: it reads annotations
// from what a step prints, and has a file of its own for the summary of a job.

import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { REPORT_KINDS, type ReportKind } from '../report/export/exporters.ts';
import type { ReportContext } from '../report/export/reported.ts';
import { checkWritable, type Input, type Unwritten, writeOutputs } from './output-files.ts';
import type { Terminal } from './terminal.ts';
import { packageVersion } from './version.ts';

export interface Report {
  readonly kind: ReportKind;
  /** None of `github`: it is printed. */
  readonly file?: string;
}

export function reportOption(): Option {
  return new Option(
    '--report <kind=file>',
    `write a report, as often as wanted: ${REPORT_KINDS.join(', ')}`,
  ).argParser((text: string, before: readonly Report[] = []) => [...before, reportOf(text)]);
}

function reportOf(text: string): Report {
  const at = text.indexOf('=');
  const kind = at < 0 ? text : text.slice(0, at);
  if (!isKind(kind)) {
    throw new InvalidArgumentError(
      `There is no report '${kind}'; there is ${REPORT_KINDS.join(', ')}.`,
    );
  }
  const file = text.slice(at + 1);
  if (file === '-') {
    throw new InvalidArgumentError("'-' is no file; name one, or ./- where it is called so.");
  }
  if (at >= 0 && file !== '') return { kind, file };
  if (at < 0 && kind === 'github') return { kind };
  throw new InvalidArgumentError(`Name a file, such as --report ${kind}=${EXAMPLES[kind]}.`);
}

const EXAMPLES: Readonly<Record<ReportKind, string>> = {
  junit: 'junit.xml',
  sarif: 'mmcheck.sarif',
  github: 'annotations.txt',
  gitlab: 'gl-code-quality-report.json',
  ctrf: 'ctrf.json',
  tap: 'mmcheck.tap',
  markdown: 'mmcheck.md',
  json: 'mmcheck.json',
};

function isKind(kind: string): kind is ReportKind {
  return (REPORT_KINDS as readonly string[]).includes(kind);
}

export function reportFiles(reports: readonly Report[] = []): string[] {
  return reports.flatMap(({ file }) => file ?? []);
}

/** Refuses files that cannot be written, and what the command writes, or reads, besides. */
export function checkReports(
  reports: readonly Report[] = [],
  others: readonly string[] = [],
  inputs: readonly Input[] = [],
): void {
  const files = reportFiles(reports);
  const summary = stepSummary(reports);
  checkWritable([...(summary === undefined ? [] : [summary]), ...others, ...files], inputs);
}

/** The kinds whose texts are wanted. */
export function wantedKinds(reports: readonly Report[] = []): ReportKind[] {
  const kinds = reports.map(({ kind }) => kind);
  return stepSummary(reports) === undefined ? kinds : [...kinds, 'markdown'];
}

/** Writes what can be written, and tells of what cannot. */
export async function writeReports(
  reports: readonly Report[] = [],
  text: (kind: ReportKind) => Promise<string>,
  terminal: Terminal,
): Promise<readonly Unwritten[]> {
  const outputs = reports.flatMap(({ kind, file }) =>
    file === undefined ? [] : [{ file, text: () => text(kind) }],
  );
  const printed = reports.filter(({ file }) => file === undefined);
  for (const { kind } of printed) {
    const lines = (await text(kind)).trimEnd();
    if (lines !== '') terminal.message(lines);
  }
  const summary = stepSummary(reports);
  // Other runs, and other commands of the step, write there too.
  const markdown = () => text('markdown');
  const shown = summary === undefined ? [] : [{ file: summary, isAppended: true, text: markdown }];
  return writeOutputs([...outputs, ...shown], terminal);
}

/** Where a step of GitHub Actions puts what is shown of its job. */
function stepSummary(reports: readonly Report[] = []): string | undefined {
  const { GITHUB_STEP_SUMMARY: file = '' } = process.env;
  const isAsked = reports.some(({ kind, file }) => kind === 'github' && file === undefined);
  return isAsked && file !== '' ? file : undefined;
}

export function reportContext(): ReportContext {
  return { version: packageVersion(), folder: folderInRepository(), began: STARTED };
}

const STARTED = Math.round(performance.timeOrigin);

/** Empty where the folder of the command is the root, or where there is no repository. */
function folderInRepository(): string {
  const here = process.cwd();
  for (let folder = here; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) {
      const path = relative(folder, here).split(sep).join('/');
      return path === '' ? '' : `${path}/`;
    }
    if (folder === dirname(folder)) return '';
  }
}
