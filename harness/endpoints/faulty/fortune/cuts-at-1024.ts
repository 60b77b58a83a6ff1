import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';

/** One buffer, one write, whatever the length of the phrase. */
export const cutsAt1024: Fault = {
  name: 'cuts-at-1024',
  endpoint: 'fortune',
  summary: 'sends at most 1024 octets of a phrase',
  breaks: ['phrase-is-whole'],
  mayRedden: {
    'survives-slow-reader': 'the phrase that is drawn is longer than 1,024 octets',
    'survives-half-close': 'the same',
    'survives-unsolicited-data': 'the same',
  },
  start: fortuneServer({
    ...carefulFortune,
    choose: (phrases) => carefulFortune.choose(phrases).subarray(0, 1024),
  }),
};
