// The initial states: cells, locals and observers at their initial values, then the system's
// `initial` step, which gives one state for each sequence of its choices. States that come out
// equal are one state.

import { List, Map, Set } from 'immutable';
import { ModelError } from '../base/errors.ts';
import { describeValue } from '../language/domain.ts';
import { everyRun } from './choices.ts';
import { initialContents, initialFields, recordShapeOf } from './contents.ts';
import { contextOf, helpersOf, openCells } from './context.ts';
import { located } from './failures.ts';
import { initialStack } from './frames.ts';
import type { Observers } from './observers.ts';
import { type Contents, type Fields, State, type World } from './state.ts';

export function initialStates(world: World, observers: Observers): Set<State> {
  const { definition } = world;
  const cells = initialCells(world);
  const prepared =
    definition.initial === undefined ? [cells] : prepare(world, definition.initial, cells);
  const processes = List(
    world.instances.map((instance) => initialStack(instance, world.instances.length)),
  );
  const remembered = initialMemory(world, observers);
  return Set(prepared.map((cells) => State({ cells, processes, observers: remembered })));
}

function initialCells({ definition, instances }: World): Fields {
  return Map(
    Object.entries(definition.cells).map(([name, { shape }]): [string, Contents] => [
      name,
      initialContents(shape, instances.length, name),
    ]),
  );
}

function prepare(world: World, initial: (context: unknown) => unknown, contents: Fields): Fields[] {
  return located({ step: 'initial' }, () =>
    everyRun((choose) => {
      const cells = openCells(world, contents, true);
      const answer = initial(contextOf(world, cells, { ...helpersOf(world, cells), choose }));
      if (answer !== undefined) {
        throw new ModelError(`initial returned ${describeValue(answer)}, and returns nothing`);
      }
      return cells.close();
    }),
  );
}

function initialMemory(world: World, observers: Observers): Map<string, Fields> {
  return Map(
    observers.map(([name, { state }]): [string, Fields] => [
      name,
      initialFields(recordShapeOf(state), world.instances.length, 'my'),
    ]),
  );
}
