// A wait that ends early when somebody says so.

export function pause(ms: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      until.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    until.addEventListener('abort', end, { once: true });
    if (until.aborted) end();
  });
}
