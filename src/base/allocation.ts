// Memory that the system refuses: a limit of the process (`ulimit -v`, a container), or no more of it. That is no
// mistake, and no reason to lose what is known.

/** Whether an error says that an array could not be had. */
export function isRefusal(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed/i.test(error.message);
}
