// `mmcheck explore` as a process of its own, for tests that ask it and that open its page.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

const ends: (() => void)[] = [];
afterAll(() => {
  for (const end of ends) end();
});

export interface Explorer {
  /** With the token. */
  readonly address: string;
  /** Sends a signal, and waits for the status. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

export function explorer(words: readonly string[], cwd: string): Promise<Explorer> {
  const child = spawn(process.execPath, [MAIN, 'explore', ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  ends.push(() => child.kill('SIGKILL'));
  const code = new Promise<number | null>((resolve) => child.on('close', resolve));
  const end = (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    return code;
  };
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (data) => (said += data));
    child.stdout.on('data', (data) => resolve({ address: String(data).trim(), end }));
    void code.then((status) => reject(new Error(`explore ended with ${status}: ${said}`)));
  });
}
