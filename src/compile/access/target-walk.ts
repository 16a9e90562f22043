// What an assignment, a loop or a declaration gives values to. Every write to a cell, a local or an observer's state
// that is not a method call is recorded here.

import type { AnyNode, Identifier, MemberExpression, Pattern } from 'acorn';
import type { ArrayShape, RecordShape } from '../../language/cell.ts';
import type { Source } from '../../language/source/source.ts';
import { isOn } from './commuting.ts';
import { isInEveryRun } from './every-run.ts';
import { checkOutside, mustNotChange } from './outside.ts';
import { fieldOf, isScalar, isScalarArray, type Place } from './place.ts';
import { keyName } from './property-name.ts';
import type { Walker } from './walker.ts';

export class TargetWalk {
  readonly #walk: Walker;

  constructor(walk: Walker) {
    this.#walk = walk;
  }

  target(node: AnyNode, alsoRead: boolean, commutes?: string): void {
    switch (node.type) {
      case 'Identifier':
        return this.#name(node);
      case 'MemberExpression':
        return this.#member(node, alsoRead, commutes);
      case 'AssignmentPattern':
        this.target(node.left, false);
        return this.#walk.value(node.right);
      case 'RestElement':
        return this.target(node.argument, false);
      case 'ArrayPattern':
        for (const element of node.elements) if (element) this.target(element, false);
        return;
      case 'ObjectPattern':
        for (const property of node.properties) {
          if (property.type === 'Property' && property.computed) this.#walk.value(property.key);
          this.target(property.type === 'Property' ? property.value : property.argument, false);
        }
        return;
      default:
        this.#walk.source.fail(node, 'this cannot be assigned in a step');
    }
  }

  /** `{ state }` of a record, `[a, b]` of an array: the scalars in it are read, and nothing else may be in it. */
  destructure(pattern: Pattern, place: Place): void {
    const { recorder } = this.#walk;
    const source: Source = this.#walk.source;
    if (pattern.type === 'ArrayPattern' && isScalarArray(place)) {
      const { length } = place.shape as ArrayShape;
      if (pattern.elements.length > length) {
        source.fail(pattern, `'${place.name}' has ${length} elements there`);
      }
      recorder.record(place, false);
      return this.target(pattern, false);
    }
    if (pattern.type !== 'ObjectPattern' || !(place.boxed || place.shape.type === 'record')) {
      source.fail(
        pattern,
        'only fields of a record and elements of an array of values can be destructured',
      );
    }
    for (const property of pattern.properties) {
      const key = property.type === 'Property' ? keyName(property) : undefined;
      const field = key === undefined ? undefined : fieldOf(place, key);
      if (property.type !== 'Property' || !field || !isScalar(field)) {
        source.fail(
          property,
          'only plain scalar fields can be destructured; use it as a member instead',
        );
      }
      recorder.record(field, false);
      this.target(property.value, false);
    }
  }

  #name(node: Identifier): void {
    const source: Source = this.#walk.source;
    const binding = this.#walk.bindings.of.get(node);
    if (!binding) {
      checkOutside(node, source, this.#walk.scope);
      source.fail(node, mustNotChange(node.name, source));
    }
    if (binding.origin.type === 'named') {
      const { key } = binding.origin.named;
      source.fail(node, `'${key}' itself cannot be assigned; assign its value, elements or fields`);
    }
  }

  #member(node: MemberExpression, alsoRead: boolean, commutes: string | undefined): void {
    const { places, recorder, source } = this.#walk;
    const place = places.of(node);
    if (!place) return this.#plain(node);
    const text = source.textOf(node);
    if (!isScalar(place)) {
      source.fail(node, `${text} cannot be assigned as a whole; ${howToChange(place)}`);
    }
    if (!recorder.mayWrite(place)) source.fail(node, `${text} can only be read here`);
    this.#refusePrimitive(node);
    this.#walk.chain(node);
    const isKnown = commutes !== undefined && isOn(commutes, place.shape);
    const manner = isKnown ? { commutes } : {};
    if (alsoRead) recorder.record(place, false, manner);
    const always = isKnown && isInEveryRun(node, source.arrow);
    recorder.record(place, true, { ...manner, ...(always && { always }) });
  }

  /** What a primitive knows is changed by its methods, which keep its rules; its author says where that is not so. A word is stored. */
  #refusePrimitive(node: MemberExpression): void {
    const { places, source, scope } = this.#walk;
    // What prepares the initial states takes no lock in the name of a process.
    if (scope.tools.includes('choose') && !scope.tools.includes('me')) return;
    for (let above: AnyNode = node.object; ; above = above.object) {
      const shape = places.of(above)?.shape;
      if (shape?.type === 'record' && shape.methods && !shape.assignable && !isWord(shape, node)) {
        const methods = Object.keys(shape.methods).join(', ');
        source.fail(node, `can only be read; what changes it is one of ${methods}`);
      }
      if (above.type !== 'MemberExpression') return;
    }
  }

  /** A member of a plain object may be assigned if the object was made in the step. */
  #plain(node: MemberExpression): void {
    const { places, source } = this.#walk;
    const base = places.of(node.object);
    if (base && !isScalar(base)) source.fail(node, 'this cannot be assigned');
    const root = rootOf(node);
    if (root.type === 'Identifier') this.#name(root);
    this.#walk.value(node.object);
    if (node.computed) this.#walk.value(node.property);
  }
}

function isWord({ words, plainWords = [] }: RecordShape, { property }: MemberExpression): boolean {
  return words === true || (property.type === 'Identifier' && plainWords.includes(property.name));
}

function rootOf(node: AnyNode): AnyNode {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}

function howToChange({ shape }: Place): string {
  if (shape.type === 'record') return 'assign its fields one by one';
  return shape.type === 'array' ? 'assign its elements one by one' : 'change it with its methods';
}
