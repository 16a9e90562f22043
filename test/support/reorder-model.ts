// Random models for reductions of the order of steps: several processes that meet in few places, so that most states
// have something to prune, and whose claims are decided late, where a wrong reduction has pruned too much. The models
// of random-model.ts have more of the language; these have more concurrency, and the kernel's contexts and locks.
//
// The source is a file as a user writes it. Same seeds, same source; no model leaves its domains, and most have some
// hundred states.

import fc from 'fast-check';
import { Draw, type Seeds, seeds } from './random-model/draw.ts';
import type { RandomModel } from './random-model.ts';
import type { Actor } from './reorder-model/actor.ts';
import { actorsOf, MOST_ACTORS } from './reorder-model/actors.ts';
import { claim } from './reorder-model/properties.ts';
import { namesIn, piece, stepsSource } from './reorder-model/script.ts';
import { CELLS, HELPERS } from './reorder-model/statements.ts';

interface ReorderSeeds {
  readonly shape: Seeds;
  readonly procedure: Seeds;
  readonly actors: readonly Seeds[];
  readonly claims: readonly Seeds[];
}

const reorderSeeds: fc.Arbitrary<ReorderSeeds> = fc.noBias(
  fc.record({
    shape: seeds(10),
    procedure: seeds(30),
    actors: fc.array(seeds(80), { minLength: MOST_ACTORS, maxLength: MOST_ACTORS }),
    claims: fc.array(seeds(16), { minLength: 1, maxLength: 3 }),
  }),
);

export const reorderModel: fc.Arbitrary<RandomModel> = reorderSeeds.map((given) => {
  const source = sourceOf(given);
  return { source, [fc.toStringMethod]: () => source };
});

const HEAD = `import {
  anyProcess, array, bool, cell, defineModel, defineProperties, kind, none, orNone, perProcess, pool, set, system, upTo,
} from 'mmcheck';
import { contexts, irq, mutex, rwsem, spinlock, stopMachine, stopper, stopperSteps, task, work } from 'mmcheck/kernel';

const cpu = kind('cpu', 2);
const peer = kind('peer', 2);
`;

const PROCEDURE = 'sub';

function sourceOf({ shape, procedure, actors: given, claims }: ReorderSeeds): string {
  const draw = new Draw(shape);
  const byKind = draw.once(4);
  const jobs = 1 + draw.below(2);
  const procedures = draw.once(2) ? [PROCEDURE] : [];
  const common = { byKind, procedures };
  const actors = actorsOf(
    draw,
    given.map((one) => new Draw(one)),
    common,
  );
  const code = actors.map(({ source }) => source).join('\n    ');
  const called = code.includes(`call(${PROCEDURE}`) ? procedureSource(new Draw(procedure)) : '';
  const watched = claims.map((one, k) => `claim${k}: ${claim(new Draw(one), actors)},`);
  if (!draw.once(4)) watched.push('deadlock: make.deadlock(),');
  if (`${code} ${called}`.includes("'claimed'")) watched.push("claimed: make.asserted(''),");
  const declared = (known: Readonly<Record<string, string>>, ...text: string[]): string =>
    namesIn(text.join('\n'))
      .filter((name) => Object.hasOwn(known, name))
      .map((name) => `${name}: ${known[name]},`)
      .join(' ');
  const helpers = declared(HELPERS, code, called);
  const contexts = actors.some(isOnCpu) ? 'cpus' : '';
  const cells = declared(CELLS, code, called, contexts, helpers, ...watched);
  return `${HEAD}
const PEERS = ${byKind ? 'peer' : '3'};
const JOBS = ${jobs};
const model = defineModel('reorder', {
  system: () => system({ ${cells} }, { ${helpers} }, ({ process, procedure, call }) => {
    ${called}
    return {
    ${code}
    };
  }),
});
export default model;

export const properties = defineProperties(model, (make) => ({
  ${watched.join('\n  ')}
}));
`;
}

const isOnCpu = ({ source }: Actor): boolean => /\.\.\.(task|irq|stopper)\(/.test(source);

function procedureSource(draw: Draw): string {
  const scripted = { indices: ['me.k', '0'], wakes: [], procedures: [], isTask: false };
  const code = [piece(draw, scripted), ...(draw.once(2) ? [piece(draw, scripted)] : [])];
  const steps = stepsSource(draw, code, scripted, { last: 'ok', branches: false });
  return `const ${PROCEDURE} = procedure('${PROCEDURE}', {
      params: { k: upTo(1) }, locals: { v: upTo(2) }, returns: ['ok'], start: 's0',
      steps: {
        ${steps.join('\n        ')}
      },
    });`;
}
