// A command's searching threads, from start to end: signals and --timeout reach them, the progress
// line shows them, and no thread outlives the command.

import type { Figures } from '../base/progress.ts';
import { type StopReason, Supervisor } from '../supervise/supervisor.ts';
import { type ProgressText, progressText, showProgress, sumFigures } from './progress-line.ts';
import type { Terminal } from './terminal.ts';

export interface Session {
  readonly supervisors: readonly Supervisor[];
  /** What the progress line says before its figures. */
  about: string;
  /** How the figures are shown. */
  textOf: ProgressText;
  /** The figures of searches that are made elsewhere. */
  elsewhere: () => readonly Figures[];
  /** Why the searches were asked to stop, if they were. */
  readonly stopped: StopReason | undefined;
  /** Aborted then; the reason is `stopped`. */
  readonly signal: AbortSignal;
}

export interface SessionOptions {
  readonly workers?: number;
  /** Seconds. */
  readonly timeout?: number | undefined;
  /** Whether it is over when stdout is closed: where nothing else is written. */
  readonly endsUnread?: boolean;
  /** How the figures are shown. */
  readonly textOf?: ProgressText;
}

export const SIGNALS = { SIGINT: 'interrupted', SIGTERM: 'terminated', SIGHUP: 'hung-up' } as const;

export async function inSession<T>(
  terminal: Terminal,
  { workers = 1, timeout, textOf = progressText, endsUnread = false }: SessionOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const supervisors = Array.from({ length: workers }, () => new Supervisor(terminal.messages));
  const stopping = new AbortController();
  const session = {
    supervisors,
    about: '',
    textOf,
    elsewhere: (): readonly Figures[] => [],
    stopped: undefined as StopReason | undefined,
    signal: stopping.signal,
  };
  const stop = (reason: StopReason): void => {
    session.stopped ??= reason;
    stopping.abort(reason);
    for (const supervisor of supervisors) supervisor.stop(reason);
  };
  const signalled = (signal: NodeJS.Signals): void => stop(SIGNALS[signal as keyof typeof SIGNALS]);
  if (endsUnread) terminal.whenUnread(() => stop('unread'));
  const timer = timeout === undefined ? undefined : setTimeout(() => stop('time'), timeout * 1000);
  const figures = () =>
    sumFigures([...supervisors.flatMap((one) => one.figures() ?? []), ...session.elsewhere()]);
  const endProgress = showProgress(
    terminal,
    figures,
    () => session.about,
    (now, rate) => session.textOf(now, rate),
  );
  for (const signal of Object.keys(SIGNALS)) process.on(signal, signalled);
  try {
    return await work(session);
  } finally {
    // A second Ctrl-C may meet a command that is about to end: it must not take the exit status along.
    if (session.stopped === undefined)
      for (const signal of Object.keys(SIGNALS)) process.off(signal, signalled);
    clearTimeout(timer);
    endProgress();
    await Promise.all(supervisors.map((supervisor) => supervisor.close()));
  }
}
