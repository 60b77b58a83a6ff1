import { assembled } from './assembly.ts';
import { type Compared, decidingOf } from './deciding.ts';
import { givenOf, givenPython } from './given.ts';
import { lacksOf } from './lacks.ts';
import { outcomesOf } from './outcomes.ts';
import { pythonOctets } from './python.ts';
import type { Script, ScriptParts } from './script.ts';
import { type Step, stepsOf } from './steps.ts';
import { streamPython } from './stream-python.ts';
import { addressOf } from './usage.ts';

/** The script of a failure over TCP: it plays the other side of the program, by the evidence. */
export function streamScript(parts: ScriptParts): Script {
  const { result, target, observations, isRandom } = parts;
  const { evidence } = result;
  const isOfClient = target.role === 'client';
  const outcomes = outcomesOf(evidence, isOfClient);
  const lacks = lacksOf(evidence);
  const hasEnded = target.role === 'server' && evidence.some(({ who, what }) => who === 'iut' && what === 'exit');
  const deciding = decidingOf({ result, observations, lacks, outcomes, hasEnded, isRandom });
  const further = hasEnded ? [{ connection: outcomes.length + 1, action: 'refused', pauseMs: 0 } as const] : [];
  const compared = 'compared' in deciding ? deciding.compared : [];
  const constants = [
    `CLIENT = ${isOfClient ? 'True' : 'False'}`,
    `CONNECTIONS = ${outcomes.length}`,
    ...givenPython(givenOf(evidence)),
    'STEPS = [  # milliseconds to wait, connection, what is done, with what',
    ...[...stepsOf(evidence, isOfClient), ...further].map(stepLine),
    ']',
    'EXPECTED = [  # connection, what counts, octets, their number, end: as sockspec saw it',
    ...compared.map(comparedLine),
    ']',
  ];
  const text = assembled({
    ...{ parts, lacks, constants, isOfClient, place: addressOf(target), python: streamPython },
    undecided: 'undecided' in deciding ? deciding.undecided : '',
    modules: ['atexit', 'json', 'os', 'select', 'shutil', 'socket', 'struct', 'sys', 'tempfile', 'time'],
  });
  return { text, decides: compared.length > 0 };
}

function stepLine({ connection, action, pauseMs, hex, count }: Step): string {
  const value = hex === undefined ? `${count ?? 0}` : pythonOctets(hex);
  return `    (${pauseMs}, ${connection}, "${action}", ${value}),`;
}

function comparedLine({ connection, by, hex, count, end }: Compared): string {
  return `    (${connection}, "${by}", ${pythonOctets(hex)}, ${count}, "${end}"),`;
}
