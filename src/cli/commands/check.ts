// `mmcheck check FILE`: one search of a model, or all rows of a spec.

import { UsageError } from '../../model/errors.ts';
import type { CheckOutcome, PropertyOutcome } from '../../outcome.ts';
import { checkJson } from '../../report/check-json.ts';
import { checkText } from '../../report/check-text.ts';
import { traceDot } from '../../report/dot.ts';
import { jsonText } from '../../report/json-text.ts';
import { lockOrderDot } from '../../report/lock-order-dot.ts';
import { showParameters } from '../../report/show-value.ts';
import { fromWireOutcome } from '../../supervise/wire-outcome.ts';
import { encodeTrace } from '../../trace/codec.ts';
import type { Trace } from '../../trace/trace.ts';
import { type ExitCode, exitCodeOfCheck } from '../exit-code.ts';
import { addSearchOptions, type SearchFlags, searchOptions, setOption } from '../options.ts';
import { checkWritable, writeOutput } from '../output-files.ts';
import { inSession, type Session } from '../session.ts';
import { renderSvg, troubleWithPicture } from '../svg.ts';
import type { Terminal } from '../terminal.ts';
import { examples, type Setting } from './command.ts';
import { reportRuns, runSpecs } from './run.ts';

interface Flags extends SearchFlags {
  readonly set?: Readonly<Record<string, string>>;
  readonly spec?: string;
  readonly trace?: string;
  readonly dot?: string;
  readonly svg?: string;
}

const NO_PROPERTIES =
  'mmcheck: there was no property to check, only that no step goes wrong; ' +
  'add `export const properties = defineProperties(model, ...)`, or write a spec';

export function addCheck({ program, terminal, ended }: Setting): void {
  const command = program
    .command('check')
    .summary('check a model, or all rows of a spec')
    .description(
      'Runs every interleaving of a model and says of each property whether it holds; of one ' +
        'that does not, the shortest schedule that breaks it. The properties are those that the ' +
        "model's file exports and those of its spec, specs/NAME.ts. A spec as FILE: checks all " +
        'its rows, as `mmcheck run` does.',
    )
    .argument('<file>', 'a model or a spec')
    .addOption(setOption())
    .option('--spec <file>', 'take properties from this spec')
    .option('--trace <file>', 'write the counterexample as JSON, for `mmcheck replay`')
    .option('--dot <file>', 'write the counterexample as a DOT graph; of lock order the locks')
    .option('--svg <file>', 'write the counterexample, or the locks, as a picture');
  addSearchOptions(command)
    .addHelpText(
      'after',
      examples(
        'check models/zonelist-rebuild.ts',
        'check models/zonelist-rebuild.ts --set update=in-place --property no-premature-oom',
        'check models/zonelist-rebuild.ts --trace race.json --svg race.svg',
        'check specs/zonelist-rebuild.ts --format json',
      ),
    )
    .action(async (file: string, flags: Flags) => ended(await check(file, flags, terminal)));
}

async function check(file: string, flags: Flags, terminal: Terminal): Promise<ExitCode> {
  checkWritable([flags.trace, flags.dot, flags.svg]);
  return inSession(terminal, flags, async (session) => {
    const opened = await session.supervisors[0].ask('open', { file });
    if (opened.type === 'model') return checkOne(file, flags, terminal, session);
    refuseModelFlags(file, flags);
    return reportRuns(await runSpecs([file], flags, terminal, session), flags, terminal);
  });
}

async function checkOne(
  file: string,
  flags: Flags,
  terminal: Terminal,
  { supervisors: [supervisor] }: Session,
): Promise<ExitCode> {
  const { set = {}, spec } = flags;
  const options = searchOptions(flags);
  const input = { file, set, options, ...(spec === undefined ? {} : { spec }) };
  const outcome = fromWireOutcome(await supervisor.ask('check', input));
  if (outcome.properties.length === 0) terminal.message(NO_PROPERTIES);
  terminal.result(
    flags.format === 'json' ? jsonText(checkJson(outcome)) : checkText(outcome, terminal),
  );
  // What cannot be written after all must not take the result with it.
  await writeCounterexample(outcome, flags, terminal);
  return exitCodeOfCheck(outcome);
}

/** Writes the first counterexample, which on several is said, or where nothing broke, a witness. */
async function writeCounterexample(
  { model, parameters, properties }: CheckOutcome,
  { trace, dot, svg }: Flags,
  terminal: Terminal,
): Promise<void> {
  if ((trace ?? dot ?? svg) === undefined) return;
  const shown = properties.filter(
    ({ counterexample, lockOrder }) => counterexample !== undefined || lockOrder !== undefined,
  );
  const violated = shown.filter(({ verdict }) => verdict === 'violated');
  const [first] = [...violated, ...shown];
  if (!first) {
    terminal.message('mmcheck: there is no counterexample to write');
    return;
  }
  if (violated.length > 1) {
    const others = violated
      .slice(1)
      .map(({ name }) => name)
      .join(', ');
    terminal.message(`mmcheck: wrote the run of ${first.name}; for ${others}, use --property NAME`);
  }
  if (trace !== undefined) writeRun(trace, first, terminal);
  const picture = pictureOf(first, `${model} ${showParameters(parameters)}`);
  if (dot !== undefined) writeOutput(dot, picture);
  if (svg !== undefined) await writePicture(svg, picture, terminal);
}

/** A run too long for a picture is not a wrong call: nobody knows before the search how long it will be. */
async function writePicture(file: string, dot: string, terminal: Terminal): Promise<void> {
  const trouble = troubleWithPicture(dot);
  if (trouble === undefined) writeOutput(file, await renderSvg(dot));
  else terminal.message(`mmcheck: did not write ${file}: ${trouble}`);
}

/** Of what is wrong with lock order, the run that shows the first part. */
function writeRun(
  file: string,
  { counterexample, lockOrder }: PropertyOutcome,
  terminal: Terminal,
): void {
  const run = counterexample ?? lockOrder?.problems[0]?.witnesses[0].run;
  if (run) writeOutput(file, jsonText(encodeTrace(run)));
  else terminal.message('mmcheck: there is no counterexample to write');
}

function pictureOf({ name, counterexample, lockOrder }: PropertyOutcome, title: string): string {
  return lockOrder ? lockOrderDot(name, title, lockOrder) : traceDot(counterexample as Trace);
}

/** A spec sets its own parameters, and has many counterexamples. */
function refuseModelFlags(file: string, flags: Flags): void {
  const given = (['set', 'spec', 'trace', 'dot', 'svg'] as const).filter(
    (name) => flags[name] !== undefined,
  );
  if (given.length === 0) return;
  throw new UsageError(
    `${file} is a spec, and --${given[0]} is for one search; name the model's own file with it`,
  );
}
