// Why a litmus file was not read: it is no litmus test, or it is one and uses what is not supported. Thrown while a file is read,
// and told with its file and line.

export type MistakeKind = 'malformed' | 'unsupported';

export class LitmusMistake extends Error {
  override readonly name = 'LitmusMistake';
  readonly kind: MistakeKind;
  readonly line: number;

  constructor(kind: MistakeKind, line: number, message: string) {
    super(message);
    this.kind = kind;
    this.line = line;
  }
}

/** What mmcheck does not read: `not supported: a loop`. */
export function unsupported(line: number, what: string): LitmusMistake {
  return new LitmusMistake('unsupported', line, `not supported: ${what}`);
}

export function malformed(line: number, message: string): LitmusMistake {
  return new LitmusMistake('malformed', line, message);
}
