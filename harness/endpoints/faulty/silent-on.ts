import type { Act } from '../client-run.ts';
import { CallFailure } from '../connect.ts';

/** An act that takes the errors named for success: an exception that is caught and passed over. */
export function silentOn(hides: (error: unknown) => boolean, act: Act): Act {
  return async (options) => {
    try {
      await act(options);
    } catch (error) {
      if (!hides(error)) throw error;
    }
  };
}

/** Tells failures of these outcomes from other errors. */
export function hasOutcome(...outcomes: readonly CallFailure['outcome'][]): (error: unknown) => boolean {
  return (error) => error instanceof CallFailure && outcomes.includes(error.outcome);
}
