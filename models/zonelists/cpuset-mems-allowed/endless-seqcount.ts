// A seqcount that may count for ever in a finite model: a reader only ever asks whether a writer is
// inside, and whether the count is still what it noted. So the count itself is left out; what is kept
// is whether it is odd, and which of the noted counts, by number, are still the present one.
//
// Sound only if the count never comes back to a value that somebody has noted: whatever changes it
// outdates every cookie for good. The kernel's count does come back, after 2^31 changes.

import { type BoolDomain, bool, type Cell, primitive, type SetView, set } from 'mmcheck';

export interface EndlessSeqcount {
  /** Whether a writer is inside: then read_seqcount_begin() spins. */
  isWriting(): boolean;
  /** read_seqcount_begin() once nobody is inside: the cookie of that number is the count. */
  read(cookie: number): void;
  /** read_seqcount_retry(). */
  retry(cookie: number): boolean;
  writeBegin(): void;
  writeEnd(): void;
}

interface State {
  odd: boolean;
  readonly current: SetView<number>;
}

/** A count of which so many cookies are taken. */
export function endlessSeqcount(cookies: number): Cell<EndlessSeqcount> {
  return primitive<{ odd: BoolDomain; current: Cell<SetView<number>> }, EndlessSeqcount>(
    { odd: bool, current: set(cookies) },
    {
      isWriting: {
        pure: true,
        run(this: State) {
          return this.odd;
        },
      },
      read: {
        pure: false,
        run(this: State, cookie: number) {
          this.current.add(cookie);
        },
      },
      retry: {
        pure: true,
        run(this: State, cookie: number) {
          return !this.current.has(cookie);
        },
      },
      writeBegin: {
        pure: false,
        run(this: State) {
          this.odd = true;
          this.current.clear();
        },
      },
      writeEnd: {
        pure: false,
        run(this: State) {
          this.odd = false;
          this.current.clear();
        },
      },
    },
  );
}
