// Every rule, by what is forgotten where it is dropped.

import { FUTURE } from './future.ts';
import { IGNORING } from './ignoring.ts';
import type { Rules } from './parts.ts';
import { PROPERTIES } from './properties.ts';
import { SETS } from './sets.ts';
import { WAITING } from './waiting.ts';

export const RULES: Rules = { ...FUTURE, ...SETS, ...WAITING, ...PROPERTIES, ...IGNORING };
