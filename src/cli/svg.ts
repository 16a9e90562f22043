// SVG from DOT. Graphviz (as WebAssembly) takes a while to start, so it is loaded only when a
// picture is asked for.

import { UsageError } from '../model/errors.ts';

/** Beyond this graphviz takes minutes, and nobody reads the picture. */
const MOST_NODES = 2000;

export async function renderSvg(dot: string): Promise<string> {
  const nodes = dot.match(/^\s*(?:"[^"]*"|\w+) \[/gm)?.length ?? 0;
  if (nodes > MOST_NODES) {
    throw new UsageError(`${nodes} nodes are too many for a picture; write DOT with --dot FILE`);
  }
  const { renderGraphFromSource } = await import('graphviz-cli');
  return renderGraphFromSource({ input: dot }, { format: 'svg' });
}
