// Arguments of calls: what the parameters ask for, sometimes too few or one that is spread.

import type { Author, Callable, Type } from './author.ts';

export function argumentsOf(a: Author, { params }: Callable): string {
  const given = a.random.percent(20) ? params.slice(0, -1) : params;
  return given.map((type) => valueOf(a, type)).join(', ');
}

export function valueOf(a: Author, type: Type): string {
  switch (type) {
    case 'cpu':
    case 'node':
    case 'task':
      return a.id(type);
    case 'num':
      return a.number();
    case 'bool':
      return a.condition();
    case 'cpus':
    case 'row':
      return a.list('cpu');
    case 'nodes':
      return a.list('node');
  }
}
