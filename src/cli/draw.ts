// The process that draws: takes DOT as a message, answers with SVG. It is one of its own because Graphviz (as WebAssembly)
// cannot be asked to stop, and because it prints warnings of each letter whose width it has to guess, which in a box drawn
// around text harms nobody.

import { renderGraphFromSource } from 'graphviz-cli';

export type Drawn = { readonly svg: string } | { readonly trouble: string };

async function drawn(dot: string): Promise<Drawn> {
  try {
    return { svg: await renderGraphFromSource({ input: dot }, { format: 'svg' }) };
  } catch (error) {
    return { trouble: (error as Error).message };
  }
}

process.on('message', async (dot: string) => process.send?.(await drawn(dot)));
// Whoever asked has the answer, or has died.
process.on('disconnect', () => process.exit());
// Ctrl-C goes to all processes of a terminal; what it means is decided by the one that asked.
process.on('SIGINT', () => {});
