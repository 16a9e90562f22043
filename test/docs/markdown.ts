// The code blocks of a Markdown page that can be held against the truth:
//
//   ```ts docs/examples/counter.ts     equals that file, wherever else the page changes
//   ```diff docs/examples/counter.ts   changes lines of that file, for the next console block only
//   ```console                         commands (`$ npx mmcheck ...`) and what they print; `...` leaves lines out;
//                                      a line that is longer than a page is wide is folded
//
// GitHub takes the first word for the language and ignores the rest.

export interface Block {
  readonly language: string;
  /** What follows the language. */
  readonly file: string;
  readonly text: string;
  /** The line of the page on which the text begins, counted from 1. */
  readonly line: number;
}

export function blocksOf(page: string): Block[] {
  const blocks: Block[] = [];
  const lines = page.split('\n');
  for (let k = 0; k < lines.length; k++) {
    const opened = /^```(\w+)(?: +(\S+))?$/.exec(lines[k]);
    if (!opened) continue;
    const end = lines.indexOf('```', k + 1);
    const text = lines.slice(k + 1, end).map((line) => `${line}\n`);
    blocks.push({
      language: opened[1],
      file: opened[2] ?? '',
      text: text.join(''),
      line: k + 2,
    });
    k = end;
  }
  return blocks;
}

export interface Command {
  /** The words after `mmcheck`. */
  readonly words: readonly string[];
  readonly output: string;
  /** Where `$ echo $?` follows. */
  readonly code?: number;
}

/** The commands of a console block, each with the output that the page shows. */
export function commandsOf(text: string): Command[] {
  const commands: Command[] = [];
  for (const part of text.split(/^\$ /m).slice(1)) {
    const [line, ...rest] = part.split('\n');
    const output = rest.join('\n');
    const last = commands[commands.length - 1];
    if (line === 'echo $?') commands[commands.length - 1] = { ...last, code: Number(output) };
    else commands.push({ words: line.split(' ').slice(2), output });
  }
  return commands;
}

/** A file with the lines that a diff takes out replaced by those that it puts in. */
export function patched(source: string, diff: string): string {
  let text = source;
  for (const hunk of diff.matchAll(/((?:^-.*\n)+)((?:^\+.*\n)*)/gm)) {
    const [before, after] = [hunk[1], hunk[2]].map((lines) => lines.replace(/^[-+]/gm, ''));
    if (text.split(before).length !== 2) throw new Error(`not once in the file:\n${before}`);
    text = text.replace(before, () => after);
  }
  return text;
}

/** Seconds and rates differ from run to run, and with them where the line of figures breaks. */
export function withoutMeasures(output: string): string {
  return output.replace(/^[\d,]+ states?, .*(?:\n {2}.*)*/gm, (figures) =>
    figures.replace(/\n +/g, ' ').replace(/, [\d.]+ (?:min \d+ )?s(?: \([^)]*\))?/, ''),
  );
}

/** Whether an output is the one that the page shows, where `...` on a line of its own is anything. */
export function isShown(shown: string, output: string): boolean {
  const [first, ...parts] = shown.split(/^ *\.\.\.\n/m);
  if (parts.length === 0) return output === first;
  if (!output.startsWith(first)) return false;
  const last = parts.pop() as string;
  let at = first.length;
  for (const part of parts) {
    const found = output.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return output.slice(at).endsWith(last);
}

const COLUMNS = 118;

/** Folds lines that are longer than a page is wide, which messages can be. */
export function folded(output: string): string {
  return output.replace(/^.*$/gm, (line) => {
    if (line.length <= COLUMNS) return line;
    const lines = [''];
    for (const word of line.split(' ')) {
      const last = lines[lines.length - 1];
      if (last.length + word.length < COLUMNS) lines[lines.length - 1] = `${last}${word} `;
      else lines.push(`  ${word} `);
    }
    return lines.map((one) => one.trimEnd()).join('\n');
  });
}

const withoutBlocks = (page: string): string => page.replace(/^```[\s\S]*?^```$/gm, '');

/** The links of a page that stay within the repository. */
export function linksOf(page: string): string[] {
  const links = [...withoutBlocks(page).matchAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g)];
  return links.map(([, inText, inTag]) => inText ?? inTag).filter((link) => !/^\w+:/.test(link));
}

/** What a page's headings are called in links. */
export function anchorsOf(page: string): string[] {
  return [...withoutBlocks(page).matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}
