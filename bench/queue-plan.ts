// What a state space of so many states would take of a queue (docs/distributed.md): measured is one search in partitions, in this
// process and with its objects in memory; the rest is arithmetic, each line of which says what it is made of.
//   node queue-plan.js test/peer-models/zonelist.ts '{"Z":2,"P":2,"A":6}' [states ...]

import { arch, cpus, platform } from 'node:os';
import { checkHelped } from '../src/check/check.ts';
import { CompiledSystem } from '../src/compile/program/compile.ts';
import type { ObjectWriter } from '../src/partitions/place.ts';
import { MemoryPlace } from '../test/partitions/memory-place.ts';
import { secondsSince, subjectIn } from './prepared.ts';
import { table } from './table.ts';

const PARTITIONS = 128;
/** What a thread has for states, and what a machine and a wire are. */
const THREAD_BYTES = 2 * 2 ** 30;
const MACHINE_THREADS = 32;
const BYTES_A_SECOND = 10e9 / 8;
/** Of a state in memory besides its words: a slot of a table that is half full, and its hash. */
const SLOT_BYTES = 8;

/** Counts what comes to it, and how much is there at most. */
class CountedPlace extends MemoryPlace {
  readonly written = { log: 0, batch: 0, level: 0 };
  most = 0;
  #now = 0;

  override create(name: string): ObjectWriter {
    const writer = super.create(name);
    return {
      ...writer,
      commit: (index) => {
        writer.commit(index);
        const size = this.#sizeOf(name);
        this.written[name.split('.').at(-1) as keyof CountedPlace['written']] += size;
        this.#now += size;
        this.most = Math.max(this.most, this.#now);
      },
    };
  }

  override remove(name: string): void {
    this.#now -= this.#sizeOf(name);
    super.remove(name);
  }

  get now(): number {
    return this.#now;
  }

  #sizeOf(name: string): number {
    const kept = this.objects.get(name);
    return kept === undefined ? 0 : kept.bytes.length + kept.index.length;
  }
}

const [file, parameters, ...asked] = process.argv.slice(2);
const { model, values } = await subjectIn(file, parameters);
const { words } = new CompiledSystem(model.system(values)).layout;
const place = new CountedPlace();
const partitioned = { option: '--disk', of: () => ({ place, partitions: PARTITIONS }) } as const;
const before = process.cpuUsage();
const { statistics } = checkHelped(model, values, {}, { reduction: [], partitioned });
const seconds = secondsSince(before);
const { states, depth } = statistics;
const levels = depth + 1;
const each = {
  kept: place.now / states,
  most: place.most / states,
  log: place.written.log / states,
  batch: place.written.batch / states,
  seconds: seconds / states,
  memory: 4 * words + SLOT_BYTES,
};

function planFor(total: number): string[] {
  const memory = total * each.memory;
  const partitions = 2 ** Math.ceil(Math.log2(Math.max(PARTITIONS, memory / THREAD_BYTES)));
  const written = total * (each.log + each.batch);
  // A job goes to any thread, which reads all states of its partitions: so each state is read at each level that comes after it.
  const again = (total * each.log * levels) / 2;
  const read = total * each.batch + again;
  const wire = (written + read) / BYTES_A_SECOND;
  const processors = total * each.seconds;
  const machines = Math.max(1, Math.ceil(processors / wire / MACHINE_THREADS));
  return [
    `${bytes(total * each.kept)} at the end, ${bytes(total * each.most)} at most`,
    `${bytes(written)}, or ${bytes(total * each.kept)} once it is rewritten`,
    `${partitions}, of ${bytes(memory / partitions)} each`,
    `${bytes(written)} in, ${bytes(read)} out, of which ${bytes(again)} are states read again`,
    `${amount(wire / 3600)} h`,
    `${amount(processors / 3600)} h`,
    `${machines}`,
  ];
}

function bytes(count: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  return `${amount(count / 1000 ** power)} ${units[power]}`;
}

function amount(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(2);
}

const HEADINGS = [
  'memory of Redis',
  'its append-only file',
  '`--partitions`, one of which a thread has in memory',
  'network of Redis',
  'that on one wire of 10 Gbit/s',
  'one thread, without what it waits for or reads again',
  `machines of ${MACHINE_THREADS} threads that keep up with the wire`,
];
const numbers = asked.length > 0 ? asked.map(Number) : [1e10, 1e12];
console.log(
  `${new Date().toISOString().slice(0, 10)}, ${cpus()[0].model}, ${platform()} ${arch()}, Node ${process.version}`,
);
console.log(
  `measured: ${states.toLocaleString('en-US')} states of ${words} words in ${levels} levels, ${(1e6 * each.seconds).toFixed(1)} us of one thread each;`,
);
console.log(
  `bytes a state: ${each.log.toFixed(1)} in logs, ${each.batch.toFixed(1)} in batches; in Redis ${each.kept.toFixed(1)} at the end, ${each.most.toFixed(1)} at most\n`,
);
const plans = numbers.map(planFor);
console.log(
  table(
    ['states', ...numbers.map((total) => total.toExponential(0))],
    HEADINGS.map((heading, k) => [heading, ...plans.map((plan) => plan[k])]),
  ),
);
