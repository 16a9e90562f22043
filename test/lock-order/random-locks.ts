// Random systems that take locks: of every type, nested and not, by trylock and not, in tasks, softirqs and irqs of one
// or two cpus, with irqs, softirqs or preemption off here and there, also in one step with a lock. Each gives back what
// it takes, so that runs get to their ends.

import fc from 'fast-check';
import { array, cell, kind, system, upTo } from '../../src/index.ts';
import {
  contexts,
  irq,
  kernfsNode,
  mutex,
  percpuRwsem,
  rcu,
  rwlock,
  rwsem,
  seqcount,
  seqlock,
  softirq,
  spinlock,
  task,
  work,
} from '../../src/kernel/index.ts';
import { makeBuilder } from '../../src/language/builder.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { AnyStep } from '../../src/language/process.ts';
import type { SystemDefinition } from '../../src/language/system.ts';
import { Draw, type Seeds, seeds } from '../support/random-model/draw.ts';

/** Prints as its steps in a counterexample. */
export interface RandomLocks {
  readonly definition: SystemDefinition;
}

export const randomLocks: fc.Arbitrary<RandomLocks> = fc
  .record({ cells: seeds(12), processes: fc.array(seeds(40), { minLength: 2, maxLength: 3 }) })
  .map(({ cells, processes }) => build(cells, processes));

type Sort = 'exclusive' | 'seqlock' | 'seqcount' | 'rwlock' | 'rwsem' | 'kernfs' | 'rcu' | 'work';

const LOCKS: readonly (readonly [Sort, (draw: Draw, name: string) => Cells[string]])[] = [
  ['exclusive', (_draw, name) => spinlock(name)],
  ['exclusive', (_draw, name) => mutex(name)],
  ['exclusive', (_draw, name) => spinlock(name, { raw: true })],
  ['seqlock', (_draw, name) => seqlock(name, 8)],
  ['seqcount', () => seqcount(8)],
  ['rwlock', (draw, name) => rwlock(name, { writerPreference: draw.once(2), readers: 6 })],
  [
    'rwsem',
    (draw, name) =>
      draw.of([rwsem, percpuRwsem])(name, {
        writerPreference: draw.once(2),
        steals: draw.once(2),
        recursiveRead: draw.once(2),
        readWithinWrite: draw.once(3),
        readers: 6,
      }),
  ],
  ['kernfs', (_draw, name) => kernfsNode(name, 6)],
  ['rcu', () => rcu({ readers: 6 })],
  ['work', () => work()],
];

const ACTORS = { task, softirq, irq } as const;

function build(cellSeeds: Seeds, processSeeds: readonly Seeds[]): RandomLocks {
  const draw = new Draw(cellSeeds);
  const cpu = kind('cpu', ['CPU0', 'CPU1']);
  const sorts: Record<string, Sort> = {};
  const preemption = draw.of(['full', 'rt', 'none'] as const);
  const cells: Record<string, Cells[string]> = {
    cpus: contexts(cpu, { preemption, depth: 6 }),
    done: cell(upTo(1)),
  };
  for (const name of ['a', 'b', 'c']) {
    const [sort, make] = draw.of(LOCKS);
    // Two locks of one class: an array of them.
    const many = draw.once(3);
    cells[name] = many ? array(2, make(draw, name)) : make(draw, name);
    if (many) for (const k of [0, 1]) sorts[`${name}[${k}]`] = sort;
    else sorts[name] = sort;
  }
  const sources: string[] = [];
  const processes = Object.fromEntries(
    processSeeds.map((given, k) => {
      const of = new Draw(given);
      const program = new Program(of, sorts, Object.keys(cells), preemption);
      const sort = of.of(['task', 'task', 'softirq', 'irq'] as const);
      program.actor(sort);
      sources.push(`${sort} ${program.text}`);
      const options = {
        ...ACTORS[sort](of.below(2)),
        locals: { cpu },
        count: sort === 'task' ? 1 + of.below(2) : 1,
      };
      const { process } = makeBuilder(cells);
      return [`p${k}`, process({ ...options, start: 's0', steps: program.steps } as never)];
    }),
  );
  const definition = system(cells, () => processes);
  const text = `${JSON.stringify(sorts)}\n${sources.join('\n')}`;
  return { definition, [fc.toStringMethod]: () => text } as RandomLocks;
}

/** Straight-line code with regions in it, each of which is given back. */
class Program {
  readonly #draw: Draw;
  readonly #sorts: Readonly<Record<string, Sort>>;
  readonly #names: string;
  readonly #bodies: string[] = [];
  #isHandler = false;
  readonly #kinds: readonly string[];

  constructor(
    draw: Draw,
    sorts: Readonly<Record<string, Sort>>,
    cells: readonly string[],
    preemption: 'full' | 'rt' | 'none',
  ) {
    // On PREEMPT_RT softirqs off are a lock, which is refused where somebody else has it.
    this.#kinds =
      preemption === 'rt' ? ['irq', 'preempt', 'spin'] : ['irq', 'preempt', 'bh', 'spin'];
    this.#draw = draw;
    this.#sorts = sorts;
    this.#names = cells.join(', ');
  }

  actor(sort: 'task' | 'softirq' | 'irq'): void {
    this.#isHandler = sort !== 'task';
    if (sort !== 'task') this.#does(`cpus[me.cpu].${sort}Enter(me)`);
    this.#block(3);
    if (sort !== 'task') this.#does(`cpus[me.cpu].${sort}Exit(me)`);
    this.#bodies.push("{ return 'done'; }");
  }

  get text(): string {
    return this.#bodies.map((body, k) => `s${k}: ${body}`).join(' ');
  }

  get steps(): Record<string, AnyStep> {
    const named = this.#bodies.map((body, k) => {
      const used = this.#names.split(', ').filter((name) => new RegExp(`\\b${name}\\b`).test(body));
      const pattern = [...used, 'me', ...(body.includes('choose(') ? ['choose'] : [])].join(', ');
      const step = new Function(`return ({ ${pattern} }) => ${body}`)() as AnyStep;
      return [`s${k}`, step] as const;
    });
    return Object.fromEntries(named);
  }

  get #next(): string {
    return `'s${this.#bodies.length + 1}'`;
  }

  #does(statement: string): void {
    this.#bodies.push(`{ ${statement}; return ${this.#next}; }`);
  }

  #waits(condition: string): void {
    const rarely = this.#draw.once(6) ? `choose([true, false]) && ` : '';
    this.#bodies.push(`{ return ${rarely}${condition} ? ${this.#next} : 'blocked'; }`);
  }

  #block(depth: number): void {
    const items = depth === 0 ? 0 : 1 + this.#draw.below(2);
    for (let k = 0; k < items; k++) this.#item(depth - 1);
  }

  #item(depth: number): void {
    const draw = this.#draw;
    const lock = draw.of(Object.keys(this.#sorts));
    const off = draw.of(this.#kinds);
    const pick = draw.below(7);
    if (pick === 6) this.#handedOver(lock, draw.of(Object.keys(this.#sorts)), depth);
    else if (pick === 5) this.#off(off, depth);
    else if (pick === 4) this.#offWith(lock, depth);
    else if (pick === 3) this.#tried(lock, depth);
    else this.#locked(lock, depth);
  }

  #off(what: string, depth: number): void {
    const [off, on] = {
      irq: ['irqSave', 'irqRestore'],
      preempt: ['preemptDisable', 'preemptEnable'],
      bh: ['bhDisable', 'bhEnable'],
      spin: ['spinBegin', 'spinEnd'],
    }[what] as [string, string];
    this.#does(`cpus[me.cpu].${off}(me)`);
    this.#block(depth);
    this.#does(`cpus[me.cpu].${on}(me)`);
  }

  /** A lock and irqs in one step. */
  #offWith(lock: string, depth: number): void {
    if (this.#sorts[lock] !== 'exclusive') return this.#off('irq', depth);
    this.#bodies.push(
      `{ if (!${lock}.acquire(me)) return 'blocked'; cpus[me.cpu].irqSave(me); return ${this.#next}; }`,
    );
    this.#block(depth);
    this.#does(`${lock}.release(me); cpus[me.cpu].irqRestore(me)`);
  }

  /** One lock, and then the other in the step that drops it. */
  #handedOver(lock: string, next: string, depth: number): void {
    const isHandedOver = [lock, next].every((one) => this.#sorts[one] === 'exclusive');
    if (lock === next || !isHandedOver) return this.#locked(lock, depth);
    this.#waits(`${lock}.acquire(me)`);
    this.#block(depth);
    this.#bodies.push(
      `{ if (${next}.isHeld()) return 'blocked'; ${lock}.release(me); ${next}.acquire(me); return ${this.#next}; }`,
    );
    this.#does(`${next}.release(me)`);
  }

  #locked(lock: string, depth: number): void {
    const draw = this.#draw;
    const sort = this.#sorts[lock];
    if (sort === 'rwsem' || sort === 'rwlock') {
      const write = draw.once(2);
      if (write && draw.once(2)) this.#does(`${lock}.announceWrite(me)`);
      const read = sort === 'rwlock' && this.#isHandler ? 'ReadInInterrupt' : 'Read';
      this.#waits(`${lock}.acquire${write ? 'Write' : read}(me)`);
      this.#block(depth);
      if (write && sort === 'rwsem' && draw.once(3)) {
        this.#does(`${lock}.downgrade(me)`);
        this.#block(depth);
        return this.#does(`${lock}.releaseRead(me)`);
      }
      return this.#does(`${lock}.release${write ? 'Write' : 'Read'}(me)`);
    }
    const [enter, leave, wait] = {
      exclusive: ['', 'release(me)', 'acquire(me)'],
      seqlock: ['', 'release(me)', 'acquire(me)'],
      seqcount: ['writeBegin(me)', 'writeEnd(me)', `count % 2 === 0`],
      kernfs: ['', 'putActive(me)', 'getActive(me)'],
      rcu: ['readLock(me)', 'readUnlock(me)', ''],
      work: ['queue()', 'finish(me)', 'take(me)'],
    }[sort];
    // Now and then wait for those who hold it, or read what they write.
    const sync = {
      seqlock: '!$.isWriting()',
      seqcount: '!$.isWriting()',
      kernfs: '$.drain()',
      rcu: '$.isOver(0)',
      work: '$.isFlushed(me)',
      exclusive: '',
    }[sort];
    if (sync !== '' && draw.once(3)) {
      // One grace period for all, so at most one of them is under way.
      if (sort === 'rcu') {
        this.#does(`if (${lock}.graces[0] !== 'idle') return 'blocked'; ${lock}.start(0)`);
      }
      if (sort === 'kernfs') this.#does(`${lock}.hide()`);
      if (sort === 'work') this.#does(`if (${lock}.isFlushed(me)) ${lock}.flush(me)`);
      return this.#waits(sync.replace('$', lock));
    }
    if (sort === 'seqcount')
      this.#does(`if (${lock}.${wait} === false) return 'blocked'; ${lock}.${enter}`);
    else if (enter !== '') this.#does(`${lock}.${enter}`);
    if (sort !== 'seqcount' && wait !== '') this.#waits(`${lock}.${wait}`);
    this.#block(depth);
    this.#does(`${lock}.${leave}`);
  }

  /** By trylock, or nothing of it. */
  #tried(lock: string, depth: number): void {
    const sort = this.#sorts[lock];
    if (sort !== 'exclusive' && sort !== 'rwsem') return this.#locked(lock, depth);
    const at = this.#bodies.length;
    this.#bodies.push('');
    this.#block(depth);
    this.#does(`${lock}.${sort === 'rwsem' ? 'releaseWrite' : 'release'}(me)`);
    const tried = `${lock}.${sort === 'rwsem' ? 'tryAcquireWrite' : 'tryAcquire'}(me)`;
    const past = `'s${this.#bodies.length}'`;
    this.#bodies[at] = `{ return ${tried} ? 's${at + 1}' : ${past}; }`;
  }
}
