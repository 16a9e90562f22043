// Two-phase commit (Gray & Lamport, Consensus on Transaction Commit, section 3; TwoPhase.tla of
// tlaplus/Examples). Messages are a set that only grows, as in the TLA+ specification: one Prepared
// message for each resource manager, one Commit and one Abort. Actions of the manager and of the
// resource managers are choices of one process, because in the specification any of them may happen
// at any time.

import {
  bool,
  cell,
  defaultTo,
  defineModel,
  kind,
  oneOf,
  range,
  set,
  system,
  table,
} from 'mmcheck';

const STATES = ['working', 'prepared', 'committed', 'aborted'] as const;

export default defineModel('two-phase', {
  parameters: { N: defaultTo(range(2, 8), 3) },
  system: ({ N }) => {
    const rm = kind('rm', N);
    return system(
      {
        rms: table(rm, { state: oneOf(...STATES) }),
        manager: cell(oneOf('init', 'committed', 'aborted')),
        /** The Prepared messages that the manager has received, and those that were sent. */
        known: set(rm),
        sent: set(rm),
        commit: cell(bool),
        abort: cell(bool),
      },
      ({ process }) => ({
        manager_acts: process({
          start: 'act',
          steps: {
            act: ({ manager, known, sent, commit, abort, choose }) => {
              if (manager.value !== 'init') return 'blocked';
              const action = choose(['receive', 'commit', 'abort']);
              if (action === 'receive') {
                const from = choose(rm.ids);
                if (!sent.has(from) || known.has(from)) return 'blocked';
                known.add(from);
              } else if (action === 'commit') {
                if (known.size < N) return 'blocked';
                manager.value = 'committed';
                commit.value = true;
              } else {
                manager.value = 'aborted';
                abort.value = true;
              }
              return 'act';
            },
          },
        }),
        resource: process({
          count: rm,
          start: 'act',
          steps: {
            act: ({ rms, sent, commit, abort, choose, me }) => {
              const action = choose(['prepare', 'choose to abort', 'commit', 'abort']);
              const own = rms[me.id];
              if (action === 'prepare') {
                if (own.state !== 'working') return 'blocked';
                own.state = 'prepared';
                sent.add(me.id);
              } else if (action === 'choose to abort') {
                if (own.state !== 'working') return 'blocked';
                own.state = 'aborted';
              } else if (action === 'commit') {
                if (!commit.value || own.state === 'committed') return 'blocked';
                own.state = 'committed';
              } else {
                if (!abort.value || own.state === 'aborted') return 'blocked';
                own.state = 'aborted';
              }
              return 'act';
            },
          },
        }),
      }),
    );
  },
});
