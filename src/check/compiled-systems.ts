// The systems of one model at its choices of parameters, each compiled once: whoever takes many runs again, or takes one on
// several variants, would otherwise compile for longer than it runs.
//
// Sound only if a system is the same for all that ask: it depends on the parameters, on what observers remember and on which
// assertions belong to a property, and on nothing else of the properties.

import { Progress } from '../base/progress.ts';
import { observerShapes } from '../compile/monitor/monitor.ts';
import type { CompiledSystem } from '../compile/program/compile.ts';
import { assertedProperties, type Properties } from '../language/claims/property.ts';
import type { ModelDefinition, ParameterValues } from '../language/define-model.ts';
import { compileSystem } from './compile-system.ts';

/** Of other choices somebody may ask again for the last few. */
const MOST_KEPT = 8;

export class CompiledSystems {
  readonly progress: Progress;
  readonly #model: ModelDefinition;
  readonly #kept = new Map<string, CompiledSystem>();

  constructor(model: ModelDefinition, shared?: SharedArrayBuffer) {
    this.#model = model;
    this.progress = new Progress(shared);
  }

  /** At all parameters of the model; `all` are all properties that there are, of which some are watched. */
  at(values: ParameterValues, watched: Properties, all: Properties): CompiledSystem {
    const observers = Object.keys(observerShapes(watched));
    const key = JSON.stringify([values, observers, [...assertedProperties(all)]]);
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const system = known ?? compileSystem(this.#model.system(values), watched, this.progress, all);
    this.#kept.set(key, system);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(oldest);
    return system;
  }
}
