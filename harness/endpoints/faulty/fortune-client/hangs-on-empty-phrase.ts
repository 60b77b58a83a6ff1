import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { callFortune } from '../../fortune-client.ts';
import { untilAborted } from '../hang.ts';

/** Nothing yet, it thinks, and reads again. */
export const hangsOnEmptyPhrase: ClientFault = {
  name: 'hangs-on-empty-phrase',
  endpoint: 'fortune',
  summary: 'hangs when the server closes without a phrase',
  breaks: ['ends-on-empty-phrase'],
  mayRedden: {},
  run: runOf((options) =>
    fortuneAct(async (call) => {
      const phrase = await callFortune(call);
      if (phrase === '') await untilAborted(options.signal);
      return phrase;
    })(options),
  ),
};
