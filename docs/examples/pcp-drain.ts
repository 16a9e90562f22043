import { bool, cell, defaultTo, defineModel, kind, oneOf, range, system, upTo } from 'mmcheck';
import { contexts, irq, task } from 'mmcheck/kernel';

export default defineModel('pcp-drain', {
  about: 'CPU1 frees pages to its own list while CPU0 empties that list by IPI.',
  parameters: { irqs: oneOf('off', 'on'), pages: defaultTo(range(1, 3), 1) },
  system: ({ irqs, pages }) => {
    const cpu = kind('cpu', 2);
    return system(
      {
        cpus: contexts(cpu),
        // How many pages are on the list of CPU1, and how many in the buddy allocator.
        pcp: cell(upTo(pages + 1), 1),
        buddy: cell(upTo(pages + 1)),
        // The IPI that CPU1 has to answer.
        ipi: cell(bool),
      },
      ({ process }) => ({
        free_page: process({
          ...task(1),
          locals: { cpu, held: upTo(pages), seen: upTo(pages + 1) },
          begin: () => ({ cpu: cpu.ids[1], held: pages }),
          start: 'irqs_off',
          steps: {
            irqs_off: ({ cpus, me }) => {
              if (irqs === 'off') cpus[me.cpu].irqSave(me);
              return 'next';
            },
            load: ({ pcp, me }) => {
              me.seen = pcp.value;
              return 'next';
            },
            store: {
              at: 'mm/page_alloc.c free_unref_page_commit()',
              does: ({ pcp, me }) => {
                pcp.value = me.seen + 1;
                me.held--;
                return 'next';
              },
            },
            irqs_on: ({ cpus, me }) => {
              if (irqs === 'off') cpus[me.cpu].irqRestore(me);
              return me.held > 0 ? 'irqs_off' : 'done';
            },
          },
        }),
        drain: process({
          ...task(0),
          locals: { cpu },
          start: 'send',
          steps: {
            send: {
              at: 'mm/page_alloc.c drain_all_pages()',
              does: ({ ipi }) => {
                ipi.value = true;
                return 'next';
              },
            },
            wait: ({ ipi }) => (ipi.value ? 'blocked' : 'done'),
          },
        }),
        handler: process({
          ...irq(1),
          locals: { cpu },
          start: 'enter',
          end: ['enter'],
          steps: {
            enter: {
              atomic: 'the cpu takes the interrupt',
              does: ({ ipi, cpus, me }) => {
                if (!ipi.value) return 'blocked';
                cpus[me.cpu].irqEnter(me);
                return 'next';
              },
            },
            drain: {
              at: 'mm/page_alloc.c drain_pages()',
              atomic: 'under zone->lock, and only CPU1 touches its list',
              does: ({ pcp, buddy }) => {
                buddy.value += pcp.value;
                pcp.value = 0;
                return 'next';
              },
            },
            answer: ({ ipi }) => {
              ipi.value = false;
              return 'next';
            },
            exit: ({ cpus, me }) => {
              cpus[me.cpu].irqExit(me);
              return 'enter';
            },
          },
        }),
      }),
    );
  },
});
