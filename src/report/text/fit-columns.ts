// Widths of the columns of a diagram: as wide as their content where there is room. Where there is
// not, the columns give way in two rounds, the widest first: down to what is still comfortable,
// then to the least that can be read.

export interface Column {
  /** What the content needs to stay on one line. */
  readonly natural: number;
  readonly comfortable: number;
  readonly least: number;
}

/** The widths, or undefined where not even the least ones fit. */
export function fitColumns(columns: readonly Column[], available: number): number[] | undefined {
  const natural = columns.map((column) => column.natural);
  const comfortable = narrow(
    natural,
    columns.map((column) => column.comfortable),
    available,
  );
  const widths = narrow(
    comfortable,
    columns.map((column) => column.least),
    available,
  );
  return sum(widths) <= available ? widths : undefined;
}

/**
 * Takes from the widest of the columns that are above their limit until all fit or none can give.
 */
function narrow(start: readonly number[], limits: readonly number[], available: number): number[] {
  const widths = [...start];
  for (let excess = sum(widths) - available; excess > 0; excess--) {
    const givers = widths.map((width, k) => (width > limits[k] ? width : 0));
    const widest = Math.max(...givers);
    if (widest === 0) break;
    widths[givers.indexOf(widest)]--;
  }
  return widths;
}

function sum(widths: readonly number[]): number {
  return widths.reduce((total, width) => total + width, 0);
}
