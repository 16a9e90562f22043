// Text on a terminal: how many columns it takes, and how it is broken into lines. Names, labels and
// messages come from models and from trace files, so nothing in them may act on the terminal:
// control characters are made visible. So is what stands for no character and no SVG or JSON may hold.

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /^(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60])/u;
const CONTROL = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]/gu;

/** The text in one line, with control characters and changes of direction as `\x1b`. */
export function printable(text: string): string {
  return text.replace(CONTROL, (c) => {
    const code = c.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code}` : `\\x${code.padStart(2, '0')}`;
  });
}

/** JSON with the same characters in its own spelling; it has them in strings only. */
export function printableJson(json: string): string {
  return json.replace(CONTROL, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The lines of a text that may have several. */
export function printableLines(text: string): string[] {
  return text.split(/\r?\n/).map((line) => printable(line.trimEnd()));
}

export function textWidth(text: string): number {
  if (isPlain(text)) return text.length;
  return graphemes(text).reduce((sum, g) => sum + graphemeWidth(g), 0);
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

export function widest(texts: readonly string[]): number {
  return texts.reduce((width, text) => Math.max(width, textWidth(text)), 0);
}

const NO_BREAK = '\u00a0';

/** The text in one piece for `wrap()`, as long as a line has room for it. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', NO_BREAK);
}

/** The text without the no-break spaces of `unbroken()`. */
export function spaced(text: string): string {
  return text.replaceAll(NO_BREAK, ' ');
}

/**
 * The text in lines of at most `width` columns: broken at spaces, pieces that are too long after a
 * punctuation mark, and anywhere as the last resort. Lines but the first are indented by `hanging`;
 * leading spaces stay. Where the indentation leaves no room, lines are longer: each has something on it.
 */
export function wrap(text: string, width: number, hanging = 0): string[] {
  const room = Math.max(width, hanging + 1);
  return wrapPieces(text, room, hanging).map((line) => spaced(line).trimEnd());
}

function wrapPieces(text: string, width: number, hanging: number): string[] {
  const lines: string[] = [];
  const indent = ' '.repeat(hanging);
  let line = text.slice(0, text.length - text.trimStart().length);
  let empty = true;
  for (const word of text.split(' ').filter((w) => w !== '')) {
    let rest = word;
    while (!fits(rest, width - textWidth(line) - (empty ? 0 : 1))) {
      if (!empty) {
        lines.push(line);
      } else {
        const head = breakable(rest, Math.max(1, width - textWidth(line)));
        lines.push(line + head);
        rest = rest.slice(head.length);
      }
      line = indent;
      empty = true;
    }
    if (rest === '') continue;
    line += (empty ? '' : ' ') + rest;
    empty = false;
  }
  if (!empty || lines.length === 0) lines.push(line);
  return lines;
}

/** A letter with more marks than this counts as several, so that of a very long word only the beginning is looked at. */
const LONGEST_LETTER = 16;

function mostLetters(width: number): number {
  return LONGEST_LETTER * (Math.max(0, width) + 1);
}

function fits(text: string, width: number): boolean {
  if (text.length > mostLetters(width)) return false;
  if (isPlain(text)) return text.length <= width;
  const head = longestHead(text, width);
  return head.length === text.length && textWidth(head) <= width;
}

/**
 * The longest beginning that fits, ending after a punctuation mark where one stands in its second
 * half, or where what is left then fits into the next line: `cpu_` and `hotplug`.
 */
function breakable(word: string, width: number): string {
  const head = longestHead(word, width);
  const natural = /^.*[_./:,\]\-\u00a0](?=.)/u.exec(word.slice(0, head.length + 1))?.[0] ?? '';
  if (natural === '' || natural.length > head.length) return head;
  const restFits = fits(word.slice(natural.length), width);
  return restFits || natural.length * 2 >= head.length ? natural : head;
}

/** The longest beginning that fits, of one letter at least. */
function longestHead(word: string, width: number): string {
  // With the next one, which may be a mark that belongs to the last.
  if (isPlain(word.slice(0, width + 1))) return word.slice(0, width);
  let head = '';
  let taken = 0;
  for (const { segment } of segmenter.segment(word.slice(0, mostLetters(width)))) {
    taken += graphemeWidth(segment);
    if (taken > width && head !== '') break;
    head += segment;
  }
  return head;
}

/** A column for each letter. */
function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

function graphemeWidth(grapheme: string): number {
  return WIDE.test(grapheme) ? 2 : 1;
}
