// slab-movable-objects: a slab is emptied by moving its objects to others, by callbacks of whoever owns them.
//
// "[RFC 0/7] mm: slab: Slab Movable Objects" (Harding, March 2019; v2 to v5 until May; Lameter's from 2007 on; not merged):
// isolate() is called under slab_lock, migrate() after it. Lameter: 'SMO requires that all changes on a slab page can be
// stopped', so such caches do without cmpxchg. At stake: a callback for an object that was freed meanwhile, and
// users whose object moves under them.

import { defineModel, none, system } from 'mmcheck';
import { moveSlabPage } from './slab-movable-objects/move-slab-page.ts';
import { putObject } from './slab-movable-objects/put-object.ts';
import { users } from './slab-movable-objects/users.ts';
import { cellsOf, parameters, variantOf } from './slab-movable-objects/variant.ts';

export default defineModel('slab-movable-objects', {
  about:
    'The objects of a slab are isolated under slab_lock, and then migrated, while others look them up, ' +
    'initialise them and free them. RFC of 2019.',
  parameters,
  system: (values) => {
    const variant = variantOf(values);
    return system(
      cellsOf(variant),
      (builder) => {
        const put = putObject(builder, variant);
        return {
          move_slab_page: moveSlabPage(builder, variant, put),
          ...users(builder, variant, put),
        };
      },
      ({ refs, slots }) => {
        for (const slot of variant.slot.ids) {
          const o = variant.slabObjects.at(slot);
          const isMade = slot < variant.objects;
          slots[slot] = o === undefined || !isMade ? none : o;
          if (o !== undefined && isMade) refs[o] = 1;
        }
      },
    );
  },
});
