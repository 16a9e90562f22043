// slab-typesafe-rcu: a lookup without locks, among objects that are freed and used again while it looks at them.
//
// SLAB_TYPESAFE_BY_RCU (SLAB_DESTROY_BY_RCU until 5f0d5a3ae7cf, 2017) keeps the page of an object for a grace period, and not
// the object: include/linux/slab.h, Documentation/RCU/rculist_nulls.rst, and "Break heap spraying needed for exploiting
// use-after-free" (Popov, August 2020), where a quarantine has to leave such caches out. c6825c0976fa and e53376bef2cd
// (2014) are what nf_conntrack had wrong. At stake: somebody else's object, or one that was freed.

import { defineModel, none, system } from 'mmcheck';
import { lookup } from './slab-typesafe-rcu/lookup.ts';
import { owner } from './slab-typesafe-rcu/owner.ts';
import { rcuFree } from './slab-typesafe-rcu/rcu-free.ts';
import { a, b, cellsOf, helpers, parameters, variantOf } from './slab-typesafe-rcu/variant.ts';

export default defineModel('slab-typesafe-rcu', {
  about:
    'A reader finds an object by its key in a hash chain, without a lock, while its owner frees it and ' +
    'has it again under another key. c6825c0976fa, e53376bef2cd (2014).',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(
      cellsOf(variant),
      helpers(variant),
      (builder) => ({
        lookup: lookup(builder, variant),
        owner: owner(builder, variant),
        ...rcuFree(builder, variant),
      }),
      // All objects are in the first chain, the last one with the key that is looked for.
      ({ first, objects, hashed }) => {
        const { object, chain } = variant;
        object.ids.forEach((o, position) => {
          const next = object.ids.at(position + 1);
          objects[o].key = next === undefined ? a : b;
          objects[o].ready = true;
          objects[o].ref = 1;
          objects[o].next = next ?? none;
          hashed.add(o);
        });
        first[chain.ids[0]] = object.ids[0];
      },
    );
  },
});
