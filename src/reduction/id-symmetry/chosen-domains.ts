// What a step chose, by name: an id is a number while it runs, and which kind it is of stands in the code alone. The types
// of the symmetry analysis tell: of the list that `choose` takes, or of the place to which its value goes.
//
// What must stay true: a number is named only where every call of `choose` that it can come from gives ids of one kind. Of a
// step whose calls are not all followed nothing is named.

import type { FlatLabel } from '../../compile/layout/expand.ts';
import { type ProcessPlan, shapesOf } from '../../compile/layout/layout.ts';
import type { CompiledSystem } from '../../compile/program/compile.ts';
import type { Kind, ProcessDomain, ValueDomain } from '../../language/domain.ts';
import { type AnyNode, childrenOf, functionSource } from '../../language/source/function-source.ts';
import { CodeNames, eachKind } from './code-names.ts';
import type { Candidates, Type } from './types.ts';

/** A call of `choose`: what it may give. */
interface Site {
  readonly node: AnyNode;
  readonly values: readonly Type[];
  /** The kinds of the places to which its values go. */
  readonly kinds: ReadonlySet<string>;
}

interface Sites {
  readonly all: readonly Site[];
  /** Each is run once at most, in this order. */
  readonly inOrder: boolean;
}

const PROCESS: ProcessDomain = { type: 'process' };

export class ChosenDomains {
  readonly #names: CodeNames;
  readonly #kinds: ReadonlyMap<string, Kind>;
  readonly #sites = new Map<FlatLabel, Sites | undefined>();

  constructor({ definition, layout }: CompiledSystem) {
    this.#kinds = kindsOf(definition.cells, layout.processes);
    const candidates: Candidates = {
      kinds: new Set(this.#kinds.keys()),
      sizes: new Map([...this.#kinds].map(([name, { size }]) => [name, size])),
      // Not to permute them, but so that a process is known from a number.
      counting: new Set(['process']),
    };
    this.#names = new CodeNames(definition, layout, candidates, () => {});
  }

  /** The domain of each value that a step chose, where it is one of ids. */
  of(
    process: ProcessPlan,
    label: FlatLabel,
    chosen: readonly unknown[],
  ): readonly (ValueDomain | undefined)[] {
    if (!chosen.some((value) => typeof value === 'number')) return chosen.map(() => undefined);
    if (!this.#sites.has(label)) this.#sites.set(label, this.#sitesOf(process, label));
    const sites = this.#sites.get(label);
    return chosen.map((value, k) => {
      if (typeof value !== 'number' || !sites) return undefined;
      const { all, inOrder } = sites;
      const possible = inOrder ? all.slice(k, all.length - chosen.length + k + 1) : all;
      return this.#onlyDomain(possible, value);
    });
  }

  #onlyDomain(sites: readonly Site[], value: number): ValueDomain | undefined {
    const domains = new Set(sites.flatMap((site) => this.#domainsOf(site, value)));
    const [only] = domains;
    return domains.size === 1 ? only : undefined;
  }

  /** What a number may be that a call gave; undefined among them for a plain number. */
  #domainsOf({ values, kinds }: Site, value: number): (ValueDomain | undefined)[] {
    return values.flatMap((type): (ValueDomain | undefined)[] => {
      switch (type.type) {
        case 'id':
          return [this.#kinds.get(type.kind)].filter((kind) => kind && value < kind.size);
        case 'process':
          return [PROCESS];
        case 'absent':
          return [];
        case 'plain':
          if (type.values?.includes(value) === false) return [];
          // A number that goes where an id belongs is one, however the code came by it.
          return kinds.size === 0 ? [undefined] : [...kinds].map((kind) => this.#kinds.get(kind));
        default:
          return [undefined];
      }
    });
  }

  #sitesOf(process: ProcessPlan, label: FlatLabel): Sites | undefined {
    const { step } = label;
    const source = functionSource(step);
    if (typeof step !== 'function' || !source) return undefined;
    const found = new Map<AnyNode, { node: AnyNode; values: Type[]; kinds: Set<string> }>();
    const siteOf = new Map<Type, { kinds: Set<string> }>();
    this.#names
      .stepChecker(label.name, process, label, {
        chose: (node, value) => {
          const site = found.get(node) ?? { node, values: [], kinds: new Set() };
          site.values.push(value);
          found.set(node, site);
          siteOf.set(value, site);
        },
        belongs: (value, kind) => siteOf.get(value)?.kinds.add(kind),
      })
      .run(step);
    const calls = callsOfChoose(source.node.body);
    if (calls.length !== found.size || !calls.every(({ node }) => found.has(node))) {
      return undefined;
    }
    const all = [...found.values()].sort((a, b) => a.node.end - b.node.end);
    return { all, inOrder: calls.every(({ once }) => once) };
  }
}

/** The kinds of a system by name; not those of which there are two that differ. */
function kindsOf(
  cells: CompiledSystem['definition']['cells'],
  processes: readonly ProcessPlan[],
): ReadonlyMap<string, Kind> {
  const kinds = new Map<string, Kind>();
  const differing = new Set<string>();
  const meet = (kind: Kind): void => {
    const known = kinds.get(kind.name) ?? kind;
    kinds.set(kind.name, known);
    if (String([known.size, known.names]) !== String([kind.size, kind.names])) {
      differing.add(kind.name);
    }
  };
  const shaped = [cells, ...processes.flatMap(({ flat }) => flat.frames.map((f) => f.locals))];
  for (const fields of shaped) {
    for (const shape of Object.values(shapesOf(fields))) eachKind(shape, meet);
  }
  for (const { kind } of processes) if (kind) meet(kind);
  for (const name of differing) kinds.delete(name);
  return kinds;
}

/** The calls of what a step knows as `choose`, and whether each is run once at most. */
function callsOfChoose(node: AnyNode, once = true): { node: AnyNode; once: boolean }[] {
  const repeats = /Function|For|While/.test(node.type);
  const inner = childrenOf(node).flatMap((child) => callsOfChoose(child, once && !repeats));
  const isCall =
    node.type === 'CallExpression' &&
    node.callee.type === 'Identifier' &&
    node.callee.name === 'choose';
  return isCall ? [{ node, once }, ...inner] : inner;
}
