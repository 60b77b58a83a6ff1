import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { callFortune } from '../../fortune-client.ts';
import { hasOutcome } from '../silent-on.ts';

/** The next attempt might work, and nobody need know of the first. */
export const triesAgain: ClientFault = {
  name: 'tries-again',
  endpoint: 'fortune',
  summary: 'connects again when it is reset, without a word',
  breaks: ['one-connection'],
  mayRedden: {
    'reports-reset': 'it hangs where nobody answers its second connection',
    'partial-not-shown-as-whole': 'the same',
  },
  run: runOf(async (options) => {
    const act = fortuneAct(callFortune);
    await act(options).catch(async (error: unknown) => {
      if (!hasOutcome('reset')(error)) throw error;
      await act(options);
    });
  }),
};
