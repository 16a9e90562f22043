// Random models of a few short processes over the same few cells, of which a test gives the cells and the steps; each step may lead
// anywhere. Properties look for deadlock, and for some of the test's claims.
//
// The source is a file as a user writes it. Same seeds, same source.

import fc from 'fast-check';
import { Draw, type Seeds, seeds, upTo } from './random-model/draw.ts';
import type { RandomModel } from './random-model.ts';

const MOST_PROCESSES = 3;
const MOST_LABELS = 4;

export interface ShortProcesses {
  /** The declarations, `flag: cell(bool), ...`. */
  readonly cells: string;
  /** What steps may name: those of these that stand in its text are in its pattern. */
  readonly names: readonly string[];
  readonly claims: readonly string[];
  /** Locals besides `v`. */
  readonly locals?: string;
  /** The options of a process besides its steps and its locals. */
  readonly options: (draw: Draw) => readonly string[];
  /** The statements of a step that goes on to where `target` says. */
  readonly body: (draw: Draw, target: () => string) => string;
}

export function shortProcesses(of: ShortProcesses): fc.Arbitrary<RandomModel> {
  const given = fc.record({
    processes: fc.array(seeds(60), { minLength: 2, maxLength: MOST_PROCESSES }),
    claims: seeds(10),
  });
  return fc.noBias(given).map(({ processes, claims }) => {
    const source = sourceOf(of, processes, claims);
    return { source, [fc.toStringMethod]: () => source };
  });
}

function sourceOf(of: ShortProcesses, processes: readonly Seeds[], claims: Seeds): string {
  const draw = new Draw(claims);
  const wanted = of.claims.filter(() => draw.once(3));
  return `import { array, bool, cell, defineModel, defineProperties, list, set, system, upTo } from 'mmcheck';

const isAtRest = (at) => at === 'l0' || at === 'done';

const model = defineModel('short', {
  system: () =>
    system({
      ${of.cells}
    }, ({ process }) => ({
${processes.map((seeds, k) => processSource(of, `p${k}`, new Draw(seeds))).join('\n')}
    })),
});

export const properties = defineProperties(model, (make) => ({
  deadlock: make.deadlock(),
${wanted.map((claim, k) => `  claim${k}: ${claim},`).join('\n')}
}));
export default model;
`;
}

function processSource(of: ShortProcesses, name: string, draw: Draw): string {
  const labels = upTo(1 + draw.below(MOST_LABELS)).map((k) => `l${k}`);
  const steps = labels.map((label, k) => `${label}: ${stepSource(of, draw, labels, k)},`);
  return `${name}: process({ ${of.options(draw).join(' ')} locals: { v: upTo(1), ${of.locals ?? ''} }, start: 'l0', steps: {
${steps.join('\n')}
} }),`;
}

function stepSource(of: ShortProcesses, draw: Draw, labels: readonly string[], k: number): string {
  const target = (): string => draw.of(['done', ...labels, labels[(k + 1) % labels.length]]);
  const body = of.body(draw, target);
  const named = of.names.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return `({ ${named.join(', ')} }) => { ${body} }`;
}
