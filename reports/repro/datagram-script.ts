import type { Evidence } from '../../harness/contracts/run.ts';
import { assembled } from './assembly.ts';
import { datagramPython } from './datagram-python.ts';
import { answersOf, type DatagramStep, datagramSteps, firstDestination } from './datagrams.ts';
import { lacksOf } from './lacks.ts';
import { pythonOctets, pythonText } from './python.ts';
import type { Script, ScriptParts } from './script.ts';
import { SAYS_OTHERS, uncertainStimulus, unseenOnWire } from './undecided.ts';
import { addressOf, type Place } from './usage.ts';

/** The script of a failure over UDP: it sends the datagrams of the evidence, or hears a client and answers it with them. */
export function datagramScript(parts: ScriptParts): Script {
  const { result, target } = parts;
  const { evidence } = result;
  const isOfClient = target.role === 'client' || target.role === 'sender';
  const lacks = lacksOf(evidence);
  const answers = isOfClient ? undefined : answersOf(evidence);
  const undecided = undecidedOf(parts, lacks, answers);
  const expected = undecided === '' ? [...(answers ?? [])] : [];
  const group = target.role === 'sender' ? groupOf(evidence) : undefined;
  const constants = [
    `HEARS = ${isOfClient ? 'True' : 'False'}`,
    `GROUP = ${group === undefined ? 'False' : 'True'}`,
    'STEPS = [  # milliseconds to wait, what is done, which socket, another address, with what',
    ...datagramSteps(evidence).map(stepLine),
    ']',
    'EXPECTED = [  # socket, the datagrams that came to it: as sockspec saw it',
    ...expected.map(([socket, all]) => `    (${socket}, [${all.map(pythonOctets).join(', ')}]),`),
    ']',
  ];
  const text = assembled({
    ...{ parts, lacks, constants, isOfClient, undecided, place: placeOf(parts), python: datagramPython },
    modules: ['select', 'socket', 'sys', 'time'],
  });
  return { text, decides: expected.length > 0 };
}

/** Why no octet tells whether the failure is seen again; empty where the answers do. */
function undecidedOf(
  { result, target, observations, isRandom }: ScriptParts,
  lacks: readonly string[],
  answers: ReturnType<typeof answersOf>,
): string {
  const uncertain = uncertainStimulus(result, lacks);
  if (uncertain !== undefined) return uncertain;
  if (target.role !== 'server') return 'what counts is what the program does besides';
  const unseen = unseenOnWire(observations);
  if (unseen !== undefined) return unseen;
  if (answers === undefined || answers.size === 0) return 'not only what came counts, but where it came from';
  return isRandom && [...answers.values()].some((all) => all.length > 0) ? SAYS_OTHERS : '';
}

function stepLine({ pauseMs, action, socket, elsewhere, hex, count }: DatagramStep): string {
  const value = action === 'sends' ? pythonOctets(hex) : `${count}`;
  return `    (${pauseMs}, "${action}", ${socket}, ${pythonText(elsewhere)}, ${value}),`;
}

/** A group, or a broadcast address, is where the run sent to; a program that asks and answers has the port of its launch. */
function placeOf({ result, target }: ScriptParts): Place {
  const sent = firstDestination(result.evidence);
  if (target.role === 'receiver' && sent !== undefined) return sent;
  const group = target.role === 'sender' ? groupOf(result.evidence) : undefined;
  return group === undefined ? addressOf(target) : { host: group, port: undefined };
}

/** The group that datagrams of a sender went to. */
function groupOf(evidence: readonly Evidence[]): string | undefined {
  const to = evidence.flatMap(({ text = '' }) => /^to (2(?:2[4-9]|3\d)\.[\d.]+), from /.exec(text)?.[1] ?? []);
  return to[0];
}
