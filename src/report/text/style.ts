// How a report emphasises, handed in by whoever knows where the text goes. Padding is computed
// before text is painted, so that both styles give the same layout.

export type Paint = (text: string) => string;

export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly doubtful: Paint;
}

const asIs: Paint = (text) => text;
export const plainStyle: Style = {
  strong: asIs,
  faint: asIs,
  good: asIs,
  bad: asIs,
  doubtful: asIs,
};

function sgr(on: number, off: number): Paint {
  return (text) => (text === '' ? '' : `\x1b[${on}m${text}\x1b[${off}m`);
}
export const ansiStyle: Style = {
  strong: sgr(1, 22),
  faint: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  doubtful: sgr(33, 39),
};

/** By what can be said across threads. */
export function styleNamed(colours: boolean): Style {
  return colours ? ansiStyle : plainStyle;
}

/** Splits a text so that every other part is a code of the style. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes
export const STYLE_CODE = /(\x1b\[(?:1|2|22|31|32|33|39)m)/;

/** What every text report is told of the place where it will stand. */
export interface TextOptions {
  /** Columns of the place; 100 unless told. */
  readonly columns?: number;
  /** Plain unless told. */
  readonly style?: Style;
}
