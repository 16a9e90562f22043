// Where the steps of a system order memory, and a system in which one of these places orders it otherwise: what `mmcheck barriers`
// asks. A place is a call in a step, such as smp.wmb(), or the beginning of a step, where a barrier may be put.
//
// What must stay true: a system that is not asked about is run as if this file were not there.

import type { OrderSite, Reordering } from '../../language/memory-model.ts';
import type { MemoryOrder } from '../../language/method.ts';
import { nameOfView } from '../../language/view-name.ts';
import type { FlatLabel } from '../layout/expand.ts';
import type { InstancePlan } from '../layout/layout.ts';
import type { CalledMethod } from './behaviour.ts';
import { givesBack, takes } from './handovers.ts';

export class OrderSites {
  readonly #reordering: Reordering;
  #process = '';
  #step = '';

  constructor(reordering: Reordering) {
    this.#reordering = reordering;
  }

  /** A step begins: the barrier that is put before it, if one is. */
  enter({ process }: InstancePlan, { name }: FlatLabel): CalledMethod | undefined {
    this.#process = process.name;
    this.#step = name;
    const order = this.#orderAt(this.#site());
    return (
      order && { primitive: { type: 'record', fields: {} }, method: barrierOf(order), view: {} }
    );
  }

  /** The call with the order that it has here. `method`: its name. */
  ordered(called: CalledMethod, method: string): CalledMethod {
    const { primitive, view } = called;
    const { order, pure } = called.method;
    // A lock without its order is no lock.
    if (order === undefined || givesBack(called) || takes(called)) return called;
    const access = primitive.words ? (pure ? 'load' : 'store') : undefined;
    const site = this.#site(`${nameOfView(view)}.${method}()`);
    const changed = this.#orderAt({ ...site, order, ...(access && { access }) });
    return changed ? { ...called, method: { ...called.method, order: changed } } : called;
  }

  #site(call?: string): OrderSite {
    return { process: this.#process, step: this.#step, ...(call !== undefined && { call }) };
  }

  #orderAt(site: OrderSite): MemoryOrder | undefined {
    const { changed, told } = this.#reordering;
    told(site);
    const isIt =
      changed?.site.process === site.process &&
      changed.site.step === site.step &&
      changed.site.call === site.call;
    return isIt ? changed.order : undefined;
  }
}

function barrierOf(order: MemoryOrder): CalledMethod['method'] {
  return { pure: false, run: () => {}, order };
}
