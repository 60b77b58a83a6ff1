import type { ClientOptions } from '../contracts/endpoint.ts';
import { errorText, UsageError } from '../contracts/errors.ts';
import { CallFailure } from './connect.ts';

/** What a client does once; it rejects with a CallFailure or a UsageError where it cannot. */
export type Act = (options: ClientOptions) => Promise<void>;

/** A run that ends in status 0, or shows the failure as one line and ends in status 1. Anything unforeseen is thrown. */
export function runOf(act: Act): (options: ClientOptions) => Promise<number> {
  return async (options) => {
    try {
      await act(options);
      return 0;
    } catch (error) {
      if (!(error instanceof CallFailure || error instanceof UsageError)) throw error;
      options.show(`error: ${errorText(error)}\n`);
      return 1;
    }
  };
}
