// The text of a litmus file as tokens, one at a time.
//
// What must stay true: a token is read when it is asked for, since what `(*` means depends on where it stands: a comment
// between the parts of a test, the beginning of an expression in the body of a process.

import { malformed } from '../mistake.ts';

export interface Token {
  readonly type: 'word' | 'number' | 'symbol' | 'end';
  readonly text: string;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const SPACE = /[\s]+|\/\/[^\n]*|\/\*[\s\S]*?\*\//y;
const WORD = /[A-Za-z_]\w*/y;
const NUMBER = /0[xX][0-9a-fA-F]+|\d+/y;
const SYMBOL =
  /->|&&|\|\||==|!=|<=|>=|<<|>>|=>|\+\+|--|\+=|-=|\*=|&=|\|=|\^=|\/\\|\\\/|[{}()[\];,=*&|^~!<>+\-/%?:.]/y;

export class Cursor {
  /** Of all comments that were passed so far. */
  readonly comments: string[] = [];
  /** Whether it stands in the body of a process. */
  inBody = false;
  private readonly text: string;
  private at = 0;
  private ahead: Token | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The rest of this line, as one piece. */
  restOfLine(): string {
    const end = this.text.indexOf('\n', this.at);
    const rest = this.text.slice(this.at, end < 0 ? this.text.length : end);
    this.at += rest.length;
    return rest.trim();
  }

  /** Passes what matches here, which is neither a token nor a comment. */
  skip(pattern: RegExp): boolean {
    this.skipSpace();
    return this.match(pattern) !== undefined;
  }

  peek(): Token {
    this.ahead ??= this.read();
    return this.ahead;
  }

  next(): Token {
    const token = this.peek();
    this.ahead = undefined;
    return token;
  }

  /** Whether the next token is this one. */
  sees(text: string): boolean {
    const { type, text: found } = this.peek();
    return found === text && (type === 'symbol' || type === 'word');
  }

  /** Passes this token, if it is next. */
  take(text: string): boolean {
    const isNext = this.sees(text);
    if (isNext) this.next();
    return isNext;
  }

  expect(text: string, where: string): Token {
    if (this.sees(text)) return this.next();
    throw this.unexpected(`'${text}' ${where}`);
  }

  word(what: string): Token {
    if (this.peek().type === 'word') return this.next();
    throw this.unexpected(what);
  }

  unexpected(wanted: string): Error {
    const { type, text, line } = this.peek();
    return malformed(
      line,
      `expected ${wanted}, not ${type === 'end' ? 'the end of the file' : `'${text}'`}`,
    );
  }

  /** The text from a token to what was passed last, with single spaces. */
  textFrom({ start }: Token): string {
    const end = this.ahead?.start ?? this.at;
    return this.text.slice(start, end).replace(SPACES, ' ').trim();
  }

  private read(): Token {
    this.skipSpace();
    const [start, line] = [this.at, this.line()];
    const token = (type: Token['type'], text: string): Token => ({
      type,
      text,
      line,
      start,
      end: this.at,
    });
    if (start >= this.text.length) return token('end', '');
    const word = this.match(WORD);
    if (word !== undefined) return token('word', word);
    const number = this.match(NUMBER);
    if (number !== undefined) return token('number', number);
    const symbol = this.match(SYMBOL);
    if (symbol !== undefined) return token('symbol', symbol);
    throw malformed(line, `'${this.text[start]}' is no part of a litmus test`);
  }

  private skipSpace(): void {
    for (;;) {
      if (this.match(SPACE) !== undefined) continue;
      if (this.inBody || !this.text.startsWith('(*', this.at)) return;
      this.skipComment();
    }
  }

  /** `(* ... *)`, which nest. */
  private skipComment(): void {
    const [start, line] = [this.at, this.line()];
    let depth = 0;
    do {
      const mark = /\(\*|\*\)/g;
      mark.lastIndex = this.at;
      const found = mark.exec(this.text);
      if (!found) throw malformed(line, "the comment that begins here has no '*)'");
      depth += found[0] === '(*' ? 1 : -1;
      this.at = mark.lastIndex;
    } while (depth > 0);
    this.comments.push(this.text.slice(start, this.at));
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const [found] = pattern.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private line(): number {
    return this.text.slice(0, this.at).split('\n').length;
  }
}

const SPACES = /(?:\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/)+/g;
