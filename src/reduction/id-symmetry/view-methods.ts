// Methods of parts of the state: of records, sets, lists and arrays. What must stay true: each is noted as what it reads and
// writes, and one that throws where something is missing as what may fail.

import type { AnyNode } from '../../language/source/function-source.ts';
import { collectionMethod, elementsOf, membersOf } from './collections.ts';
import type { At, Context } from './context.ts';
import { store } from './storing.ts';
import {
  ABSENT,
  dimensionOf,
  INTEGER,
  kindsIn,
  PLAIN,
  plainOf,
  type Type,
  typeOf,
  type View,
} from './types.ts';

/** A call of which no rule speaks. */
export function unfollowed(c: Context, node: AnyNode, at: At): Type {
  return c.refuseAll(node, at, 'calls something that is not followed');
}

export function viewMethod(
  c: Context,
  base: View,
  name: string,
  args: readonly Type[],
  node: AnyNode,
  at: At,
): Type {
  const { shape } = base;
  const [first = ABSENT] = args;
  switch (shape.type) {
    case 'record': {
      const run = shape.methods?.[name]?.run;
      return run ? c.call(run, args, node, at, base) : unfollowed(c, node, at);
    }
    case 'set':
      return setMethod(c, base, name, first, node, at);
    case 'list':
      return listMethod(c, base, name, args, node, at);
    case 'array':
      if (name === 'fill' && shape.element.type === 'scalar' && args.length === 1) {
        const expected = typeOf(shape.element.domain, c.candidates);
        store(c, expected, first, node, at);
        c.noteStored(base.root, expected, first);
        c.noteWrite(base, first, node);
        return base;
      }
      return collectionMethod(c, base, name, args, node, at) ?? unfollowed(c, node, at);
    default:
      return unfollowed(c, node, at);
  }
}

function setMethod(
  c: Context,
  base: View,
  name: string,
  member: Type,
  node: AnyNode,
  at: At,
): Type {
  const { shape } = base;
  const kind = shape.type === 'set' ? dimensionOf(shape, c.candidates)?.name : undefined;
  if (name === 'values') return membersOf(c, base);
  if (name === 'clear') {
    c.noteWrite(base, plainOf('cleared'), node);
    return PLAIN;
  }
  if (!['has', 'add', 'delete'].includes(name)) return unfollowed(c, node, at);
  if (kind !== undefined) c.setting.choices?.belongs(member, kind);
  const isOwnKind = member.type === 'id' && member.kind === kind;
  if (kind === undefined ? member.type !== 'plain' : !isOwnKind) {
    const why = 'asks a set for something that is no id of its kind';
    c.refuse(kind === undefined ? [] : [kind], node, at, why);
    c.refuse(kindsIn(member, c.candidates), node, at, why);
  }
  if (member.type !== 'id' || member.optional) c.noteFailure(node);
  const isOnce = isOwnKind && !base.over.includes(member.kind);
  const part = { root: base.root, own: isOnce ? [...base.own, ...member.own] : base.own };
  if (name === 'has') {
    c.noteRead(part);
    return INTEGER;
  }
  if (name === 'delete') c.noteRead(part);
  // Of members that are no turn's own it matters which turn comes last.
  c.noteWrite(part, PLAIN, node);
  return name === 'delete' ? INTEGER : PLAIN;
}

/** A list has an order of its own, which turns that change it would show. */
function listMethod(
  c: Context,
  base: View,
  name: string,
  args: readonly Type[],
  node: AnyNode,
  at: At,
): Type {
  const { shape } = base;
  if (shape.type !== 'list') return unfollowed(c, node, at);
  const expected = typeOf(shape.domain, c.candidates);
  const element = c.held(base.root, expected);
  const [first = ABSENT] = args;
  c.noteRead(base);
  switch (name) {
    case 'includes':
    case 'indexOf':
      return collectionMethod(c, base, name, args, node, at) ?? unfollowed(c, node, at);
    case 'values':
      return elementsOf(c, base, node, at);
    case 'at':
      c.noteFailure(node);
      c.plain(first, node, at, 'indexes a list with an id');
      return element;
    case 'push':
    case 'unshift':
    case 'remove':
      store(c, expected, first, node, at);
      c.noteStored(base.root, expected, first);
      break;
    case 'removeAt':
      c.plain(first, node, at, 'indexes a list with an id');
      break;
    case 'shift':
    case 'pop':
    case 'clear':
      break;
    default:
      return unfollowed(c, node, at);
  }
  c.noteFailure(node);
  c.noteWrite(base, PLAIN, node);
  return ['shift', 'pop', 'removeAt'].includes(name) ? element : PLAIN;
}
