import { mustBe } from '../../../harness/engine/finding.ts';
import { lettersFor } from '../../../harness/engine/output/showing.ts';
import { shown } from '../../../harness/engine/output/shown.ts';
import {
  besideSilentClients,
  leavesInOrder,
  resetInQueue,
  staysSilent,
} from '../../../harness/engine/server/departures.ts';
import { manyResets, resetInTurn, resetsWithin } from '../../../harness/engine/server/many-resets.ts';
import { often, saidOften } from '../../../harness/engine/server/often.ts';
import type { Peer } from '../../../harness/engine/tester/peer.ts';
import { listenerCases } from '../../listener-cases.ts';
import { portInUseCases } from '../../port-in-use-cases.ts';
import type { LinesCheck } from '../server-facts.ts';
import * as showing from '../server-facts.ts';
import { freshLines, octetsOf } from '../server-facts.ts';

/** How much of a line a client has sent that stays silent then. */
const silences = [
  { label: 'silent', characters: 0 },
  { label: 'within a line', characters: 6 },
];

/** How a client leaves in the middle of a line. */
const departures = [
  { label: 'FIN', leave: (peer: Peer) => peer.endWriting() },
  { label: 'RST', leave: (peer: Peer) => peer.reset() },
];

/** Chapter: clients that leave, stay silent or come in numbers, and the server as a program of its machine. */
export function servingClients(check: LinesCheck): void {
  check('disconnect-mid-line', departures, async (context, { leave }) => {
    const [first = '', second = ''] = freshLines(context, 2);
    await context.peer.send(octetsOf(first), Buffer.from(second));
    await context.peer.taken();

    await leave(context.peer);

    await context.nextClient();
  });

  check('disconnect-mid-line', [{ label: 'FIN within a character' }], async (context) => {
    const [first = '', second = ''] = freshLines(context, 2);
    await context.peer.send(octetsOf(first), Buffer.from(`${second}ö`).subarray(0, -1));

    await context.peer.endWriting();

    await context.nextClient();
  });

  check('disconnect-mid-line', [often], async (context) => {
    await saidOften(context, [showing.partOf(context), Buffer.from('aö').subarray(0, -1)]);
  });

  check('disconnect-mid-line', [manyResets], async (context) => {
    await resetInTurn(context, () => resetsWithin(context, octetsOf(lettersFor(context))));
  });

  check('disconnect-mid-line', [{ label: 'RST of 20 in the queue' }], async (context) => {
    await resetInQueue(context);
  });

  check('serves-one-after-another', [{ label: '10 clients' }], async (context) => {
    mustBe(await showing.oneAfterAnother(context, 10), shown);
  });

  check('serves-one-after-another', departures, async (context, { leave }) => {
    mustBe(await showing.keptApart(context, leave), shown);
  });

  check('serves-one-after-another', [{ label: 'within lines as others leave' }], async (context) => {
    mustBe(await showing.wholeAsOthersLeave(context), shown);
  });

  check('idle-client', silences, async (context, { characters }) => {
    const line = octetsOf(lettersFor(context));
    const peer = await staysSilent(context, line.subarray(0, characters));

    await context.nextClient(Math.max(context.limits.recoveryMs, context.limits.idleMs ?? 0));

    await leavesInOrder(peer, line.subarray(characters), context.limits);
  });

  check('idle-client', [{ label: 'eight, silent' }], async (context) => {
    await besideSilentClients(context);
  });

  portInUseCases(check);

  listenerCases(check, {
    message: showing.lineAndPart,
    borders: showing.borders,
    part: showing.partOf,
    goesOn: (context) => octetsOf(...freshLines(context, 2)),
  });
}
