// One line of a diagram or table: pieces of text at fixed columns. Paint never moves a piece, and
// no line ends in spaces, so that what is pasted into a mail survives it.

import type { Paint } from './style.ts';
import { textWidth } from './width.ts';

export interface Piece {
  readonly column: number;
  readonly text: string;
  readonly paint: Paint;
}

export function renderLine(pieces: readonly Piece[]): string {
  let line = '';
  let column = 0;
  for (const piece of pieces) {
    const text = piece.text.trimEnd();
    if (text === '') continue;
    const indent = text.length - text.trimStart().length;
    line +=
      ' '.repeat(Math.max(0, piece.column + indent - column)) + piece.paint(text.slice(indent));
    column = piece.column + textWidth(text);
  }
  return line;
}
