// The options that commands share, and the words on the command line made into numbers and names. A
// value that makes no sense is refused here, with what would.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../base/errors.ts';
import { aboutOrders, ORDERS, type Order } from '../base/orders.ts';
import { aboutStores, STORES, type StoreName } from '../base/stores.ts';
import { MEMORY_MODELS, MEMORY_PARAMETERS, type MemoryModel } from '../language/memory-model.ts';
import { isSource } from '../load/source-files.ts';
import { REDUCTIONS, type ReductionName } from '../outcome/reduction-names.ts';
import { FORMATS, type Format } from '../report/reporters.ts';
import type { SearchOptions } from '../supervise/tasks/check.ts';
import { memoryOptions } from './memory.ts';
import { type Report, reportOption } from './reports.ts';

export interface SearchFlags {
  readonly property?: readonly string[];
  readonly order: Order;
  readonly store?: StoreName;
  readonly reduction?: false | readonly ReductionName[];
  readonly audit?: boolean;
  readonly full?: boolean;
  readonly maxStates?: number;
  readonly maxDepth?: number;
  readonly memory?: number;
  readonly timeout?: number;
  readonly workers: number;
  readonly seed?: number;
  readonly format: Format;
  readonly report?: readonly Report[];
}

/** Of a command that searches in one thread. */
export type OneThreadFlags = Omit<SearchFlags, 'workers'>;

/** The options of every command that checks. */
export function addSearchOptions(command: Command): Command {
  return addBoundOptions(command)
    .addOption(fullOption())
    .addOption(workersOption())
    .option('--audit', 'look again, slowly, at what the search relied upon')
    .option('--seed <n>', 'for what is random: which states a lossy store omits', wholeNumber(0))
    .addOption(reportOption());
}

/** What is searched, how, and how far; how many threads do so is for those to offer that can use them. */
export function addBoundOptions(command: Command): Command {
  return command
    .addOption(propertyOption())
    .addOption(orderOption())
    .addOption(
      new Option(
        '--reduction <name...>',
        'use only these reductions, where they are sound',
      ).choices(REDUCTIONS),
    )
    .option('--no-reduction', 'search every interleaving, also where a reduction is sound')
    .option('--max-states <n>', 'stop after so many states', wholeNumber(1))
    .option('--max-depth <n>', 'look at runs of at most so many steps', wholeNumber(1))
    .option('--memory <size>', 'for the states of one search: 512M, 4G', memorySize)
    .addOption(timeoutOption())
    .addOption(formatOption());
}

/** A file after the names would be taken for one of them. */
export function propertyOption(): Option {
  return new Option('--property <name...>', 'check only these properties').argParser(
    (name: string, before: readonly string[] = []) => {
      if (!isSource(name)) return [...before, name];
      throw new InvalidArgumentError('It is a file; name files before --property.');
    },
  );
}

export function fullOption(): Option {
  return new Option('--full', 'show runs with the steps, too, that they do not need');
}

export function stressOption(): Option {
  return new Option('--stress', 'check also the rows of a spec that are too large for every day');
}

export function workersOption(): Option {
  return new Option('--workers <n>', 'threads that share the rows of a spec, or one search')
    .argParser(wholeNumber(1, 64))
    .default(1);
}

export function failFastOption(): Option {
  return new Option('--fail-fast', 'begin no other row after one that is not as expected');
}

export function cacheOption(): Option {
  return new Option('--no-cache', 'search again where an earlier run has found the verdicts');
}

export function teethOption(): Option {
  return new Option(
    '--teeth',
    'try also each change of the model that a spec names, which must break',
  );
}

export function formatOption(): Option {
  return new Option('--format <format>', 'how the result is written')
    .choices(FORMATS)
    .default(FORMATS[0]);
}

export function storeOption(): Option {
  return new Option('--store <store>', aboutStores()).choices(STORES);
}

export function timeoutOption(): Option {
  return new Option('--timeout <time>', 'for the whole command: 30s, 5m, 1h or seconds').argParser(
    duration,
  );
}

function orderOption(): Option {
  return new Option('--order <order>', aboutOrders()).choices(ORDERS).default(ORDERS[0]);
}

/** What `--memory-model` and `--buffer` set: the parameters that every model has. */
export interface MemoryFlags {
  readonly memoryModel?: MemoryModel;
  readonly buffer?: number;
}

export function memoryModelOption(): Option {
  return new Option('--memory-model <model>', 'what memory may reorder (sc: nothing)').choices(
    MEMORY_MODELS,
  );
}

/** The options of every command that runs a model under a memory model. */
export function addMemoryOptions(command: Command): Command {
  const { low, high } = MEMORY_PARAMETERS['store-buffer'];
  return command
    .addOption(memoryModelOption())
    .option('--buffer <n>', 'stores that wait in a store buffer', wholeNumber(low, high));
}

/** Parameters as text, with those that the options of memory set. */
export function parametersSet({
  set = {},
  memoryModel,
  buffer,
}: MemoryFlags & { readonly set?: Readonly<Record<string, string>> }): Record<string, string> {
  const byFlag = [
    ['--memory-model', 'memory-model', memoryModel],
    ['--buffer', 'store-buffer', buffer],
  ] as const;
  const given = byFlag.filter(([, , value]) => value !== undefined);
  const twice = given.find(([, name]) => Object.hasOwn(set, name));
  if (twice) {
    throw new UsageError(`${twice[0]} and --set ${twice[1]} exclude each other; keep one of them`);
  }
  const isWeak = (memoryModel ?? set['memory-model'] ?? 'sc') !== 'sc';
  if (buffer !== undefined && !isWeak) {
    throw new UsageError(
      '--buffer says how much of a weak memory is kept apart, and sc keeps nothing; add --memory-model tso, pso or lkmm',
    );
  }
  return { ...set, ...Object.fromEntries(given.map(([, name, value]) => [name, String(value)])) };
}

/** `--set name=value`, repeatable. */
export function setOption(): Option {
  return new Option('--set <name=value...>', 'a parameter of the model').argParser(assignment);
}

export function searchOptions(flags: SearchFlags | OneThreadFlags): SearchOptions {
  const { order, reduction, audit, maxStates, maxDepth, memory, property } = flags;
  const { store, seed, full } = flags;
  const workers = 'workers' in flags ? flags.workers : 1;
  return {
    order,
    ...(store === undefined ? {} : { store }),
    ...(seed === undefined ? {} : { seed }),
    ...(reduction === undefined ? {} : { reduction }),
    ...(audit === undefined ? {} : { audit }),
    ...(full === undefined ? {} : { full }),
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(maxDepth === undefined ? {} : { maxDepth }),
    ...memoryOptions(memory, workers),
    ...(property === undefined ? {} : { only: property }),
  };
}

export function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const isOpen = most === Number.MAX_SAFE_INTEGER && !(value > most);
    const range = isOpen ? `of at least ${least}` : `${least} to ${most}`;
    throw new InvalidArgumentError(`It is a whole number ${range}.`);
  };
}

const UNITS = { '': 1, K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };
const LEAST_MEMORY = 2 ** 20;

/** Bytes. */
export function memorySize(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([KMGT]?)(?:i?B)?$/i.exec(text);
  const unit = found?.[2].toUpperCase() as keyof typeof UNITS | undefined;
  const bytes = found && unit !== undefined ? Math.floor(Number(found[1]) * UNITS[unit]) : 0;
  if (bytes >= LEAST_MEMORY && Number.isSafeInteger(bytes)) return bytes;
  throw new InvalidArgumentError('It is a size of at least 1M, such as 512M or 4G.');
}

const SECONDS = { '': 1, s: 1, m: 60, h: 3600 };
/** Timers count milliseconds in 31 bits. */
const LONGEST = 24 * 24 * 3600;

/** Seconds. */
export function duration(text: string): number {
  const found = /^(\d+(?:\.\d+)?)([smh]?)$/.exec(text);
  const seconds = found ? Number(found[1]) * SECONDS[found[2] as keyof typeof SECONDS] : 0;
  if (seconds > 0 && seconds <= LONGEST) return seconds;
  throw new InvalidArgumentError('It is a time such as 30s, 5m or 1h; at most 576h.');
}

function assignment(
  text: string,
  before: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  if (at < 1) throw new InvalidArgumentError('It is name=value, such as --set tasks=2.');
  if (Object.hasOwn(before, name)) throw new InvalidArgumentError(`'${name}' is set twice.`);
  return { ...before, [name]: text.slice(at + 1) };
}
