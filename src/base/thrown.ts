// What an author's code throws, looked at without being surprised: it need be no error, its message no text, and its stack
// whatever else it was made into.

export function thrownWords(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return 'something without words';
  }
}

export function stackOf(error: unknown): string | undefined {
  try {
    const stack = error instanceof Error ? error.stack : undefined;
    return typeof stack === 'string' ? stack : undefined;
  } catch {
    return undefined;
  }
}
