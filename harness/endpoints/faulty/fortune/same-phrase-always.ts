import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';

/** A random number that is drawn once, or never. */
export const samePhraseAlways: Fault = {
  name: 'same-phrase-always',
  endpoint: 'fortune',
  summary: 'sends the first phrase to everybody',
  breaks: ['phrase-varies'],
  mayRedden: {},
  start: fortuneServer({
    ...carefulFortune,
    choose: (phrases) => carefulFortune.choose(phrases.slice(0, 1)),
  }),
};
