// The claims about zonelist-seqlock-deadlock, and what becomes of each. The history: 3d36424b3b58
// (2022) brings the seqlock and the deadlock, 1007843a9190 (2023) mends it and sleeps with irqs off
// on PREEMPT_RT, a2ebb5157582 (2023) mends that. That the counter without spinning still keeps
// requests from a premature OOM is shown where there are zonelists: zonelist-rebuild,
// seqcount-not-spinning.

import { defineSpec, violated } from 'mmcheck';
import model from '../../models/zonelists/zonelist-seqlock-deadlock.ts';

const W = (label: string) => ['build_all_zonelists', label] as const;

/** The irq comes to the writer's own cpu, which cannot go on before the irq does. */
const ownIrq = [W('write_seqlock'), ['irq_handler', 'irq_enter']] as const;
/** The pty writer holds the port and waits for the writer, whose printk() wants the port. */
const port = [W('write_seqlock'), W('printk'), ['pty_write', 'lock_port']] as const;

/** What lockdep sees without any of them running at once: the port, then the seqlock, and the reverse. */
const portOrder = violated([['pty_write', 'lock_port'], W('write_seqlock'), W('lock_port')]);
/** The writer lets irqs in, one of which reads. */
const irqOrder = violated([W('write_seqlock'), ['irq_handler', 'irq_enter']]);

const holds = {
  'no-deadlock': 'holds',
  'lock-order': 'holds',
  'seq-gets-even': 'holds',
  'sleeps-where-it-may': 'holds',
} as const;
function hangs(story: Parameters<typeof violated>[0], lockOrder: ReturnType<typeof violated>) {
  return {
    ...holds,
    'no-deadlock': violated(story),
    'lock-order': lockOrder,
    'seq-gets-even': violated(story),
  };
}

export default defineSpec(model, {
  seed:
    '1007843a9190 mm/page_alloc: fix potential deadlock on zonelist_update_seq seqlock (2023); ' +
    '3d36424b3b58 (2022), a2ebb5157582 (2023)',
  answer:
    'Handa: readers spin while they hold what the writer waits for. It takes both, irqs off and ' +
    'printk_deferred(); a count that nobody spins on would do as well.',
  properties: ({ deadlock, leadsTo, lockOrder, observer }, { rt }) => ({
    'no-deadlock': deadlock('the rebuild ends, and so does every request'),
    'lock-order': lockOrder(),
    'seq-gets-even': leadsTo(
      'zonelist_update_seq does not stay odd',
      ({ zonelist_update_seq }) => zonelist_update_seq.count % 2 === 1,
      ({ zonelist_update_seq }) => zonelist_update_seq.count % 2 === 0,
    ),
    'sleeps-where-it-may': observer('no lock that sleeps is taken with irqs off', {
      state: {},
      on: {
        build_all_zonelists: {
          write_seqlock: ({ cpus, assert }) =>
            assert(!rt || cpus[0].irqOff === 0, 'write_seqlock() sleeps, and irqs are off'),
        },
      },
    }),
  }),
  rows: [
    {
      set: { guard: 'nobody-reads' },
      expect: holds,
      note: 'Before 3d36424b3b58: builders have a spinlock, which no request looks at.',
    },
    { set: { guard: 'none' }, expect: hangs(ownIrq, irqOrder) },
    {
      set: { guard: 'irq-off' },
      expect: hangs(port, portOrder),
      note:
        'No interrupt comes in, but printk() inside waits for the port of a console, whose holder on ' +
        'the other cpu spins until the count is even.',
    },
    {
      set: { guard: 'printk-deferred' },
      expect: hangs(ownIrq, irqOrder),
      note:
        'Nobody takes a port inside, but an interrupt of the very cpu spins on the count that the ' +
        'code below it holds odd.',
    },
    { set: { guard: 'irq-off-printk-deferred' }, expect: holds },
    { set: { guard: 'irqsave-printk-deferred' }, expect: holds },
    {
      set: { guard: 'atomic-does-not-read' },
      expect: holds,
      // The model's requests are atomic ones.
      sameAs: { guard: 'nobody-reads' },
    },
    { set: { guard: 'counter-without-spinning' }, expect: holds },
    {
      set: { guard: 'none', rt: true },
      expect: hangs(port, portOrder),
      note: 'The handler is a thread and lets the writer go on; the port remains.',
    },
    {
      set: { guard: 'irq-off-printk-deferred', rt: true },
      expect: {
        ...holds,
        'lock-order': violated([W('local_irq_save')]),
        'sleeps-where-it-may': violated([W('local_irq_save'), W('write_seqlock')]),
      },
      note: 'What a2ebb5157582 mends: the lock in the seqlock sleeps on PREEMPT_RT.',
    },
    { set: { guard: 'irqsave-printk-deferred', rt: true }, expect: holds },
    { set: { guard: 'none', irqs: 2, ports: 2 }, expect: hangs(ownIrq, irqOrder), stress: true },
    {
      set: { guard: 'irqsave-printk-deferred', irqs: 2, ports: 2 },
      expect: holds,
      stress: true,
    },
    {
      set: { guard: 'irqsave-printk-deferred', rt: true, irqs: 2, ports: 2 },
      expect: holds,
      stress: true,
    },
  ],
  history: [
    {
      commit: '3d36424b3b58',
      subject: 'mm/page_alloc: fix race condition between build_all_zonelists and page allocation',
      year: 2022,
      property: 'no-deadlock',
      before: { guard: 'nobody-reads' },
      after: { guard: 'none' },
    },
    {
      commit: 'not merged',
      subject: "[PATCH] mm/page_alloc: don't check zonelist_update_seq from atomic allocations",
      year: 2023,
      property: 'no-deadlock',
      before: { guard: 'none' },
      after: { guard: 'atomic-does-not-read' },
    },
    {
      commit: '1007843a9190',
      subject: 'mm/page_alloc: fix potential deadlock on zonelist_update_seq seqlock',
      year: 2023,
      property: 'no-deadlock',
      before: { guard: 'none' },
      after: { guard: 'irq-off-printk-deferred' },
    },
    {
      commit: '1007843a9190',
      subject: 'mm/page_alloc: fix potential deadlock on zonelist_update_seq seqlock',
      year: 2023,
      property: 'sleeps-where-it-may',
      before: { guard: 'none', rt: true },
      after: { guard: 'irq-off-printk-deferred', rt: true },
    },
    {
      commit: 'a2ebb5157582',
      subject:
        'mm/page_alloc: use write_seqlock_irqsave() instead write_seqlock() + local_irq_save()',
      year: 2023,
      property: 'sleeps-where-it-may',
      before: { guard: 'irq-off-printk-deferred', rt: true },
      after: { guard: 'irqsave-printk-deferred', rt: true },
    },
  ],
});
