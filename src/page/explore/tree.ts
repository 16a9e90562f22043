// All that was walked, as a tree: a node for each position, its branches in the order in which they were tried.

import type { Move, Position, Way } from '../../walk/position.ts';

export class Place {
  readonly position: Position;
  readonly parent: Place | undefined;
  readonly branches: Place[] = [];

  constructor(position: Position, parent?: Place) {
    this.position = position;
    this.parent = parent;
  }

  get move(): Move | undefined {
    return this.position.step?.move;
  }

  /** From the first place to this one. */
  get path(): Place[] {
    const path: Place[] = [];
    for (let place: Place | undefined = this; place; place = place.parent) path.unshift(place);
    return path;
  }

  /** How many steps lead here. */
  get depth(): number {
    return this.path.length - 1;
  }

  /** The branch that a move leads to, if it was taken before. */
  after({ instance, choice }: Move): Place | undefined {
    return this.branches.find(({ move }) => move?.instance === instance && move.choice === choice);
  }

  grow(position: Position): Place {
    const branch = new Place(position, this);
    this.branches.push(branch);
    return branch;
  }

  /** Where the branch that was tried last ends. */
  get tip(): Place {
    return this.branches.at(-1)?.tip ?? this;
  }
}

export function wayTo(place: Place, initial: number): Way {
  return { initial, moves: place.path.flatMap(({ move }) => move ?? []) };
}

/** A way in an address: `0:1.0-2.0`. */
export function wayText({ initial, moves }: Way): string {
  return `${initial}:${moves.map(({ instance, choice }) => `${instance}.${choice}`).join('-')}`;
}

/** Undefined where it is none. */
export function wayFrom(text: string): Way | undefined {
  const found = /^(\d+):((?:\d+\.\d+(?:-(?=\d)|$))*)$/.exec(text);
  if (!found) return undefined;
  const moves = found[2].split('-').filter((move) => move !== '');
  return {
    initial: Number(found[1]),
    moves: moves.map((move) => {
      const [instance, choice] = move.split('.').map(Number);
      return { instance, choice };
    }),
  };
}
