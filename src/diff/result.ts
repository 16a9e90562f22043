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
  /** Of a spec, its file; of a check, the model. */
  readonly owner: string;
  /** `update=in-place tasks=1`; empty where there are none. */
  readonly parameters: string;
  readonly verdicts: ReadonlyMap<string, ResultVerdict>;
  /** None where a limit came before all were seen. */
  readonly states?: number;
}
export interface Result {
  readonly rows: readonly ResultRow[];
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
  const rows = specs ? specs.items().flatMap(rowsOfSpec) : [rowOf(root, root.at('model').text())];
  return { rows };
}

/** A row for the spec itself: whether it could be run at all. */
function rowsOfSpec(spec: JsonNode): ResultRow[] {
  const owner = spec.at('spec').text();
  const verdict = spec.optional('error') === undefined ? 'run' : 'could not be run';
  const itself = { owner, parameters: '', verdicts: new Map([['the spec', { verdict }]]) };
  const rows = spec.at('rows').items();
  return [itself, ...rows.map((row) => rowOf(row, owner))];
}

function rowOf(row: JsonNode, owner: string): ResultRow {
  const isBroken = row.optional('error') !== undefined;
  const isCut = isBroken || row.optional('limit') !== undefined;
  const goesWrong = row.optional('goesWrong')?.at('verdict').text();
  const itself = isBroken ? 'could not be checked' : 'checked';
  return {
    owner,
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
