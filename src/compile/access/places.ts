// Finds the place that an expression names, if it names one, through member chains, constants that name views, loop
// variables and callback parameters. It records nothing; `walk.ts` does. What must stay true: an expression whose value
// can be a view of the state has a place here, or `walk.ts` refuses it.

import type { AnyNode, CallExpression, Identifier, MemberExpression } from 'acorn';
import { suggest } from '../../base/near-name.ts';
import type { Shape } from '../../language/cell.ts';
import type { Source } from '../../language/source/source.ts';
import type { Bindings, Origin } from './bindings.ts';
import { ANY, indexAccess } from './index-access.ts';
import {
  arrayMethod,
  arrayMethodNames,
  elementPosition,
  isFinder,
  isSelector,
  wholeMethods,
  wholeProperties,
} from './methods.ts';
import type { Scope } from './pattern.ts';
import {
  cellPlace,
  elementOf,
  fieldNames,
  fieldOf,
  isScalar,
  isScalarArray,
  type Place,
  someFieldOf,
  toolPlace,
} from './place.ts';
import { calleeOf, methodCalled, propertyName } from './property-name.ts';

export class Places {
  readonly #source: Source;
  readonly #scope: Scope;
  readonly #bindings: Bindings;
  readonly #known = new Map<AnyNode, Place | undefined>();

  constructor(source: Source, scope: Scope, bindings: Bindings) {
    this.#source = source;
    this.#scope = scope;
    this.#bindings = bindings;
  }

  of(node: AnyNode): Place | undefined {
    if (this.#known.has(node)) return this.#known.get(node);
    // While a node is looked up it has no place: `const x = x.y` cannot run, so it may name nothing.
    this.#known.set(node, undefined);
    const place = this.#find(node);
    this.#known.set(node, place);
    return place;
  }

  /** The place of a chain's next-to-last link; what a method is called on. */
  ofObject(callee: AnyNode): Place | undefined {
    return callee.type === 'MemberExpression' ? this.of(callee.object) : undefined;
  }

  #find(node: AnyNode): Place | undefined {
    switch (node.type) {
      case 'Identifier':
        return this.#ofName(node);
      case 'MemberExpression':
        return this.#ofMember(node);
      case 'ChainExpression':
        return this.of(node.expression);
      case 'CallExpression':
        return this.#ofCall(node);
      default:
        return undefined;
    }
  }

  #ofName(node: Identifier): Place | undefined {
    const binding = this.#bindings.of.get(node);
    if (!binding) return undefined;
    const place = this.ofOrigin(binding.origin);
    // A constant that holds a value is a value: it was read where it was declared.
    return place && isScalar(place) ? undefined : place;
  }

  /** What a name stands for, also where that is a value, which was read where the name was declared. */
  ofOrigin(origin: Origin): Place | undefined {
    switch (origin.type) {
      case 'named': {
        const { kind, key } = origin.named;
        if (kind === 'cell') return cellPlace(key, this.#scope.cells[key]);
        return kind === 'tool' ? toolPlace(key, this.#scope) : undefined;
      }
      case 'const':
        return this.of(origin.init);
      case 'element': {
        const list = this.of(origin.of);
        return list && elementOf(list, ANY);
      }
      case 'callback':
        return this.#ofCallbackParameter(origin.call, origin.position);
      default:
        return undefined;
    }
  }

  #ofCallbackParameter(call: CallExpression, position: number): Place | undefined {
    const list = this.ofObject(calleeOf(call));
    const method = methodCalled(call);
    if (list?.shape.type !== 'array' || method === undefined) return undefined;
    const first = elementPosition(method);
    if (position === first) return elementOf(list, ANY);
    return position === first + 2 ? list : undefined;
  }

  #ofMember(node: MemberExpression): Place | undefined {
    const base = this.of(node.object);
    if (!base || isScalar(base)) return undefined;
    const name = propertyName(node);
    return base.shape.type === 'array'
      ? this.#ofArrayMember(node, base, name)
      : this.#ofRecordMember(node, base, name);
  }

  #ofArrayMember(node: MemberExpression, base: Place, name: string | undefined): Place | undefined {
    if (name === undefined) return this.#ofElement(node, base);
    const isKnown = name === 'length' || arrayMethod(name, isScalarArray(base)) !== undefined;
    if (isKnown) return undefined;
    this.#checkOfElement(node, base, name);
    return this.#source.fail(
      node,
      `an array cell has [index], length and the methods ${arrayMethodNames(isScalarArray(base)).join(', ')}; ` +
        `its length never changes`,
    );
  }

  #ofElement(node: MemberExpression, base: Place): Place | undefined {
    const index = indexAccess(node.property, this.#bindings);
    const isByProcess = base.shape.type === 'array' && base.shape.processes === true;
    if (isByProcess && index.type === 'own') {
      this.#source.fail(
        node,
        'this has an element for each process of the system, and me.id numbers those of one; write [me.self]',
      );
    }
    return elementOf(base, index);
  }

  /** `alloc.at` for `alloc[0].at`: a process is an array of instances. */
  #checkOfElement(node: MemberExpression, base: Place, name: string): void {
    const element = elementOf(base, ANY) as Place;
    if (![...fieldNames(element), ...wholeNames(element.shape)].includes(name)) return;
    const text = this.#source.textOf(node.object);
    this.#source.fail(node, `${text} is an array; its elements have '${name}': ${text}[0].${name}`);
  }

  #ofRecordMember(
    node: MemberExpression,
    base: Place,
    name: string | undefined,
  ): Place | undefined {
    const place = name === undefined ? someFieldOf(base) : fieldOf(base, name);
    if (place) return place;
    const { shape } = base;
    const known = wholeNames(shape);
    if (name !== undefined && !base.boxed && known.includes(name)) return undefined;
    const text = this.#source.textOf(node.object);
    if (base.boxed) this.#source.fail(node, `'${text}' is a scalar cell; use ${text}.value`);
    if (name === undefined && shape.type !== 'record') {
      this.#source.fail(
        node,
        `${text} is a ${shape.type} and has no [index]; it has ${known.join(', ')}`,
      );
    }
    if (name === undefined) {
      this.#source.fail(
        node,
        `name the field: ${text}.x; which one this is cannot be seen in the text`,
      );
    }
    const names = shape.type === 'record' ? fieldNames(base) : known;
    return this.#source.fail(node, `${text} has no '${name}'; ${suggest(name, names)}`);
  }

  /** Methods that return views: an element, or a selection of elements. */
  #ofCall(call: CallExpression): Place | undefined {
    const list = this.ofObject(calleeOf(call));
    const method = methodCalled(call);
    if (list?.shape.type !== 'array' || method === undefined) return undefined;
    if (method === 'fill') return list;
    if (isScalarArray(list)) return undefined;
    if (isSelector(method)) return { ...list, copy: true };
    const element = isFinder(method) ? elementOf(list, ANY) : undefined;
    return element && { ...element, maybe: true };
  }
}

/** What can be asked of the whole of a set, a list or a primitive. */
function wholeNames(shape: Shape): string[] {
  return [...Object.keys(wholeMethods(shape)), ...wholeProperties(shape)];
}
