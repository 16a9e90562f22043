// All that was walked, as a tree: a node for each position, its branches in the order in which they were tried.

import type { Move, Position, Way } from '../../walk/position.ts';

export class Place {
  readonly position: Position;
  readonly parent: Place | undefined;
  readonly branches: Place[] = [];
  /** How many steps lead here. */
  readonly depth: number;

  constructor(position: Position, parent?: Place) {
    this.position = position;
    this.parent = parent;
    this.depth = parent === undefined ? 0 : parent.depth + 1;
  }

  get move(): Move | undefined {
    return this.position.step?.move;
  }

  /** From the first place to this one. */
  get path(): Place[] {
    const path: Place[] = [];
    for (let place: Place | undefined = this; place; place = place.parent) path.push(place);
    return path.reverse();
  }

  /** Whether the way to this place leads through another. */
  isAfter(other: Place): boolean {
    let place: Place | undefined = this;
    while (place && place.depth > other.depth) place = place.parent;
    return place === other;
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
    let tip: Place = this;
    for (let next = tip.branches.at(-1); next; next = tip.branches.at(-1)) tip = next;
    return tip;
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
