// A model that comes with mmcheck, and its map, by the model's name; loaded once.

import { relative } from 'node:path';
import { type LoadedMap, loadMap } from '../../src/load/load-map.ts';
import { type LoadedModel, loadModel } from '../../src/load/load-model.ts';
import { fileNamed } from '../../src/load/project-files.ts';

const known = new Map<string, Promise<LoadedModel & LoadedMap>>();

export function loadedAt(name: string): Promise<LoadedModel & LoadedMap> {
  const loaded = known.get(name) ?? load(name);
  known.set(name, loaded);
  return loaded;
}

async function load(name: string): Promise<LoadedModel & LoadedMap> {
  const loaded = await loadModel(relative('.', fileNamed(name, 'models') ?? name));
  return { ...loaded, ...(await loadMap(loaded)) };
}
