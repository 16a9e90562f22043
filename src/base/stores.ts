// What a search may keep its states in: the choices of `--store`, the first is the default. What each does is in store/.

interface About {
  readonly about: string;
  /** Whether the graph is there when the search has ended: all states in full, with their predecessors. */
  readonly keepsGraph: boolean;
}

const ABOUT = {
  exact: { about: 'whole states', keepsGraph: true },
  packed: {
    about: 'whole states in fewer bits, without the graph',
    keepsGraph: false,
  },
  compact: { about: 'a fingerprint of each', keepsGraph: false },
  bitstate: { about: 'a few bits of each', keepsGraph: false },
} as const satisfies Readonly<Record<string, About>>;

export type StoreName = keyof typeof ABOUT;
export const STORES = Object.keys(ABOUT) as readonly StoreName[];
/** The stores that forget a state when it was expanded. */
export type MarkingStoreName = Exclude<StoreName, 'exact'>;

export function keepsGraph(store: StoreName = STORES[0]): store is 'exact' {
  return ABOUT[store].keepsGraph;
}

/** What is said of the stores: `exact: whole states; packed: ...`. */
export function aboutStores(): string {
  return STORES.map((store) => `${store}: ${ABOUT[store].about}`).join('; ');
}
