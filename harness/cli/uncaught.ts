/**
 * Does work that hears of the first fault that nobody has caught, in place of those who end the process by it otherwise: the
 * work ends by itself soon after, and what it has finished is kept. A second fault comes of what the first has broken, and is
 * theirs again, as all are when the work is over.
 */
export async function hearingUncaught<Value>(
  heard: (error: unknown) => void,
  work: () => Promise<Value>,
): Promise<Value> {
  const others = process.listeners('uncaughtException');
  const restore = (): void => {
    process.off('uncaughtException', first);
    for (const other of others.splice(0)) process.on('uncaughtException', other);
  };
  const first = (error: unknown): void => {
    restore();
    heard(error);
  };
  for (const other of others) process.off('uncaughtException', other);
  process.on('uncaughtException', first);
  try {
    return await work();
  } finally {
    restore();
  }
}
