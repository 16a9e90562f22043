// Makes a body that shows something as small as it can be: statements go, expressions become parts of
// themselves, as long as it still shows it.

import type { AnyNode } from 'acorn';
import { childrenOf } from '../../../src/language/source/source.ts';
import type { Body } from './bodies.ts';
import { mayRunForEver, nodesOf } from './typos.ts';

export function shrink(body: Body, stillShows: (body: Body) => boolean): Body {
  let small = body;
  for (;;) {
    const next = smallerThan(small).find(stillShows);
    if (!next) return small;
    small = next;
  }
}

/** The boldest first. */
function smallerThan(body: Body): Body[] {
  const beside = smallerTexts(body.beside).map((text) => ({ ...body, beside: text }));
  const code = smallerTexts(body.code).map((text) => ({ ...body, code: text }));
  const all = [...(body.beside === '' ? [] : [{ ...body, beside: '' }]), ...beside, ...code];
  return all.sort((one, other) => sizeOf(one) - sizeOf(other));
}

function sizeOf({ beside, code }: Body): number {
  return beside.length + code.length;
}

function smallerTexts(text: string): string[] {
  const nodes = nodesOf(text) ?? [];
  const found = nodes.flatMap((node) => {
    const whole = text.slice(node.start, node.end);
    return instead(node, text)
      .filter((other) => other.length < whole.length)
      .map((other) => text.slice(0, node.start) + other + text.slice(node.end));
  });
  return [...new Set(found)].filter((one) => !mayRunForEver(one) && nodesOf(one));
}

function instead(node: AnyNode, text: string): string[] {
  const of = ({ start, end }: { start: number; end: number }): string => text.slice(start, end);
  const parts = childrenOf(node).map(of);
  switch (node.type) {
    case 'BlockStatement':
      return ['{}', of(node).slice(1, -1)];
    case 'Identifier':
    case 'Literal':
    case 'Property':
    case 'VariableDeclarator':
      return [];
    case 'ObjectExpression':
      return [];
    default:
      if (node.type.endsWith('Statement') || node.type.endsWith('Declaration'))
        return ['', ...parts];
      return ['0', 'true', 'none', ...parts];
  }
}
