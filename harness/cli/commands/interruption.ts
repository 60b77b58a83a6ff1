/** Becomes aborted at the first SIGINT or SIGTERM; the second ends the process at once. */
export function interruption(): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  const interrupted = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', interrupted);
  process.on('SIGTERM', interrupted);
  return controller;
}
