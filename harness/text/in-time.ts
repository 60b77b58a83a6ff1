import { createContext, Script } from 'node:vm';
import { ObserverFailed } from '../contracts/observer.ts';

/**
 * How long one look at foreign text may take, in milliseconds. It takes a hundredth of that on 4 MiB of lines, on a machine
 * that is busy too; a regular expression of the user's may take for ever.
 */
const LOOK_MS = 5000;

/** Work is called from here, so that V8 can end it, in the midst of a regular expression too. */
const place = createContext({ __proto__: null });
const call = new Script('work()');

/**
 * Looks at what a program has said, in this thread, and ends a look that takes too long: whoever prints must not keep the
 * harness busy. Rejects with `ObserverFailed` then; `what` names the look at the beginning of its sentence.
 */
export function inTime<Value>(what: string, work: () => Value, ms = LOOK_MS): Value {
  let result: { readonly value: Value } | undefined;
  place.work = (): void => {
    result = { value: work() };
  };
  try {
    call.runInContext(place, { timeout: ms });
  } catch (error) {
    if (!isOfTime(error)) throw error;
    throw new ObserverFailed(`${what} took longer than ${ms / 1000} s on what was printed`);
  } finally {
    place.work = undefined;
  }
  if (result === undefined) throw new Error('the work has not ended, and has not failed');
  return result.value;
}

/** The error is one of the place that was called, whose `Error` is another. */
function isOfTime(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
