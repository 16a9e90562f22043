// The claims about zone-lock-printk, and what becomes of each.
//
// Both are right: where a driver allocates under its lock at any time two cpus wait for each other, and where it does so
// at boot alone nothing happens, and lockdep reports it. To report the page when the lock is dropped ends both.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/hotplug-locks/zone-lock-printk.ts';

const P = (label: string) => ['offline_pages', label] as const;
const T = (label: string) => ['tty', label] as const;

const holds = { 'no-deadlock': 'holds', 'lock-order': 'holds' } as const;
const inverted = violated([P('lock_zone'), P('printk/console_trylock')]);

export default defineSpec(model, {
  seed: '[PATCH -next v4] mm/hotplug: silence a lockdep splat with printk() (Cai, Jan 2020), 4a55c0474a92',
  answer:
    'Both: where a driver allocates under its lock at any time two cpus wait for each other (Cai); where ' +
    'it does so at boot alone the report is false (Hocko).',
  properties: ({ deadlock, lockOrder }) => ({
    'no-deadlock': deadlock(),
    'lock-order': lockOrder(),
  }),
  rows: [
    {
      set: {},
      expect: { 'no-deadlock': violated([P('lock_zone'), T('port_lock')]), 'lock-order': inverted },
    },
    {
      set: { allocates: 'at-boot' },
      expect: { ...holds, 'lock-order': inverted },
      note: 'The report is false, and lockdep gives no other after it.',
    },
    { set: { allocates: 'never' }, expect: holds },
    { set: { reports: 'deferred' }, expect: holds },
    { set: { reports: 'after-unlock' }, expect: holds },
    { set: { reports: 'after-unlock', offliners: 2 }, expect: holds, stress: true },
    {
      set: { offliners: 2 },
      expect: { 'no-deadlock': violated([P('lock_zone')]), 'lock-order': inverted },
      stress: true,
    },
  ],
  history: [
    {
      commit: '4a55c0474a92',
      subject: 'mm/hotplug: silence a lockdep splat with printk()',
      year: 2020,
      property: 'lock-order',
      before: { allocates: 'at-boot' },
      after: { reports: 'after-unlock' },
    },
  ],
});
