import { applicableIf, mustBe } from '../../harness/engine/finding.ts';
import { rests } from '../../harness/engine/processor.ts';
import { activeFact, staysConnected } from '../../harness/engine/server/activity.ts';
import {
  besideSilentClients,
  endedInTime,
  idleFact,
  leavesInOrder,
  meanwhile,
  staysSilent,
} from '../../harness/engine/server/departures.ts';
import { inFours, leftOpenFact, nothingLeft } from '../../harness/engine/server/leavings.ts';
import { served } from '../../harness/engine/server/next-client.ts';
import { restsFact } from '../../harness/engine/server/resting.ts';
import { notText } from './broken-fields.ts';
import { drip, givenUp, lateFact, totalFact } from './dripping.ts';
import { lacks, type ServerChapter } from './server-chapter.ts';
import { inRounds } from './speaking-on.ts';

/** Laws about what clients cost that are gone, or do nothing. */
export function idlenessLaws({ oracle, sample, messages, part, rest, check, each }: ServerChapter): void {
  check('rests', async (context) => {
    const allButLast = sample.spoken[0]?.octets.subarray(0, -1) ?? new Uint8Array();
    const half = part === undefined ? [] : [part];
    const fronts = allButLast.length > (part?.length ?? 0) ? [...half, allButLast] : half;
    mustBe(await restsFact(context, ...fronts.map((front) => () => front)), rests);
  });

  check('leaves-nothing-open', async (context) => {
    const [first] = sample.spoken;
    const whole = first === undefined ? part : notText(first);
    const said =
      part === undefined || whole === undefined
        ? undefined
        : inFours(
            () => part,
            () => whole,
          );
    mustBe(await leftOpenFact(context, said), nothingLeft);
  });

  const nothing = new Uint8Array();
  const silent = [
    { label: 'silent', said: nothing, unsaid: nothing },
    { label: 'half a message', said: part, unsaid: rest },
  ];
  check('idle-client', silent, async (context, { said, unsaid }) => {
    applicableIf(said !== undefined, lacks.message);
    const peer = await staysSilent(context, said ?? nothing);

    await context.nextClient(meanwhile(context.limits));

    await leavesInOrder(peer, unsaid ?? nothing, context.limits);
  });

  check('idle-client', [{ label: 'eight, silent' }], async (context) => {
    await besideSilentClients(context);
  });

  check('ends-idle-client', async (context) => {
    applicableIf(part !== undefined, lacks.message);
    mustBe(await idleFact(context), endedInTime);
  });

  if (sample.round !== undefined)
    check('ends-idle-client', [{ label: 'not one that goes on speaking' }], async (context) => {
      mustBe(await activeFact(context, inRounds(context, oracle)), staysConnected);
    });

  const once = messages.slice(0, 1);
  each(
    'drip',
    once.map(() => ({ label: '4 octets' })),
    lacks.message,
    async (context) => {
      mustBe(await drip(context, oracle), served);
    },
  );

  each(
    'drip',
    once.map(() => ({ label: 'for ever' })),
    lacks.message,
    async (context) => {
      mustBe(await totalFact(context, oracle), givenUp);
    },
  );

  each(
    'drip',
    once.map(() => ({ label: 'that begins late' })),
    lacks.message,
    async (context) => {
      const { seen, expected } = await lateFact(context, oracle);
      mustBe(seen, expected, 'a message that begins late');
    },
  );
}
