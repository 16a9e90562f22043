// A result of `run` or `check` as JSON, read again: what two of them are compared by. Anything else is refused with what it
// should have been.

import { UsageError } from '../base/errors.ts';
import { JsonNode } from '../trace/json-node.ts';

/** What one property came to. */
export interface ResultVerdict {
  readonly verdict: string;
  /** Steps of the run that shows it. */
  readonly depth?: number;
  /** Identifies that run by its steps; results of old versions have none. */
  readonly route?: string;
}
export interface ResultRow {
  /** A row, or the spec itself. */
  readonly is: 'row' | 'spec';
  /** Of a spec, its file; of a check, the model. */
  readonly owner: string;
  /** `update=in-place tasks=1`; empty where there are none. */
  readonly parameters: string;
  readonly verdicts: ReadonlyMap<string, ResultVerdict>;
  /** None where a limit came before all were seen. */
  readonly states?: number;
  /** Whether it could not be run, or was not begun. */
  readonly isUnrun: boolean;
}
export interface Result {
  readonly rows: readonly ResultRow[];
  /** Why it says nothing of a spec, as it was not asked for it; undefined where it would have told of one. */
  readonly silence: (owner: string) => string | undefined;
  /** The specs of which it says that it left them out. */
  readonly leftOut: readonly string[];
}

/** Throws a UsageError that names the file and the place in it. */
export function readResult(json: unknown, file: string): Result {
  const root = new JsonNode(json, file, '', 'result');
  const specs = root.optional('specs');
  const properties = root.optional('properties');
  if (specs === undefined && properties === undefined) {
    throw new UsageError(
      `${file} is no result; write one with \`mmcheck run --report json=FILE\`, or --format json`,
    );
  }
  const schema = root.at('schema');
  if (schema.value !== 1) throw schema.refuse('must be 1, the only one that this mmcheck reads');
  if (!specs) return { rows: [rowOf(root, root.at('model').text())], ...ALL };
  const summary = root.optional('summary');
  const rows = specs.items().flatMap(rowsOfSpec);
  const known = new Set(rows.map(({ owner }) => owner));
  const notRun = textsIn(summary?.optional('notRun')).filter((owner) => !known.has(owner));
  return {
    rows: [...rows, ...notRun.map((owner) => specItself(owner, 'not run'))],
    ...(summary ? partOf(summary) : ALL),
  };
}

const ALL: Pick<Result, 'silence' | 'leftOut'> = { silence: () => undefined, leftOut: [] };

/** A run of what a change may affect, or of a shard, was not asked for all specs. */
function partOf(summary: JsonNode): typeof ALL {
  const changed = summary.optional('leftOut');
  const leftOut = textsIn(changed?.at('specs'));
  const shard = summary.optional('shard');
  const others =
    shard && `in another shard than ${shard.at('number').count()}/${shard.at('of').count()}`;
  const unchanged =
    changed &&
    `left out, as nothing of it has changed since ${changed.at('since').text().slice(0, 12)}`;
  const silence = (owner: string) => (leftOut.includes(owner) ? unchanged : others);
  return { silence, leftOut };
}

function textsIn(list: JsonNode | undefined): string[] {
  return list?.items().map((one) => one.text()) ?? [];
}

/** A row for the spec itself: whether it could be run at all. */
function rowsOfSpec(spec: JsonNode): ResultRow[] {
  const owner = spec.at('spec').text();
  const verdict = spec.optional('error') === undefined ? 'run' : 'could not be run';
  const rows = spec.at('rows').items();
  return [specItself(owner, verdict), ...rows.map((row) => rowOf(row, owner))];
}

function specItself(owner: string, verdict: 'run' | 'could not be run' | 'not run'): ResultRow {
  const verdicts = new Map([['the spec', { verdict }]]);
  return { is: 'spec', owner, parameters: '', verdicts, isUnrun: verdict !== 'run' };
}

function rowOf(row: JsonNode, owner: string): ResultRow {
  const isBroken = row.optional('error') !== undefined;
  const isCut = isBroken || row.optional('limit') !== undefined;
  const goesWrong = row.optional('goesWrong')?.at('verdict').text();
  const itself = isBroken ? 'could not be checked' : 'checked';
  return {
    is: 'row',
    owner,
    isUnrun: isBroken,
    parameters: row
      .at('parameters')
      .entries()
      .map(([name, { value }]) => `${name}=${value}`)
      .join(' '),
    verdicts: new Map<string, ResultVerdict>([
      ['the row', { verdict: itself }],
      ...(goesWrong === undefined ? [] : [['the model', { verdict: goesWrong }] as const]),
      ...row.at('properties').items().map(verdictOf),
    ]),
    ...(!isCut && { states: row.at('statistics').at('states').count() }),
  };
}

function verdictOf(property: JsonNode): [string, ResultVerdict] {
  const depth = property.optional('depth');
  const route = property.optional('route')?.text();
  return [
    property.at('name').text(),
    {
      verdict: property.at('verdict').text(),
      ...(depth !== undefined && depth.value !== null && { depth: depth.count() }),
      ...(route !== undefined && { route }),
    },
  ];
}
