// A counterexample as one reads it in a mail: which claim breaks in which model, where the run
// starts, the lanes, what went wrong in words, and where each process is at the end.

import type { Change, ReEvaluation, Trace } from '../../trace/trace.ts';
import { isWitness, verdictWords } from './claim-words.ts';
import { laneDiagram } from './lanes.ts';
import { counted, showParameters, showValue } from './show-value.ts';
import { locationTexts, startTexts } from './state.ts';
import { plainStyle, type Style, type TextOptions } from './style.ts';
import { padEnd, printable, printableLines, unbroken, wrap } from './width.ts';

export interface TraceTextOptions extends TextOptions {
  /** Adds where each label stands in the kernel and in the model. */
  readonly places?: boolean;
  /** Of a run that was replayed; a trace says otherwise what was true when it was written. */
  readonly claim?: ReEvaluation;
}

const TITLES = { start: 'Initially', end: 'Finally', claim: 'Claim', goal: 'Goal', but: 'But' };
const TITLE_WIDTH = TITLES.start.length + 2;

export function traceText(trace: Trace, options: TraceTextOptions = {}): string {
  const { columns = 100, style = plainStyle, places = false, claim = 'stands' } = options;
  const empty = trace.steps.isEmpty();
  const start = startTexts(trace);
  const final = trace.steps.last()?.state ?? trace.initial;
  const end = locationTexts(final.processes);
  const blocks = [
    headline(trace, claim, columns).map(style.strong),
    titled(TITLES.start, empty ? [...start, ...end] : start, columns),
    laneDiagram(trace, { columns, style }),
    idleProcesses(trace, columns).map(style.faint),
    unneededSteps(trace, columns).map(style.faint),
    verdict(trace, claim, columns, style),
    empty
      ? []
      : titled(
          TITLES.end,
          [changedCells(trace), ...end].filter((text) => text !== ''),
          columns,
        ),
    places ? stepPlaces(trace, columns).map(style.faint) : [],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => `${block.join('\n')}\n`)
    .join('\n');
}

function headline(trace: Trace, claim: ReEvaluation, columns: number): string[] {
  const { model, parameters } = trace;
  return [
    ...wrap(`${printable(model)} ${showParameters(parameters)}`, columns, 2),
    ...wrap(withdrawal(trace, claim) ?? claimWords(trace), columns, 2),
  ];
}

/** What takes the place of the claim where the run does not show it any more. */
function withdrawal(trace: Trace, claim: ReEvaluation): string | undefined {
  const name = printable(trace.property.name);
  if (claim === 'absent') return `there is no ${name} to ask again`;
  if (claim !== 'falls') return undefined;
  return `${name} is not ${isWitness(trace) ? 'reached' : 'violated'} by this run any more`;
}

function claimWords(trace: Trace): string {
  const verb = isWitness(trace)
    ? 'reached'
    : isPart(trace)
      ? 'violated: a part is shown'
      : 'violated';
  return `${printable(trace.property.name)} is ${verb} ${depthWords(trace)}`;
}

function depthWords({ steps, loop, minimal }: Trace): string {
  const shortest = minimal ? 'no shorter run does it' : 'a shorter run may exist';
  if (loop !== undefined && loop < steps.size) {
    const round = counted(steps.size - loop, 'step');
    const after = loop > 0 ? ` after ${counted(loop, 'step')}` : '';
    return `by a run that repeats ${round} for ever${after} (${shortest})`;
  }
  if (steps.isEmpty()) return 'in the initial state';
  return `in ${counted(steps.size, 'step')} (${shortest})`;
}

/** What is wrong with an order of locks takes several runs to show. */
function isPart({ property }: Trace): boolean {
  return property.kind === 'lock-order';
}

function verdict(trace: Trace, claim: ReEvaluation, columns: number, style: Style): string[] {
  const withdrawn = withdrawal(trace, claim);
  if (withdrawn !== undefined) return [style.doubtful(` *** ${withdrawn} ***`)];
  const { about, message } = trace.property;
  const witness = isWitness(trace);
  const whose = claim === 'not-asked' ? ', in the words of the file' : '';
  const said = message === about ? [] : printableLines(message).filter((line) => line !== '');
  return [
    ` *** ${verdictWords(trace)}${whose} ***`,
    ...titled(
      witness ? TITLES.goal : TITLES.claim,
      about === '' ? [] : [printable(about)],
      columns,
    ),
    ...titled(TITLES.but, said, columns),
  ].map((line, k) => (k === 0 ? (witness ? style.good : style.bad)(line) : line));
}

/** By name: lanes are shared, and one without a step has no title that says whose it is. */
function idleProcesses({ initial, steps }: Trace, columns: number): string[] {
  const idle = [...initial.processes.keys()].filter(
    (process) => !steps.some(({ name }) => name === process),
  );
  if (idle.length === 0 || steps.isEmpty()) return [];
  return wrap(`No step by ${idle.map(printable).join(', ')}.`, columns, 2);
}

/** What is shown is a run as well, and ends in the same violation. */
function unneededSteps({ unneeded }: Trace, columns: number): string[] {
  if (unneeded === undefined) return [];
  const steps = counted(unneeded, 'step');
  return wrap(`Left out: ${steps} that it does not need. --full shows all.`, columns, 2);
}

/** What is not as it was in the beginning, in the words of the steps: of a large record only the fields. */
function changedCells({ steps }: Trace): string {
  const changes = new Map<string, Change>();
  for (const change of steps.flatMap((step) => step.changes)) {
    if (change.of !== 'cell') continue;
    const { before } = changes.get(change.path) ?? change;
    changes.set(change.path, { ...change, before });
  }
  return [...changes.values()]
    .filter(({ before, after }) => before !== after)
    .map(({ path, after }) => unbroken(`${printable(path)} = ${showValue(after)}`))
    .join(', ');
}

/** Every label of the run with its places, in the order of their first steps. */
function stepPlaces({ steps }: Trace, columns: number): string[] {
  const places = steps
    .filter(({ at, source }) => at !== undefined || source !== undefined)
    .map(({ process, label, at, source }) =>
      [`${process}/${label}`, source, at].filter((part) => part !== undefined).map(printable),
    );
  return titled('Where', [...new Set(places.map((parts) => parts.join('  ')))], columns);
}

/** Lines under a title in a column of its own. */
function titled(title: string, texts: readonly string[], columns: number): string[] {
  return texts
    .flatMap((text) => wrap(text, columns - TITLE_WIDTH - 1, 2))
    .map((line, k) => ` ${padEnd(k === 0 ? title : '', TITLE_WIDTH)}${line}`);
}
