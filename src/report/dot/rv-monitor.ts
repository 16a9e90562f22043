// An automaton as the DOT that the kernel's own tools/verification/dot2 reads (dot2c, dot2k), to watch an order in a running
// kernel.
//
// That is no parser of DOT: it takes words of a line by their places. What must stay true: the name of a state is the last word of its
// line; the first line after the states is the one that enters the initial one; an edge has its event as the last word but one,
// so that there are spaces inside the brackets; no state is called as an event, for both become names of one C file; and no line
// is empty.

import type { Automaton } from '../../automaton/automaton.ts';

export function monitorDot({ moves }: Automaton): string {
  const prefix = freePrefix(new Set(moves.flatMap((to) => [...to.keys()])));
  const names = moves.map((to, k) => stateName(`${prefix}${k}`, [...to.keys()]));
  const [initial] = names;
  const lines = [
    'digraph state_automaton {',
    `  {node [shape = plaintext, style=invis, label=""] "__init_${initial}"};`,
    `  {node [shape = ellipse] "${initial}"};`,
    ...names.map((name) => `  {node [shape = plaintext] "${name}"};`),
    `  "__init_${initial}" -> "${initial}";`,
    ...names.map((name) => `  "${name}" [label = "${name}"];`),
    ...moves.flatMap((to, k) =>
      [...to].map(([event, next]) => `  "${names[k]}" -> "${names[next]}" [ label = "${event}" ];`),
    ),
    '  { rank = min ;',
    `    "__init_${initial}";`,
    `    "${initial}";`,
    '  }',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

/** No event is called so, and a number. */
function freePrefix(events: ReadonlySet<string>): string {
  let prefix = 's';
  while ([...events].some((event) => new RegExp(`^${prefix}\\d`).test(event))) prefix += 's';
  return prefix;
}

/** With what may come, where that is little. */
function stateName(name: string, events: readonly string[]): string {
  if (events.length === 0) return `${name}_end`;
  return events.length < 3 ? `${name}_${events.toSorted().join('_or_')}` : name;
}
