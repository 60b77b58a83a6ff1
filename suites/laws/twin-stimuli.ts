import type { Description } from '../../harness/contracts/wire.ts';
import { cutAt, octetByOctet } from '../../harness/engine/tester/segments.ts';
import { count } from '../../harness/engine/words.ts';
import { octetsBefore, placeAfter } from './places.ts';
import { type Script, type Spoken, saying } from './script.ts';
import { behindLastSaid, inOneSegment, sessionOf } from './session.ts';
import { changed, cutAfter } from './telling.ts';
import type { Harmed, Shrinking } from './twin.ts';

/** What may be done to a plain exchange without making it another: each can be done to smaller ones, too. */

/** Octets of a message that are sent one by one. */
const SINGLE_OCTETS = 256;

/** A message cut after so many octets. */
export function cutHarm(description: Description, script: Script, spoken: Spoken, cut: number): Harmed {
  const place = placeAfter(spoken, cut);
  const of = harming(spoken.name, (smaller, same) => {
    const at = octetsBefore(same, place);
    return at === undefined ? undefined : cutOnce(description, smaller, same, at);
  });
  return { ...cutOnce(description, script, spoken, cut), smaller: { of } };
}

function cutOnce(description: Description, { acts }: Script, spoken: Spoken, cut: number): Harmed {
  return {
    how: `cut after octet ${cut}`,
    acts: saying(acts, spoken.act, cutAt(spoken.octets, [cut])),
    told: () => cutAfter(description, spoken, cut),
  };
}

/** A message octet by octet. */
export function inSingleOctets(description: Description, message: string): Shrinking {
  const of = harming(message, ({ acts }, spoken) => ({
    how: 'octet by octet',
    acts: saying(acts, spoken.act, octetByOctet(spoken.octets, SINGLE_OCTETS)),
    told: () => changed(description, spoken, spoken.octets),
  }));
  return { of };
}

/** Everything that is said in so many rounds in one segment. */
export function coalesced(rounds: number): Shrinking {
  return {
    rounds,
    of: (context, oracle, exchange) => {
      const plain = sessionOf(context, oracle, exchange.rounds);
      const how = `${count(exchange.rounds, 'round')} in one segment`;
      return {
        said: oracle.script(context).spoken,
        plain,
        harmed: { how, acts: inOneSegment(plain) },
      };
    },
  };
}

/** A FIN right behind the last message of the client. */
export const withFinBehind: Shrinking = {
  of: (context, oracle) => {
    const script = oracle.script(context);
    const { acts, spoken } = script;
    const ended = acts.toSpliced(behindLastSaid(script), 0, { does: 'end writing' });
    return { said: spoken, plain: acts, harmed: { how: 'a FIN behind the last message', acts: ended } };
  },
};

/** So many octets behind the last message of the client. */
export function withSurplus(description: Description, octets: number): Shrinking {
  return {
    size: octets,
    leastSize: 1,
    of: (context, oracle, { size }) => {
      const script = oracle.script(context);
      const said = script.spoken.at(-1);
      if (said === undefined) return undefined;
      const more = Buffer.concat([said.octets, Buffer.from('w'.repeat(size))]);
      const harmed = {
        how: `${size} octets behind it`,
        acts: saying(script.acts, said.act, [more]),
        told: () => changed(description, said, more),
      };
      return { said: script.spoken, plain: script.acts, harmed };
    },
  };
}

/** The plain dialogue with one of its messages harmed; none where that is not said in it, or there is nothing of it to harm. */
function harming(message: string, harm: (script: Script, spoken: Spoken) => Harmed | undefined): Shrinking['of'] {
  return (context, oracle) => {
    const script = oracle.script(context);
    const spoken = script.spoken.find(({ name }) => name === message);
    const harmed = spoken === undefined ? undefined : harm(script, spoken);
    return harmed === undefined ? undefined : { said: script.spoken, plain: script.acts, harmed };
  };
}
