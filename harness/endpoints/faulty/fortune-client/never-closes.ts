import type { ClientFault } from '../../../contracts/endpoint.ts';
import { runOf } from '../../client-run.ts';
import { fortuneAct } from '../../clients.ts';
import { carefulFortuneCall, fortuneCaller } from '../../fortune-client.ts';
import { untilAborted } from '../hang.ts';

/** It goes on waiting, though it was told that nothing more will come. */
export const neverCloses: ClientFault = {
  name: 'never-closes',
  endpoint: 'fortune',
  summary: 'shows the phrase, and keeps its side open for ever',
  breaks: ['closes-its-side', 'ends-on-empty-phrase'],
  mayRedden: {},
  run: runOf(async (options) => {
    await fortuneAct(fortuneCaller({ ...carefulFortuneCall, close: () => undefined }))(options);
    await untilAborted(options.signal);
  }),
};
