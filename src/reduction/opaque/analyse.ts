// Which kinds are interchangeable: those whose ids nothing in the system tells apart. Goes through
// the text of every step, guard, call, property and observer. What is not understood to be opaque
// removes the kind, and the reason names the code; so the answer may be too small a group, never
// too large a one.
//
// Sound only if steps do what their text says (the second executions in code/sampler.ts look after
// that) and closures do not change. The initial states are not looked at here: see
// ../initial-orbit.ts.

import type { Shape } from '../../model/cell.ts';
import type { FlatLabel } from '../../model/expand.ts';
import { type Layout, type ProcessPlan, shapesOf } from '../../model/layout/layout.ts';
import type { Locals } from '../../model/process.ts';
import type { SystemDefinition } from '../../model/system.ts';
import type { Handler, ObserverDefinition, Properties } from '../../property/property.ts';
import { countedBy } from '../group.ts';
import { Machine, type Setting } from './machine.ts';
import { checkPlaces, checkResults, unlikeAtStart } from './results.ts';
import type { Suspects, Value } from './values.ts';

/** Why a kind is not interchangeable; kinds that are in doubt are no more looked at. */
export function distinguishedKinds(
  definition: SystemDefinition,
  layout: Layout,
  properties: Properties,
  candidates: ReadonlySet<string>,
): Map<string, string> {
  const reasons = new Map<string, string>();
  const counting = new Set(layout.processes.map(countedBy).filter((name) => candidates.has(name)));
  const suspects: Suspects = { kinds: candidates, counting };
  const analysis = new Analysis(definition, layout, suspects, (kinds, reason) => {
    for (const kind of kinds) if (!reasons.has(kind)) reasons.set(kind, reason);
  });
  const isOver = (): boolean => reasons.size === candidates.size;
  for (const process of layout.processes) if (!isOver()) analysis.process(process, isOver);
  for (const [name, property] of Object.entries(properties)) {
    if (isOver()) break;
    switch (property.kind) {
      case 'invariant':
        analysis.predicate(name, property.holds);
        break;
      case 'reachable':
      case 'unreachable':
        analysis.predicate(name, property.when);
        break;
      case 'conservation':
        analysis.conservation(name, property.of, property.count);
        break;
      case 'observer':
        analysis.observer(name, property);
        break;
    }
  }
  return reasons;
}

type Names = [string, Value][];

class Analysis {
  readonly #definition: SystemDefinition;
  readonly #layout: Layout;
  readonly #suspects: Suspects;
  readonly #doubt: Setting['doubt'];
  readonly #cells: Names;

  constructor(
    definition: SystemDefinition,
    layout: Layout,
    suspects: Suspects,
    doubt: Setting['doubt'],
  ) {
    this.#definition = definition;
    this.#layout = layout;
    this.#suspects = suspects;
    this.#doubt = doubt;
    this.#cells = Object.entries(shapesOf(definition.cells)).map(([name, shape]) => [
      name,
      viewOf(shape, name),
    ]);
  }

  process(process: ProcessPlan, isOver: () => boolean): void {
    if (process.count === 0) return;
    const { guard } = process.definition;
    for (const label of process.flat.labels) if (!isOver()) this.#label(process, label);
    if (!guard || isOver()) return;
    const place = `guard of ${process.name}`;
    const me = this.#me(process, process.definition.locals);
    const machine = this.#machine(place, [['me', me]]);
    machine.run(guard, (result) => checkTruth(result, machine, this.#doubt, place));
  }

  #label(process: ProcessPlan, label: FlatLabel): void {
    const place = `step ${process.name}/${label.name}`;
    const me = this.#me(process, label.frame.locals);
    const tools: Names = (['choose', 'assert'] as const).map((name) => [
      name,
      { type: 'tool', name },
    ]);
    const machine = this.#machine(place, [['me', me], ...tools]);
    if (typeof label.step === 'function') {
      machine.run(label.step, (result) => {
        if (result.type !== 'plain') {
          this.#doubt(
            machine.kindsOfValue(result),
            `${place}: returns a label that depends on an id`,
          );
        }
      });
      return;
    }
    const { args, procedure, results } = label.step;
    machine.run(args, (given) =>
      checkResults(given, shapesOf(procedure.params), machine, this.#doubt, place),
    );
    for (const [name, shape] of Object.entries(
      shapesOf({ ...procedure.locals, ...procedure.results }),
    )) {
      const kinds = unlikeAtStart(shape, this.#suspects);
      this.#doubt(
        kinds,
        `${place}: the local '${name}' of '${procedure.name}' starts with an id; orNone starts with none`,
      );
    }
    const from = shapesOf(procedure.results);
    const to = shapesOf(label.frame.locals);
    for (const [result, local] of Object.entries(results)) {
      const outer = viewOf(to[local], local);
      const inner = new Map([[local, machine.read(viewOf(from[result], result))]]);
      checkResults(
        { type: 'object', fields: inner },
        { [local]: outer.shape },
        machine,
        this.#doubt,
        place,
      );
    }
  }

  predicate(name: string, fn: object): void {
    const place = `property ${name}`;
    const machine = this.#machine(place, this.#processes());
    machine.run(fn, (result) => checkTruth(result, machine, this.#doubt, place));
  }

  conservation(name: string, of: { readonly name: string } | number, count: object): void {
    const place = `property ${name}`;
    const machine = this.#machine(place, this.#processes());
    machine.run(count, (result) => {
      if (typeof of === 'object') checkPlaces(result, of.name, machine, this.#doubt, place);
      else if (result.type !== 'plain') {
        this.#doubt(machine.kindsOfValue(result), `${place}: counts with ids`);
      }
    });
  }

  observer(name: string, { state, always, on }: ObserverDefinition): void {
    const my: Value = viewOf({ type: 'record', fields: shapesOf(state) }, 'my');
    const tools: Names = [
      ['my', my],
      ['assert', { type: 'tool', name: 'assert' }],
    ];
    const run = (handler: Handler, who: string, names: Names): void => {
      const machine = this.#machine(`observer ${name}, ${who}`, [
        ...this.#processes(),
        ...tools,
        ...names,
      ]);
      machine.run(handler, () => {});
    };
    const anybody: Value = { type: 'tainted', kinds: this.#suspects.counting };
    if (always) run(always, 'always', [['step', stepInfo(anybody)]]);
    for (const process of this.#layout.processes) {
      const entry = on[process.name];
      if (!entry) continue;
      const handlers = typeof entry === 'function' ? { [process.name]: entry } : entry;
      for (const [label, handler] of Object.entries(handlers)) {
        const me = viewOf(this.#recordOf(process), process.name);
        const id = this.#idOf(process);
        run(handler, label, [
          ['me', me],
          ['step', stepInfo(id)],
        ]);
      }
    }
  }

  #machine(place: string, names: Names): Machine {
    const helpers: Names = Object.keys(this.#definition.helpers).map((name) => [
      name,
      { type: 'helper', name },
    ]);
    return new Machine({
      suspects: this.#suspects,
      doubt: this.#doubt,
      helpers: this.#definition.helpers,
      names: new Map<string, Value>([...this.#cells, ...helpers, ...names]),
      place,
    });
  }

  #processes(): Names {
    return this.#layout.processes.map((process) => {
      const kind = process.kind ?? {
        type: 'id',
        name: countedBy(process),
        size: process.count,
        ids: [],
      };
      const element = this.#recordOf(process);
      return [
        process.name,
        viewOf({ type: 'array', length: process.count, kind, element }, process.name),
      ];
    });
  }

  /** A process as properties see it. */
  #recordOf(process: ProcessPlan): Shape {
    const values = process.labelNames;
    return {
      type: 'record',
      fields: {
        at: { type: 'scalar', domain: { type: 'oneOf', values } },
        id: this.#idShape(process),
        ...shapesOf(process.definition.locals),
      },
    };
  }

  #idShape(process: ProcessPlan): Shape {
    const name = countedBy(process);
    return { type: 'scalar', domain: { type: 'id', name, size: process.count, ids: [] } };
  }

  #idOf(process: ProcessPlan): Value {
    const kind = countedBy(process);
    return this.#suspects.kinds.has(kind) ? { type: 'id', kind, own: [] } : { type: 'plain' };
  }

  #me(process: ProcessPlan, locals: Locals): Value {
    const fields = {
      ...shapesOf(locals),
      id: this.#idShape(process),
      self: { type: 'scalar', domain: { type: 'process' } } as const,
    };
    return viewOf({ type: 'record', fields }, 'me');
  }
}

function viewOf(shape: Shape, root: string): Extract<Value, { type: 'view' }> {
  return { type: 'view', shape, boxed: shape.type === 'scalar', root, own: [] };
}

function stepInfo(id: Value): Value {
  const told: Names = ['process', 'from', 'to'].map((name) => [name, { type: 'plain' }]);
  return { type: 'object', fields: new Map<string, Value>([...told, ['id', id]]) };
}

function checkTruth(result: Value, machine: Machine, doubt: Setting['doubt'], place: string): void {
  if (result.type === 'plain') return;
  doubt(machine.kindsOfValue(result), `${place}: answers with something that depends on ids`);
}
