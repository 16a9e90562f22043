// Pictures: SVG from DOT, as far as Graphviz comes in a reasonable time. How long it takes depends on how edges cross more
// than on how many there are, from no time to for ever, so it draws in a process that can be ended.

import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UsageError } from '../base/errors.ts';
import type { Drawn } from './draw.ts';
import type { Session } from './session.ts';

/** Beyond this nobody reads the picture. */
const MOST_STATEMENTS = 4000;
/** Who wants to wait for longer has Graphviz itself. */
const LONGEST_MS = 60_000;
const LOOK_EVERY_MS = 100;

/** There is no picture, though nothing is wrong with what it was to show. */
export class Undrawn extends Error {
  override readonly name = 'Undrawn';
  readonly because: 'undrawn' | 'interrupted';

  constructor(trouble: string, because: 'undrawn' | 'interrupted' = 'undrawn') {
    super(`${trouble}; write DOT with --dot FILE, and draw it with graphviz`);
    this.because = because;
  }
}

/** Gives up when the session is stopped. */
export async function renderSvg(dot: string, session: Session): Promise<string> {
  const painter = new Painter(session);
  try {
    return await painter.draw(dot);
  } finally {
    painter.close();
  }
}

/** Draws one picture after the other: to load Graphviz takes longer than to draw. */
export class Painter {
  readonly #session: Session;
  #child: ChildProcess | undefined;

  constructor(session: Session) {
    this.#session = session;
  }

  async draw(dot: string): Promise<string> {
    // A node or an edge a line, but for lines that go on in the next.
    const statements = dot.split(/(?<!\\)\n/).length;
    if (statements > MOST_STATEMENTS) {
      throw new Undrawn(`${statements} nodes and edges are too many for a picture`);
    }
    const child = this.#child ?? start();
    this.#child = child;
    const look = setInterval(() => {
      if (this.#session.stopped !== undefined) this.close();
    }, LOOK_EVERY_MS);
    const longest = setTimeout(() => this.close(), LONGEST_MS);
    try {
      return svgOf(await answer(child, dot), this.#session);
    } finally {
      clearInterval(look);
      clearTimeout(longest);
    }
  }

  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }
}

function start(): ChildProcess {
  return fork(fileURLToPath(new URL('../cli/draw.js', import.meta.url)), {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
}

/** None where the process was ended. */
function answer(child: ChildProcess, dot: string): Promise<Drawn | undefined> {
  return new Promise<Drawn | undefined>((resolve, reject) => {
    child.once('message', (drawn) => resolve(drawn as Drawn));
    child.once('error', reject);
    child.once('exit', () => resolve(undefined));
    child.send(dot);
  }).finally(() => child.removeAllListeners());
}

function svgOf(drawn: Drawn | undefined, { stopped }: Session): string {
  if (drawn === undefined) {
    throw stopped === undefined || stopped === 'time'
      ? new Undrawn('graphviz took too long to draw it')
      : new Undrawn('interrupted', 'interrupted');
  }
  if ('trouble' in drawn) throw new UsageError(`graphviz cannot draw it: ${drawn.trouble}`);
  return drawn.svg;
}
