// The searching threads of a worker, for one run.

import type { Figures } from '../../base/progress.ts';
import type { PUT_BACK } from '../../queue/serve-run.ts';

export interface RunThreads {
  /** As many at once as there are threads. Never throws: what goes wrong is the answer. */
  perform(data: unknown): Promise<object | typeof PUT_BACK>;
  figuresOf(data: unknown): Figures | undefined;
  readonly figures: readonly Figures[];
  /** What has been saved since, in words: nothing of this run can be answered any more. */
  readonly changed: string | undefined;
  readonly answered: number;
  /** What is being done is not answered. */
  stop(): void;
  close(): Promise<void>;
}
