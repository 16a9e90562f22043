// What the searching thread can be asked to do. Everything that runs an author's code is a task, so
// that code which never returns can always be stopped.

import { assist } from './tasks/assist.ts';
import { barriers } from './tasks/barriers.ts';
import { check } from './tasks/check.ts';
import { checkRow } from './tasks/check-row.ts';
import { checkTooth } from './tasks/check-tooth.ts';
import { conform } from './tasks/conform.ts';
import { explain } from './tasks/explain.ts';
import { graph } from './tasks/graph.ts';
import { inspect } from './tasks/inspect.ts';
import { list } from './tasks/list.ts';
import { litmus, litmusModel } from './tasks/litmus.ts';
import { monitor } from './tasks/monitor.ts';
import { open } from './tasks/open.ts';
import { outcomes } from './tasks/outcomes.ts';
import { partitionJobs } from './tasks/partition-jobs.ts';
import { replay } from './tasks/replay.ts';
import { simulate } from './tasks/simulate.ts';
import { sweepSize, sweepValues } from './tasks/sweep.ts';
import { traceFilter } from './tasks/trace-filter.ts';
import { walkAlong, walkable, walkNear, walkTrace, wayOfTrace } from './tasks/walk.ts';

export const tasks = {
  open,
  check,
  assist,
  partitionJobs,
  checkRow,
  checkTooth,
  replay,
  explain,
  conform,
  monitor,
  traceFilter,
  graph,
  outcomes,
  simulate,
  barriers,
  sweepValues,
  sweepSize,
  litmus,
  litmusModel,
  inspect,
  list,
  walkable,
  walkAlong,
  walkNear,
  walkTrace,
  wayOfTrace,
};
