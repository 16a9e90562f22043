// dcache-migrate: a slab wants to be rid of the dentries in it, whoever uses them.
//
// "[RFC PATCH v2 14/14] dcache: Implement object migration" and "[RFC PATCH v3 14/15] dcache: Implement partial shrink via
// Slab Movable Objects" (Harding, April 2019; not merged). Viro: 'If it has a positive refcount, LEAVE IT ALONE'; what has
// none goes the way of the shrinker, by a shrink list. At stake: a dentry that is torn out of the tree under who uses
// it, or is mounted upon; or that is dead already.

import { defineModel, system } from 'mmcheck';
import { dentryKill } from './dcache-migrate/dentry-kill.ts';
import { lookup } from './dcache-migrate/lookup.ts';
import { migrate } from './dcache-migrate/migrate.ts';
import { rcuFree } from './dcache-migrate/rcu-free.ts';
import { cellsOf, parameters, variantOf } from './dcache-migrate/variant.ts';

export default defineModel('dcache-migrate', {
  about:
    'The callbacks isolate() and migrate() of a slab cache take dentries out of the dcache, which others ' +
    'look up, mount upon and give back. RFC of 2019.',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(cellsOf(variant), (builder) => {
      const kill = dentryKill(builder, variant);
      return {
        migrate: migrate(builder, variant, kill),
        lookup: lookup(builder, variant, kill),
        rcu_do_batch: rcuFree(builder, variant),
      };
    });
  },
});
