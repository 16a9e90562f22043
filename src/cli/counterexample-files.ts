// The files of `check` besides its result: a counterexample as JSON, as DOT and as a picture.

import type { ShownRun, WantedTexts } from '../report/shown-run.ts';
import { type Output, type Unwritten, writeOutputs } from './output-files.ts';
import type { Session } from './session.ts';
import { renderSvg } from './svg.ts';
import type { Terminal } from './terminal.ts';

export interface CounterexampleFiles {
  readonly trace?: string;
  readonly dot?: string;
  readonly svg?: string;
}

const NOTHING = 'mmcheck: there is no counterexample to write';

/** What the files are made of. */
export function wantedTexts({ trace, dot, svg }: CounterexampleFiles): WantedTexts {
  return { trace: trace !== undefined, dot: (dot ?? svg) !== undefined };
}

/** Writes the run that is shown; where there are others, says whose it is. */
export async function writeCounterexample(
  shown: ShownRun | undefined,
  files: CounterexampleFiles,
  terminal: Terminal,
  session: Session,
): Promise<readonly Unwritten[]> {
  if ((files.trace ?? files.dot ?? files.svg) === undefined) return [];
  if (shown === undefined || (files.trace !== undefined && shown.trace === undefined)) {
    terminal.message(NOTHING);
  }
  if (shown === undefined) return [];
  const outputs = outputsOf(shown, files, session);
  const unwritten = await writeOutputs(outputs, terminal);
  const { name, others } = shown;
  if (others.length > 0 && unwritten.length < outputs.length) {
    const words = `for ${others.join(', ')}, use --property NAME`;
    terminal.message(`mmcheck: wrote the run of ${name}; ${words}`);
  }
  return unwritten;
}

function outputsOf(
  { trace, dot }: ShownRun,
  files: CounterexampleFiles,
  session: Session,
): Output[] {
  const output = (file: string | undefined, text: Output['text']): Output[] =>
    file === undefined ? [] : [{ file, text }];
  return [
    ...(trace === undefined ? [] : output(files.trace, () => trace)),
    ...(dot === undefined ? [] : output(files.dot, () => dot)),
    ...(dot === undefined ? [] : output(files.svg, () => renderSvg(dot, session))),
  ];
}
