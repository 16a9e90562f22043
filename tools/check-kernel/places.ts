// The places in the kernel that models name: what their `at:` notes say, read from the text, so that those of all
// variants are found, with their lines.

/** `mm/slub.c show_slab_objects() for_each_kmem_cache_node()`: in that function, at that call. */
export interface Place {
  readonly model: string;
  readonly line: number;
  readonly text: string;
  /** Undefined where the note names no file. */
  readonly file: string | undefined;
  /** The functions that it names, after commas others, each with what it calls there; none of a whole file. */
  readonly functions: readonly Named[];
}
export interface Named {
  readonly name: string;
  readonly calls: readonly string[];
}

/** With a step, or by label. */
const NOTES = /(?<=[\s{])at:\s+(?:'[^'\n]*'|`[^`]*`|\{(?:[^}'`]|'[^'\n]*'|`[^`]*`)*\})/g;
const TEXT = /(['`])((?:(?!\1).)*)\1/g;
const FILE = /^((?:\w[\w.-]*\/)+[\w.-]+\.[chS])(?: (\w+\(.*)|, .*)$/;

/** In every text that begins with a file of C, and in every note. */
export function placesIn(model: string, source: string): Place[] {
  const notes = [...source.matchAll(NOTES)].map(({ index, 0: { length } }) => [
    index,
    index + length,
  ]);
  return [...source.matchAll(TEXT)].flatMap(({ index, 2: text }) => {
    const [, file, rest] = FILE.exec(text) ?? [];
    if (file === undefined && !notes.some(([from, to]) => from < index && index < to)) return [];
    const line = source.slice(0, index).split('\n').length;
    return [{ model, line, text, file, functions: namedIn(rest ?? '') }];
  });
}

/** `f(), g() h()`: f, and g, which calls h there. Words, assignments and labels are for the reader. */
function namedIn(text: string): Named[] {
  return text.split(/,\s*/).flatMap((part) => {
    const name = /^(\w+)\(\)/.exec(part)?.[1];
    if (name === undefined) return [];
    const calls = [...part.slice(name.length + 2).matchAll(/ (\w+)\(/g)].map(([, call]) => call);
    return [{ name, calls }];
  });
}
