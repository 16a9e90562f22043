// What a queue is doing, in the forms that `mmcheck status` prints: for people, as JSON, and as Prometheus reads it.

import { jsonText } from '../../report/json/json-text.ts';
import { counted } from '../../report/text/show-value.ts';
import type { ActiveRow, QueueStatus, RunStatus, WorkerStatus } from './queue-status.ts';

export const STATUS_FORMATS = ['text', 'json', 'prometheus'] as const;
export type StatusFormat = (typeof STATUS_FORMATS)[number];

export const statusTexts: Readonly<Record<StatusFormat, (status: QueueStatus) => string>> = {
  text: statusText,
  json: jsonText,
  prometheus: prometheusText,
};

function statusText({ queue, runs, workers }: QueueStatus): string {
  const heading = `${queue}: ${counted(runs.length, 'run')}, ${counted(workers.length, 'worker')}`;
  return `${[heading, ...runs.flatMap(runLines), ...workers.map(workerLine)].join('\n')}\n`;
}

function runLines(run: RunStatus): string[] {
  const { rows, rowsPerMinute, coordinator, active, failed } = run;
  const what = run.model === undefined ? counted(run.specs, 'spec') : `the states of ${run.model}`;
  const of = `${what}, begun ${run.secondsOld} s ago`;
  const by = coordinator === undefined ? 'no command waits for it' : `run by ${coordinator}`;
  return [
    `run ${run.run}: ${of}, ${by}`,
    ...searchLines(run),
    `  ${rows.done} ${run.kind === 'rows' ? 'rows' : 'jobs'} done, ${rows.active} active, ${rows.waiting} waiting, ${rows.failed} failed; ${rowsPerMinute} in the last minute`,
    ...active.map(activeLine),
    ...failed.map(({ row, why }) => `  failed: ${row}: ${why}`),
  ];
}

function searchLines({ search }: RunStatus): string[] {
  if (search === undefined) return [];
  const [level, states, rate] = [search.level, search.states, search.statesPerSecond].map((one) =>
    one.toLocaleString('en-US'),
  );
  return [`  level ${level}: ${states} states, ${rate} a second`];
}

function activeLine({ row, worker, seconds, states }: ActiveRow): string {
  return `  ${row}: ${states.toLocaleString('en-US')} states in ${seconds} s at ${worker}`;
}

function workerLine({ worker, threads }: WorkerStatus): string {
  return `worker ${worker}: ${counted(threads, 'thread')}`;
}

interface Sample {
  readonly labels?: Readonly<Record<string, string>>;
  readonly value: number;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/ */
function prometheusText({ runs, workers }: QueueStatus): string {
  const ofRuns = (value: (run: RunStatus) => number): Sample[] =>
    runs.map((run) => ({ labels: { run: run.run }, value: value(run) }));
  const rows = runs.flatMap(({ run, rows }) =>
    Object.entries(rows).map(([state, value]) => ({ labels: { run, state }, value })),
  );
  const ofSearches = (name: 'states' | 'level'): Sample[] =>
    runs.flatMap(({ run, search }) => (search ? [{ labels: { run }, value: search[name] }] : []));
  const threads = workers.map(({ worker, threads }) => ({ labels: { worker }, value: threads }));
  return [
    gauge('mmcheck_rows', 'Rows of a run by what became of them.', rows),
    gauge(
      'mmcheck_rows_last_minute',
      'Rows answered in the last minute.',
      ofRuns(({ rowsPerMinute }) => rowsPerMinute),
    ),
    gauge(
      'mmcheck_active_states',
      'States found so far in the rows that are being checked.',
      ofRuns(({ active }) => active.reduce((sum, { states }) => sum + states, 0)),
    ),
    gauge('mmcheck_search_states', 'States that a search has found.', ofSearches('states')),
    gauge('mmcheck_search_level', 'The level that a search is at.', ofSearches('level')),
    gauge(
      'mmcheck_coordinated',
      'Whether a command waits for the run.',
      ofRuns(({ coordinator }) => (coordinator === undefined ? 0 : 1)),
    ),
    gauge('mmcheck_worker_threads', 'Threads of each worker.', threads),
  ].join('');
}

function gauge(name: string, help: string, samples: readonly Sample[]): string {
  const lines = samples.map(({ labels = {}, value }) => `${name}${labelsText(labels)} ${value}`);
  return `${[`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines].join('\n')}\n`;
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const words = Object.entries(labels).map(([name, value]) => `${name}=${quoted(value)}`);
  return words.length === 0 ? '' : `{${words.join(',')}}`;
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&').replace(/\n/g, '\\n')}"`;
}
