// The task of `check MODEL`: one search, all properties. The report is made here, where the runs are: one of many thousand
// steps takes seconds and memory to put into words, in which the watching thread has to hear what is asked of it.

import { checkHelped } from '../../check/check.ts';
import type { CheckOptions } from '../../check/options.ts';
import { CheckpointFolder } from '../../checkpoint/checkpoint-folder.ts';
import { Coverage } from '../../load/coverage.ts';
import { importAnew } from '../../load/import-file.ts';
import type { Load } from '../../load/load-model.ts';
import { type CheckOutcome, type RunlessOutcome, withoutRuns } from '../../outcome/outcome.ts';
import { exporters, type ReportKind } from '../../report/export/exporters.ts';
import type { ReportContext } from '../../report/export/reported.ts';
import { flameSvg } from '../../report/flame.ts';
import { type Format, reporters } from '../../report/reporters.ts';
import { type ShownRun, shownRun, type WantedTexts } from '../../report/shown-run.ts';
import { showParameters } from '../../report/text/show-value.ts';
import { styleNamed } from '../../report/text/style.ts';
import { checkIdentity } from '../check-identity.ts';
import { Crew } from '../crew.ts';
import { type AskedDisk, DiskSearch } from '../disk-search.ts';
import type { Assisted } from '../helper-messages.ts';
import { type AskedQueue, QueueSearch } from '../queue-search.ts';
import type { TaskContext } from '../task-context.ts';
import { checkPropertyNames, instanceNames, loadSubject, type SubjectInput } from './subject.ts';

export type SearchOptions = Omit<CheckOptions, 'progress' | 'onLearnt' | 'team'>;
/** What is searched, and how. */
export interface SearchInput extends SubjectInput {
  readonly options: SearchOptions;
  /** How many threads may search; one where nothing is said. */
  readonly workers?: number;
  /** Counts how often each line of the author's files runs. */
  readonly coverage?: boolean;
  /** Where its searches are saved, and how often in milliseconds. */
  readonly checkpoint?: { readonly folder: string; readonly everyMs: number };
  /** Where its states are kept, and not in memory. */
  readonly disk?: AskedDisk;
  /** Where its states are kept, and its jobs are done by others. */
  readonly queue?: AskedQueue;
}

export interface CheckInput extends SearchInput {
  readonly report: {
    readonly format: Format;
    readonly columns: number;
    readonly colours: boolean;
  };
  /** What is wanted of the run besides. */
  readonly wanted: WantedTexts;
  /** The reports that are wanted. */
  readonly exports: { readonly kinds: readonly ReportKind[]; readonly context: ReportContext };
  readonly flame?: boolean;
}

export interface CheckResult {
  readonly outcome: RunlessOutcome;
  /** Absent in what was learnt before the end. */
  readonly report?: string;
  readonly shown?: ShownRun;
  /** The flame graph, as SVG. */
  readonly flame?: string;
  readonly exported?: Partial<Record<ReportKind, string>>;
}

export async function check(
  input: CheckInput,
  context: TaskContext<CheckResult>,
): Promise<CheckResult> {
  const outcome = await (input.coverage ? withCoverage(input, context) : searched(input, context));
  const { format, columns, colours } = input.report;
  const { trace, dot } = input.wanted;
  const shown = trace || dot ? shownRun(outcome, input.wanted) : undefined;
  return {
    outcome: withoutRuns(outcome),
    report: (await reporters[format]()).check(outcome, { columns, style: styleNamed(colours) }),
    ...(shown && { shown }),
    ...(input.flame && outcome.profile && { flame: flameSvg(titleOf(outcome), outcome.profile) }),
    exported: await exportedTexts(outcome, input),
  };
}

function titleOf({ model, parameters }: CheckOutcome): string {
  return `${model} ${showParameters(parameters)}`.trim();
}

async function exportedTexts(
  outcome: CheckOutcome,
  { file, exports: { kinds, context } }: CheckInput,
): Promise<Partial<Record<ReportKind, string>>> {
  const texts: Partial<Record<ReportKind, string>> = {};
  for (const kind of kinds) texts[kind] = (await exporters[kind]()).check(outcome, file, context);
  return texts;
}

async function withCoverage(
  input: CheckInput,
  context: TaskContext<CheckResult>,
): Promise<CheckOutcome> {
  const coverage = new Coverage();
  try {
    const outcome = await searched(input, context, (path) => importAnew(path, { maps: true }));
    return { ...outcome, coverage: coverage.end() };
  } catch (error) {
    coverage.end();
    throw error;
  }
}

export async function searched(
  input: SearchInput,
  { progress, searching, learnt }: TaskContext<CheckResult>,
  load?: Load,
): Promise<CheckOutcome> {
  // Lines that helpers run would not be counted.
  const crew = new Crew(input.coverage ? 0 : (input.workers ?? 1) - 1, assistedBy(input));
  try {
    crew.begin();
    const folder = checkpointFolder(input);
    const elsewhere = input.queue
      ? new QueueSearch(input.queue)
      : input.disk && new DiskSearch(input.disk, input, crew);
    const subject = await loadSubject(input, load);
    const { model, parameters, properties } = subject;
    checkPropertyNames(properties, input.options.only);
    searching(instanceNames(subject));
    const checkAll = (): CheckOutcome =>
      checkHelped(model, parameters, properties, {
        ...input.options,
        team: crew.team,
        // Nor would what is recalled.
        ...(input.coverage && { recallsFrom: Number.POSITIVE_INFINITY }),
        progress,
        checkpoint: folder && ((search) => folder.snapshotsOf(search)),
        partitioned: elsewhere?.partitioned,
        onLearnt: (known) => learnt(known && { outcome: known }),
      });
    const outcome = elsewhere ? elsewhere.during(checkAll) : checkAll();
    return folder ? afterCheckpoints(folder, outcome) : outcome;
  } finally {
    crew.close();
  }
}

function checkpointFolder(input: SearchInput): CheckpointFolder | undefined {
  if (!input.checkpoint) return undefined;
  const { folder, everyMs } = input.checkpoint;
  return new CheckpointFolder(folder, checkIdentity(input, '--checkpoint'), everyMs);
}

/** What a limit cut short can be gone on with; of what has come to its end nothing is left. */
function afterCheckpoints(folder: CheckpointFolder, outcome: CheckOutcome): CheckOutcome {
  const { trouble } = folder;
  if (!outcome.limit) folder.clear();
  return trouble === undefined ? outcome : { ...outcome, warnings: [...outcome.warnings, trouble] };
}

/** What helpers have to know. */
function assistedBy({ file, set, spec, options }: SearchInput): Assisted {
  const { reduction, maxDepth, memoryBytes } = options;
  return {
    file,
    set,
    ...(spec !== undefined && { spec }),
    options: {
      ...(reduction !== undefined && { reduction }),
      ...(maxDepth !== undefined && { maxDepth }),
      ...(memoryBytes !== undefined && { memoryBytes }),
    },
  };
}
