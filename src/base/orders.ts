// In which orders a search can go: the choices of `--order`, the first is the default. What each does is explore/strategies.ts.

const ABOUT = { bfs: 'finds shortest counterexamples', dfs: 'needs less memory' } as const;

export type Order = keyof typeof ABOUT;
export const ORDERS = Object.keys(ABOUT) as readonly Order[];

/** What is said of the orders: `bfs finds shortest counterexamples; dfs ...`. */
export function aboutOrders(): string {
  return ORDERS.map((order) => `${order} ${ABOUT[order]}`).join('; ');
}
