// Accesses in the author's own spelling.

import type { Access, StepAccess } from '../compile/access/access.ts';
import type { FlatLabel } from '../compile/layout/expand.ts';

/** `zonelist[me.i].zone`; `[*]` is any element. */
export function accessText({ cell, path }: Access): string {
  return cell + path.map(partText).join('');
}

function partText(part: Access['path'][number]): string {
  switch (part.type) {
    case 'field':
      return `.${part.name}`;
    case 'constant':
      return `[${part.value}]`;
    case 'local':
      return `[me.${part.name}]`;
    case 'own':
      return '[me.id]';
    case 'self':
      return '[me.self]';
    case 'computed':
      return `[${part.text}]`;
    case 'any':
      return '[*]';
  }
}

/** Where a step may lead; `*` where that cannot be told from its source. */
export function stepText(label: FlatLabel, { labels }: StepAccess): readonly string[] {
  if (typeof label.step !== 'function') return Object.values(label.step.returns);
  return labels === 'any' ? ['*'] : labels;
}
