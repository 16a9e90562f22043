// Which barriers a model needs: it is checked again with each of them weakened by itself, or, where it is wrong under its memory
// model and right under sc, with one that is put where none is.
//
// What must stay true: a row says what single checks came to and nothing of two changes at once. Places that no search has come to
// are in no row: what is never executed orders nothing.

import { checkModel } from '../check/check.ts';
import type { CheckOptions } from '../check/options.ts';
import type { Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import type { OrderSite, Reordering } from '../language/memory-model.ts';
import type { MemoryOrder } from '../language/method.ts';
import type { BarrierNeed, BarrierReport, Repair, Tried } from '../outcome/barriers.ts';
import type { CheckOutcome } from '../outcome/outcome.ts';

/** From the weakest. */
const WEAKER: Partial<Record<MemoryOrder, readonly MemoryOrder[]>> = {
  mb: ['relaxed', 'wmb', 'rmb'],
  wmb: ['relaxed'],
  rmb: ['relaxed'],
  acquire: ['relaxed'],
  release: ['relaxed'],
};

export function barriersOf(
  model: ModelDefinition,
  parameters: ParameterValues,
  properties: Properties,
  options: CheckOptions,
): BarrierReport {
  let checks = 0;
  let limit: CheckOutcome['limit'];
  const check = (changed?: Reordering['changed']): Looked => {
    checks++;
    const found = looked(model, parameters, properties, options, changed);
    limit ??= found.outcome.limit;
    return found;
  };
  const { outcome, sites } = check();
  const found = {
    model: model.name,
    parameters,
    memoryModel: String(parameters['memory-model']),
    outcome: outcome.outcome,
    violated: violatedIn(outcome),
    scope: outcome.assumptions,
  };
  if (outcome.outcome === 'violated') {
    const { 'memory-model': _, 'store-buffer': __, ...others } = parameters;
    const sc = checkModel(model, others, properties, options);
    limit ??= sc.limit;
    const underSc = sc.outcome;
    const repairs =
      underSc === 'holds' ? repairsOf(sites, parameters['memory-model'] === 'lkmm', check) : [];
    return { ...found, needs: [], underSc, repairs, checks: checks + 1, ...(limit && { limit }) };
  }
  const isProved = outcome.outcome === 'holds';
  const needs = isProved ? sites.flatMap((site) => needOf(site, check)) : [];
  return { ...found, needs, checks, ...(limit && { limit }) };
}

interface Looked {
  readonly outcome: CheckOutcome;
  /** In the order in which the search came to them. */
  readonly sites: readonly OrderSite[];
}
type Check = (changed: Reordering['changed']) => Looked;

function looked(
  model: ModelDefinition,
  parameters: ParameterValues,
  properties: Properties,
  options: CheckOptions,
  changed: Reordering['changed'],
): Looked {
  const sites = new Map<string, OrderSite>();
  const told = (site: OrderSite): void => {
    if (!changed) sites.set(JSON.stringify(site), site);
  };
  const made = reordered(model, { told, ...(changed && { changed }) });
  const outcome = checkModel(made, parameters, properties, options);
  return { outcome, sites: byProcess([...sites.values()]) };
}

/** The model with one place that orders memory otherwise, under any memory model but sc. */
export function reordered(model: ModelDefinition, orders: Reordering): ModelDefinition {
  return {
    ...model,
    system(values) {
      const made = model.system(values);
      return made.memory ? { ...made, memory: { ...made.memory, orders } } : made;
    },
  };
}

/** Processes, and the places of each, in the order in which the search came to them. */
function byProcess(sites: readonly OrderSite[]): OrderSite[] {
  const processes = new Set(sites.map(({ process }) => process));
  return [...processes].flatMap((name) => sites.filter(({ process }) => process === name));
}

function needOf(site: OrderSite, check: Check): BarrierNeed[] {
  const weaker = site.call === undefined || !site.order ? undefined : WEAKER[site.order];
  if (!weaker) return [];
  const tried: Tried[] = [];
  for (const order of weaker) {
    tried.push(triedAs(order, check({ site, order }).outcome));
    if (tried[tried.length - 1].outcome === 'holds') break;
  }
  const [none] = tried;
  const last = tried[tried.length - 1];
  if (none.outcome === 'holds') return [{ site, need: 'unneeded', tried }];
  const need = none.outcome === 'violated' ? 'needed' : 'unknown';
  return [{ site, need, ...(last.outcome === 'holds' && { enough: last.order }), tried }];
}

/**
 * A full barrier that helps is weakened again; accesses are strengthened where they stand. Under lkmm no full barrier is put before a
 * step: it would be one moment with it, which is stronger.
 */
function repairsOf(sites: readonly OrderSite[], isLkmm: boolean, check: Check): Repair[] {
  const helps = (site: OrderSite, order: MemoryOrder): boolean =>
    check({ site, order }).outcome.outcome === 'holds';
  return sites.flatMap((site): Repair[] => {
    if (site.call === undefined && isLkmm) {
      const order = WEAK.find((one) => helps(site, one));
      return order ? [{ site, order }] : [];
    }
    const order = site.call === undefined ? 'mb' : strongerThan(site);
    if (order === undefined || !helps(site, order)) return [];
    const less = order === 'mb' ? WEAK.find((one) => helps(site, one)) : undefined;
    return [{ site, order: less ?? order }];
  });
}

const WEAK = ['wmb', 'rmb'] as const;

function strongerThan({ order, access }: OrderSite): MemoryOrder | undefined {
  if (order === 'wmb' || order === 'rmb') return 'mb';
  if (order !== 'relaxed' || access === undefined) return undefined;
  return access === 'load' ? 'acquire' : 'release';
}

function triedAs(order: MemoryOrder, outcome: CheckOutcome): Tried {
  const broken = brokenIn(outcome);
  const isShown = ({ counterexample }: (typeof broken)[number]) => counterexample !== undefined;
  const all = [...broken.filter(isShown), ...broken.filter((one) => !isShown(one))];
  const run = all[0]?.counterexample;
  return {
    order,
    outcome: outcome.outcome,
    violated: all.map(({ name }) => name),
    ...(run && {
      run: run.steps.toArray().map(({ name, label, choice, chosen }) => ({
        name,
        label,
        chosen: choice === 0 ? [] : chosen.map(String),
      })),
    }),
  };
}

function violatedIn(outcome: CheckOutcome): string[] {
  return brokenIn(outcome).map(({ name }) => name);
}

/** Not what is reachable, which has a run, too. */
function brokenIn({ properties }: CheckOutcome): CheckOutcome['properties'] {
  return properties.filter(({ verdict }) => verdict === 'violated');
}
