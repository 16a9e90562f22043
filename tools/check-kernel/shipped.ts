// The places of all shipped models.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Place, placesIn } from './places.ts';

export function allPlaces(root: string): Place[] {
  const folder = join(root, 'models');
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort()
    .flatMap((name) => placesIn(`models/${name}`, readFileSync(join(folder, name), 'utf8')));
}
