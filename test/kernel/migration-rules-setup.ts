// What the tests of migration rules share.

import { kind, system, upTo } from 'mmcheck';
import { contexts, migrates, migrator, placements, type Start } from 'mmcheck/kernel';
import { type Any, script } from './script.ts';

export const cpu = kind('cpu', 2);

export const start = ({ places, me }: Any) => {
  places[me.place].start(me);
  return 'next' as const;
};

export const pin = ({ places, me }: Any) => {
  places[me.place].migrateDisable();
  return 'next' as const;
};

export const unpin = ({ places, me }: Any) => {
  places[me.place].migrateEnable();
  return 'next' as const;
};

export const off = ({ cpus, places, me }: Any) => {
  cpus[places[me.place].cpu].preemptDisable(me);
  return 'next' as const;
};

export const on = ({ cpus, places, me }: Any) => {
  cpus[places[me.place].cpu].preemptEnable(me);
  return 'next' as const;
};

export const idle = () => 'next' as const;

export const task = (process: Any, steps: Any) =>
  process(script([start, ...steps], { ...migrates(0), locals: { place: upTo(0) } }));

export const scheduler = (process: Any) => process(migrator(cpu, 1));

export const made = (all: (process: Any) => Any, first: Start = 1, activeMask = false) =>
  system(
    { cpus: contexts(cpu, { activeMask }), places: placements(cpu, [first]) },
    ({ process }: Any) => all(process),
  );
