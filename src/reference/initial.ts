// The initial states: cells, locals and observers at their initial values, then the system's
// `initial` step. Where locals begin with a choice, or the step makes one, there is a state for each
// sequence of choices. States that come out equal are one state.

import { List, Map, Set } from 'immutable';
import { ModelError } from '../base/errors.ts';
import { describeValue } from '../language/domain.ts';
import { type Choose, everyRun } from './choices.ts';
import { initialContents, initialFields, recordShapeOf } from './contents.ts';
import { contextOf, helpersOf, openCells } from './context.ts';
import { located } from './failures.ts';
import { initialStack } from './frames.ts';
import type { Observers } from './observers.ts';
import { type Contents, type Fields, State, type World } from './state.ts';

export function initialStates(world: World, observers: Observers): Set<State> {
  const { definition } = world;
  const cells = initialCells(world);
  const remembered = initialMemory(world, observers);
  const states = everyRun((choose) => {
    const processes = List(
      world.instances.map((one) => initialStack(one, world.instances.length, choose)),
    );
    const prepared = definition.initial ? prepare(world, definition.initial, cells, choose) : cells;
    return State({ cells: prepared, processes, observers: remembered });
  });
  return Set(states);
}

function initialCells({ definition, instances }: World): Fields {
  return Map(
    Object.entries(definition.cells).map(([name, { shape }]): [string, Contents] => [
      name,
      initialContents(shape, instances.length, name),
    ]),
  );
}

function prepare(
  world: World,
  initial: (context: unknown) => unknown,
  contents: Fields,
  choose: Choose,
): Fields {
  return located({ step: 'initial' }, () => {
    const cells = openCells(world, contents, true);
    const answer = initial(contextOf(world, cells, { ...helpersOf(world, cells), choose }));
    if (answer !== undefined) {
      throw new ModelError(`initial returned ${describeValue(answer)}, and returns nothing`);
    }
    return cells.close();
  });
}

function initialMemory(world: World, observers: Observers): Map<string, Fields> {
  return Map(
    observers.map(([name, { state }]): [string, Fields] => [
      name,
      initialFields(recordShapeOf(state), world.instances.length, 'my'),
    ]),
  );
}
