import type { ClientOptions } from '../../contracts/endpoint.ts';
import { type Act, runOf } from '../client-run.ts';
import { probe } from '../probe-client.ts';

/** A run that does all that it should, and ends with status 1 all the same: the end of an error path that it falls into. */
export function endingInFailure(act: Act): (options: ClientOptions) => Promise<number> {
  const run = runOf(act);
  return async (options) => {
    await run(options);
    return 1;
  };
}

/** An act that connects once more when all is done, and leaves. */
export function connectingTwice(act: Act): Act {
  return async (options) => {
    await act(options);
    await probe(options);
  };
}
