// SVG from DOT. Graphviz (as WebAssembly) takes a while to start, so it is loaded only when a
// picture is asked for.

import { UsageError } from '../model/errors.ts';

/** Beyond this graphviz takes minutes, and nobody reads the picture. */
const MOST_NODES = 2000;

/** Why there can be no picture, and what to do instead. */
export function troubleWithPicture(dot: string): string | undefined {
  const nodes = dot.match(/^\s*(?:"[^"]*"|\w+) \[/gm)?.length ?? 0;
  if (nodes <= MOST_NODES) return undefined;
  return `${nodes} nodes are too many for a picture; write DOT with --dot FILE`;
}

export async function renderSvg(dot: string): Promise<string> {
  const trouble = troubleWithPicture(dot);
  if (trouble !== undefined) throw new UsageError(trouble);
  const { renderGraphFromSource } = await import('graphviz-cli');
  return renderGraphFromSource({ input: dot }, { format: 'svg' });
}
