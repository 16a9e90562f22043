// The library of the states of runs. It is asked for the way that CommonJS asks: as an import, Node would read its text for
// names first, which takes longer than a small search.

import { createRequire } from 'node:module';
import type * as Immutable from 'immutable';

const immutable = createRequire(import.meta.url)('immutable') as typeof Immutable;

export const { is, isCollection, List, Map, OrderedMap, OrderedSet } = immutable;
export type List<T> = Immutable.List<T>;
export type Map<K, V> = Immutable.Map<K, V>;
export type OrderedMap<K, V> = Immutable.OrderedMap<K, V>;
