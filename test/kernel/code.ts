// Small models of straight-line code, each step the text of its body: what several processes do to a primitive, in as
// many lines as the kernel would need. A step may return 'blocked'; it goes to the next one otherwise.

import { system, upTo } from '../../src/index.ts';
import { makeBuilder } from '../../src/language/builder.ts';
import type { Cells } from '../../src/language/cell.ts';
import type { AnyStep } from '../../src/language/process.ts';
import type { SystemDefinition } from '../../src/language/system.ts';

interface Many {
  readonly count: number;
  readonly lines: readonly string[];
}
/** What several alike do. */
export const times = (count: number, ...lines: readonly string[]): Many => ({ count, lines });

/** A step that waits. */
export const until = (condition: string): string => `if (!(${condition})) return 'blocked';`;

/** Processes that each have a local `said`, and may say `assert`. */
export function code(
  cells: Cells,
  processes: Readonly<Record<string, readonly string[] | Many>>,
  locals: Readonly<Record<string, unknown>> = {},
): SystemDefinition {
  const { process } = makeBuilder(cells);
  const made = Object.entries(processes).map(([name, given]) => {
    const { count, lines } = 'lines' in given ? given : { count: 1, lines: given };
    const steps = lines.map((body, k) => [`s${k}`, stepOf(cells, body)] as const);
    const options = {
      count,
      locals: { said: upTo(7), ...locals },
      start: 's0',
      steps: { ...Object.fromEntries(steps), end: () => 'done' },
    };
    return [name, process(options as never)] as const;
  });
  return system(cells, () => Object.fromEntries(made));
}

function stepOf(cells: Cells, body: string): AnyStep {
  const names = [...Object.keys(cells), 'me', 'choose', 'assert'];
  const used = names.filter((name) => new RegExp(`(?<![.'])\\b${name}\\b`).test(body));
  return new Function(
    `return ({ ${used.join(', ')} }) => { ${body}; return 'next'; }`,
  )() as AnyStep;
}
