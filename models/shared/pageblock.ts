// A pageblock: the unit whose migratetype memory isolation changes, under zone->lock.

import { oneOf } from 'mmcheck';

/** What isolation sees of a pageblock's migratetype: everything else is movable here. */
export const migratetype = oneOf('MOVABLE', 'ISOLATE');
