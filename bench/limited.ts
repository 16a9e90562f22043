// A command that may use so much processor time and no more: what it printed, and how much it took.

import { execFileSync } from 'node:child_process';

export interface Ended {
  readonly output: string;
  readonly seconds: number;
}

/** The shell says how much its children took; a command that the limit ends has printed what it had. */
export function limited(command: string, limit: number | 'unlimited', cwd?: string): Ended {
  const text = execFileSync('sh', ['-c', `(ulimit -t ${limit}; exec ${command}); times`], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'ignore'],
    ...(cwd !== undefined && { cwd }),
  });
  const times = /(\d+)m([\d.]+)s (\d+)m([\d.]+)s\s*$/.exec(text);
  if (!times) throw new Error(`the shell does not say how long it took:\n${text}`);
  const [userMinutes, user, systemMinutes, system] = times.slice(1).map(Number);
  return { output: text, seconds: 60 * (userMinutes + systemMinutes) + user + system };
}
