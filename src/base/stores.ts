// What a search may keep its states in: the choices of `--store`, the first is the default. What each does is in store/.

const ABOUT = {
  exact: 'whole states',
  compact: 'a fingerprint of each',
  bitstate: 'a few bits of each',
} as const;

export type StoreName = keyof typeof ABOUT;
export const STORES = Object.keys(ABOUT) as readonly StoreName[];
/** The stores that may take a new state for a known one, and so omit it. */
export type LossyStoreName = Exclude<StoreName, 'exact'>;

export function isLossy(store: StoreName = STORES[0]): store is LossyStoreName {
  return store !== 'exact';
}

/** What is said of the stores: `exact: whole states; compact: ...`. */
export function aboutStores(): string {
  return STORES.map((store) => `${store}: ${ABOUT[store]}`).join('; ');
}
