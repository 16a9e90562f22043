// The order of locks as DOT: a box for each class with its use in interrupts, an arrow for each dependency. What is part
// of something wrong is red; an interrupt that closes a circle is a broken line from what it interrupts to what it takes.

import type {
  Dependency,
  LockClass,
  LockOrderOutcome,
  LockProblem,
} from '../../outcome/outcome.ts';
import { wrap } from '../text/width.ts';
import { digraph, edge, leftAligned, named, node, quoted } from './syntax.ts';

const TEXT_WIDTH = 60;
const RED = '"#c01c28"';
const SETTINGS = [
  '  graph [rankdir=TB, labelloc=t, fontname="Courier"];',
  '  node [shape=box, style=rounded, fontname="Courier", fontsize=11, margin="0.12,0.06"];',
  '  edge [fontname="Courier", fontsize=10, arrowsize=0.7];',
];

export function lockOrderDot(
  name: string,
  title: string,
  { classes, dependencies, problems }: LockOrderOutcome,
): string {
  const wrong = new Set(problems.flatMap(dependenciesOf).map(arrow));
  const arrows = new Map<string, Dependency[]>();
  for (const one of dependencies) arrows.set(arrow(one), [...(arrows.get(arrow(one)) ?? []), one]);
  return digraph(name, SETTINGS, [
    `  graph [label=${quoted(title)}];`,
    ...classes.map(classNode),
    ...[...arrows].map(([key, all]) => dependencyEdge(all, wrong.has(key))),
    ...problems.flatMap(interruptEdge),
    ...problems.flatMap(sleepNote),
  ]);
}

function dependenciesOf({ witnesses }: LockProblem): Dependency[] {
  return witnesses.map(({ fact }) => fact).filter((fact) => fact.type === 'dependency');
}

function arrow({ from, to }: Dependency): string {
  return `${named(from)} -> ${named(to)}`;
}

function classNode({ name, type, usage }: LockClass): string {
  return node(named(name), { label: leftAligned([name, `${type} {${usage}}`]) });
}

/** `EN, SN`: how the first is held, and how the second is asked for. */
function dependencyEdge(all: readonly Dependency[], isWrong: boolean): string {
  const [{ from, to }] = all;
  const modes = all.map(({ held, asked }) => held + asked).sort();
  const look = isWrong ? { color: RED, fontcolor: RED, penwidth: 2 } : {};
  return edge(named(from), named(to), { label: quoted(modes.join(', ')), ...look });
}

function interruptEdge({ kind, witnesses }: LockProblem): string[] {
  if (kind !== 'irq') return [];
  const facts = witnesses.map(({ fact }) => fact);
  const held = facts.find((fact) => fact.type === 'irqs-on');
  const taken = facts.find((fact) => fact.type === 'in-irq');
  if (!held || !taken) return [];
  const look = { style: 'dashed', color: RED, fontcolor: RED, penwidth: 2 };
  return [edge(named(held.lock), named(taken.lock), { label: quoted(held.irq), ...look })];
}

function sleepNote({ kind, message, witnesses }: LockProblem, k: number): string[] {
  if (kind !== 'sleep') return [];
  return witnesses.flatMap(({ fact }) => {
    if (fact.type !== 'sleep') return [];
    const label = leftAligned(wrap(message, TEXT_WIDTH, 2));
    const look = { style: 'dotted', arrowhead: 'none', color: RED };
    return [
      node(`problem${k}`, { label, shape: 'note', color: RED, fontcolor: RED }),
      edge(`problem${k}`, named(fact.lock), look),
    ];
  });
}
