// How often the lines of an author's files ran: V8 counts each block, and the source map of a file says on which line of
// the author's it stands.
//
// What must stay true: the files are loaded after the counting has begun, for V8 counts blocks only in code that it
// compiles from then on; and the counts are those of the check whose outcome they are shown with, with all that it does.

import { readFileSync } from 'node:fs';
import { Session } from 'node:inspector';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';
import { shownPath } from '../base/shown-path.ts';
import type { FileCoverage, LineCoverage } from '../outcome/coverage.ts';

interface Block {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}
interface Script {
  readonly scriptId: string;
  readonly url: string;
  readonly functions: readonly { readonly ranges: readonly Block[] }[];
}
interface Reply {
  readonly result?: readonly Script[];
  readonly scriptSource?: string;
}

/** Files of mmcheck itself, whichever it is: their lines are not shown. */
const OWN = new URL('..', import.meta.url).href;

export class Coverage {
  readonly #session = new Session();

  /** Counts from now on, in this thread. */
  constructor() {
    this.#session.connect();
    this.#post('Profiler.enable');
    this.#post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  }

  /** What ran since, by file; the counting ends. */
  end(): FileCoverage[] {
    const { result = [] } = this.#post('Profiler.takePreciseCoverage');
    this.#post('Profiler.stopPreciseCoverage');
    this.#post('Debugger.enable');
    const files = new Map<string, Map<number, Lines>>();
    for (const script of result.filter(({ url }) => isAuthors(url))) {
      const { scriptSource = '' } = this.#post('Debugger.getScriptSource', {
        scriptId: script.scriptId,
      });
      const lines = files.get(script.url) ?? new Map();
      files.set(script.url, lines);
      addLines(lines, countsOf(scriptSource, script), scriptSource);
    }
    this.#session.disconnect();
    return [...files].map(([url, lines]) => fileCoverage(fileURLToPath(url), lines));
  }

  /** The inspector answers in the same turn where it looks at its own thread. */
  #post(method: string, parameters: object = {}): Reply {
    let reply: Reply = {};
    this.#session.post(method, parameters, (error: Error | null, answer?: object) => {
      if (error) throw error;
      reply = answer ?? {};
    });
    return reply;
  }
}

function isAuthors(url: string): boolean {
  return url.startsWith('file:') && !url.startsWith(OWN) && !url.includes('/node_modules/');
}

/** By character; the innermost block counts. */
function countsOf(source: string, { functions }: Script): Float64Array {
  const counts = new Float64Array(source.length);
  const blocks = functions.flatMap(({ ranges }) => ranges);
  const size = ({ startOffset, endOffset }: Block): number => endOffset - startOffset;
  for (const block of blocks.toSorted((one, other) => size(other) - size(one))) {
    counts.fill(block.count, block.startOffset, block.endOffset);
  }
  return counts;
}

interface Lines {
  most: number;
  least: number;
}

/** Adds what a script counted to the author's lines; of one that was loaded twice both count. */
function addLines(lines: Map<number, Lines>, counts: Float64Array, source: string): void {
  const map = sourceMapOf(source);
  const here = new Map<number, Lines>();
  let start = 0;
  for (const [row, text] of source.split('\n').entries()) {
    for (const { index } of text.matchAll(/[\w$]+|=>|[!?&|]+/g)) {
      const line = map ? originalLine(map, row, index) : row + 1;
      if (line === undefined) continue;
      const count = counts[start + index];
      const known = here.get(line);
      here.set(line, {
        most: Math.max(count, known?.most ?? 0),
        least: Math.min(count, known?.least ?? count),
      });
    }
    start += text.length + 1;
  }
  for (const [line, { most, least }] of here) {
    const known = lines.get(line) ?? { most: 0, least: 0 };
    lines.set(line, { most: known.most + most, least: known.least + least });
  }
}

function sourceMapOf(source: string): SourceMap | undefined {
  const found = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([\w+/=]+)/.exec(source);
  if (!found) return undefined;
  const text = Buffer.from(found[1], 'base64').toString();
  return new SourceMap(JSON.parse(text) as SourceMapPayload);
}

function originalLine(map: SourceMap, row: number, column: number): number | undefined {
  const entry = map.findEntry(row, column);
  return 'originalLine' in entry ? entry.originalLine + 1 : undefined;
}

function fileCoverage(path: string, counted: Map<number, Lines>): FileCoverage {
  const text = readFileSync(path, 'utf8').split('\n');
  if (text.at(-1) === '') text.pop();
  const lines = text.map((line, k): LineCoverage => {
    const found = isCode(line) ? counted.get(k + 1) : undefined;
    const base = { line: k + 1, text: line };
    if (found === undefined) return base;
    const isPart = found.least === 0 && found.most > 0;
    return { ...base, count: found.most, ...(isPart && { partly: true as const }) };
  });
  return { file: shownPath(path), lines };
}

/** Not a comment, nor braces alone. */
function isCode(line: string): boolean {
  return !/^\s*(\/\/|\/?\*|$)/.test(line) && /\w/.test(line);
}
