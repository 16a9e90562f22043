// How often the lines of a model's files ran, as plain data.

export interface LineCoverage {
  /** From 1. */
  readonly line: number;
  readonly text: string;
  /** How often the line ran; none where it has no code of its own. */
  readonly count?: number;
  /** A part of the line never ran, although the line did. */
  readonly partly?: true;
}

export interface FileCoverage {
  /** As the user knows it. */
  readonly file: string;
  readonly lines: readonly LineCoverage[];
}
