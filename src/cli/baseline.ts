// `--baseline FILE`: what was agreed on is compared while specs are run, and what differs is a demand that is not met, so that
// every report and the status tell of it.

import { existsSync } from 'node:fs';
import { Option } from 'commander';
import { UsageError } from '../base/errors.ts';
import { type Baseline, readBaseline, unlikeBaseline, updatedBaseline } from '../diff/baseline.ts';
import { jsonText } from '../report/json/json-text.ts';
import { findingOfRow, type SpecRun } from '../spec/run-outcome.ts';
import { checkWritable, type Input, type Unwritten, writeOutputs } from './output-files.ts';
import { readJson } from './read-json.ts';
import type { Terminal } from './terminal.ts';

export interface BaselineFlags {
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  readonly timings?: string;
  readonly stress?: boolean;
  readonly property?: readonly string[];
}

export function baselineOptions(): Option[] {
  return [
    new Option(
      '--baseline <file>',
      'fail where numbers of states or lengths of runs are others than this file says',
    ),
    new Option('--update-baseline', 'write that file anew, of what was found'),
  ];
}

/** What `run` reads besides specs, and must not write a report over. */
export function inputsOf({ baseline, timings }: BaselineFlags): Input[] {
  return [
    ...(baseline === undefined ? [] : [{ file: baseline, is: 'the baseline' }]),
    ...(timings === undefined ? [] : [{ file: timings, is: 'what --timings reads' }]),
  ];
}

export interface BaselineInUse {
  /** The spec with what differs among the demands that are not met. */
  judge(spec: SpecRun): SpecRun;
  /** Specs that it has and that are not there any more, each with that among the demands that are not met. */
  gone(): readonly SpecRun[];
  /** Writes the file where that was asked for. */
  end(specs: readonly SpecRun[], terminal: Terminal): Promise<readonly Unwritten[]>;
}

const NONE: BaselineInUse = { judge: (spec) => spec, gone: () => [], end: async () => [] };

/** Throws a UsageError where the file is no baseline, or cannot be written. */
export function baselineInUse(flags: BaselineFlags): BaselineInUse {
  const { baseline: file, ...others } = flags;
  const { updateBaseline = false, stress = false, property } = others;
  if (file === undefined) {
    if (updateBaseline) throw new UsageError('--update-baseline needs --baseline FILE');
    return NONE;
  }
  if (!updateBaseline) {
    const known = read(file);
    const asked = { stress, part: property !== undefined };
    const judge = (spec: SpecRun): SpecRun => {
      if (spec.error !== undefined) return spec;
      const unlike = unlikeBaseline(known, spec, asked, file);
      return unlike.length === 0
        ? spec
        : { ...spec, unmet: [...(spec.unmet ?? []), ...unlike], unlike };
    };
    return { ...NONE, judge, gone: () => goneSpecs(known, file) };
  }
  if (property !== undefined) {
    throw new UsageError('--update-baseline needs all properties; leave out --property');
  }
  checkWritable([file], inputsOf(others));
  const old = existsSync(file) ? read(file) : undefined;
  return {
    ...NONE,
    async end(specs, terminal) {
      if (specs.some(isUnfinished)) {
        const is = old === undefined ? 'was not written' : 'is as it was';
        terminal.message(`mmcheck: ${file} ${is}: not every row was seen to its end`);
        return ['failed'];
      }
      const left = old && { ...old, specs: old.specs.filter(({ spec }) => existsSync(spec)) };
      const text = () => jsonText(updatedBaseline(left, specs, stress));
      return writeOutputs([{ file, text }], terminal);
    },
  };
}

function goneSpecs({ specs }: Baseline, file: string): SpecRun[] {
  const gone = specs.filter(({ spec }) => !existsSync(spec));
  return gone.map(({ spec }) => {
    const unlike = [`${spec} is in the baseline ${file} alone; --update-baseline removes it`];
    return { spec, model: '', seed: '', rows: [], unmet: unlike, unlike };
  });
}

function isUnfinished({ error, rows }: SpecRun): boolean {
  const open = rows.some((row) => row.limit !== undefined || findingOfRow(row) === 'broken');
  return error !== undefined || open;
}

function read(file: string): Baseline {
  if (!existsSync(file)) {
    throw new UsageError(`there is no baseline ${file}; --update-baseline writes it`);
  }
  return readBaseline(readJson(file, '`mmcheck run --update-baseline` wrote'), file);
}
