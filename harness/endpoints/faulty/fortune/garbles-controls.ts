import type { Fault } from '../../../contracts/endpoint.ts';
import { carefulFortune, fortuneServer } from '../../fortune-server.ts';

const STRAY = Uint8Array.of(0x01);

/** A stray control octet, as from a length or a terminator that got into the text. */
export const garblesControls: Fault = {
  name: 'garbles-controls',
  endpoint: 'fortune',
  summary: 'puts a control octet after the phrase',
  breaks: ['phrase-is-text', 'phrase-is-whole'],
  mayRedden: {
    'survives-half-close': 'the phrase that is drawn holds a control character',
    'survives-unsolicited-data': 'the same',
    'survives-slow-reader': 'the same',
  },
  start: fortuneServer({
    ...carefulFortune,
    choose: (phrases) => Buffer.concat([carefulFortune.choose(phrases), STRAY]),
  }),
};
