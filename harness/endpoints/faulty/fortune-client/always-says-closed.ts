import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { callFortune } from '../../fortune-client.ts';
import { hasOutcome, silentOn } from '../silent-on.ts';

/** A line of the log that stands at every end. */
export const alwaysSaysClosed: ClientFault = {
  name: 'always-says-closed',
  endpoint: 'fortune',
  summary: 'says that the connection is closed at every end, and takes a reset for one',
  breaks: ['reports-reset'],
  mayRedden: {},
  run: runOf(async (options) => {
    await silentOn(hasOutcome('reset'), fortuneAct(callFortune))(options);
    options.show('Connection closed.\n');
  }),
};
