// What never happens, as a list: the labels of a process in one line.

const LABEL = /^(.+ is at )(.+)$/;

export function unseenItems(never: readonly string[]): string[] {
  const items = new Map<string, string[]>();
  for (const words of never) {
    const [, process = words, label] = LABEL.exec(words) ?? [];
    items.set(process, [...(items.get(process) ?? []), ...(label === undefined ? [] : [label])]);
  }
  return [...items].map(([words, labels]) => words + labels.join(', '));
}
