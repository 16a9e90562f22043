// Relations over the events of one execution, as the axioms of memory models are written in: an event is a bit, a relation a row
// of bits for each event.

/** A set of events. */
export type Events = number;

/** So many events fit into a row. */
export const MOST_EVENTS = 31;

export class Relation {
  readonly rows: readonly number[];

  constructor(rows: readonly number[]) {
    this.rows = rows;
  }

  static none(size: number): Relation {
    return new Relation(new Array<number>(size).fill(0));
  }

  static identity(size: number): Relation {
    return new Relation(Array.from({ length: size }, (_, k) => 1 << k));
  }

  static of(size: number, relates: (from: number, to: number) => boolean): Relation {
    const all = Array.from({ length: size }, (_, k) => k);
    return new Relation(
      all.map((from) => all.reduce((row, to) => (relates(from, to) ? row | (1 << to) : row), 0)),
    );
  }

  /** `r | s` */
  or(...others: readonly Relation[]): Relation {
    return new Relation(
      this.rows.map((row, k) => others.reduce((all, { rows }) => all | rows[k], row)),
    );
  }

  /** `r & s` */
  and({ rows }: Relation): Relation {
    return new Relation(this.rows.map((row, k) => row & rows[k]));
  }

  /** `r \ s` */
  without({ rows }: Relation): Relation {
    return new Relation(this.rows.map((row, k) => row & ~rows[k]));
  }

  /** `r ; s` */
  sequence({ rows }: Relation): Relation {
    return new Relation(
      this.rows.map((row) => rows.reduce((all, next, k) => ((row >> k) & 1 ? all | next : all), 0)),
    );
  }

  /** `[from] ; r ; [to]` */
  between(from: Events, to: Events): Relation {
    return new Relation(this.rows.map((row, k) => ((from >> k) & 1 ? row & to : 0)));
  }

  /** `r^-1` */
  inverse(): Relation {
    return Relation.of(this.rows.length, (from, to) => ((this.rows[to] >> from) & 1) === 1);
  }

  /** `r?` */
  optional(): Relation {
    return this.or(Relation.identity(this.rows.length));
  }

  /** `r+` */
  plus(): Relation {
    const rows = [...this.rows];
    for (let via = 0; via < rows.length; via++) {
      for (let from = 0; from < rows.length; from++) {
        if ((rows[from] >> via) & 1) rows[from] |= rows[via];
      }
    }
    return new Relation(rows);
  }

  /** `r*` */
  star(): Relation {
    return this.plus().optional();
  }

  get isEmpty(): boolean {
    return this.rows.every((row) => row === 0);
  }

  get isIrreflexive(): boolean {
    return this.rows.every((row, k) => ((row >> k) & 1) === 0);
  }

  get isAcyclic(): boolean {
    return this.plus().isIrreflexive;
  }

  equals({ rows }: Relation): boolean {
    return this.rows.every((row, k) => row === rows[k]);
  }
}
