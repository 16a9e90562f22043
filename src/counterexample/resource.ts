// What a waiting process looks at, and the processes that it names.

import type { Field } from '../compile/layout/field.ts';
import type { NamingPlace } from '../compile/layout/named.ts';

/** A cell, or a part of it, that a waiting process looks at. */
export interface Resource {
  /** `zone_lock`, `zones[1].lock`. */
  readonly name: string;
  /** All that it is made of. */
  readonly fields: readonly Field[];
  readonly roles: readonly Role[];
}
/** Processes that the resource names: its owner, the readers, the writers that wait there. */
export interface Role {
  /** `owner`; empty where the resource is nothing but the process. */
  readonly name: string;
  /** Where they are named: the places of all readers are one role. */
  readonly places: readonly NamingPlace[];
  readonly instances: readonly number[];
}
