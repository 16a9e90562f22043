// What `run` and `watch` are told on the command line.

import type { ChangedFlags } from './changed-specs.ts';
import type { SearchFlags } from './options.ts';
import type { QueueFlags } from './queue/options.ts';
import type { ShareFlags } from './share-specs.ts';

export interface RunFlags extends SearchFlags, ShareFlags, ChangedFlags, QueueFlags {
  readonly stress?: boolean;
  readonly failFast?: boolean;
  readonly teeth?: boolean;
  readonly baseline?: string;
  readonly updateBaseline?: boolean;
  /** Whether verdicts that were found before will do. */
  readonly cache: boolean;
  /** The folder of a site that tells of every row. */
  readonly html?: string;
}
