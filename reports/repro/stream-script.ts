import { type Compared, decidingOf } from './deciding.ts';
import { givenOf, givenPython } from './given.ts';
import { scriptHead, toldLines } from './head.ts';
import { lacksOf } from './lacks.ts';
import { outcomesOf } from './outcomes.ts';
import { pythonOctets, pythonText } from './python.ts';
import { limitOf, type Script, type ScriptParts, sentence } from './script.ts';
import { type Step, stepsOf } from './steps.ts';
import { streamPython } from './stream-python.ts';
import { addressOf, argumentsPython, startOf, statusLines } from './usage.ts';

/** The script of a failure over TCP: it plays the other side of the program, by the evidence. */
export function streamScript(parts: ScriptParts): Script {
  const { result, target, observations, isRandom } = parts;
  const { evidence } = result;
  const isOfClient = target.role === 'client';
  const outcomes = outcomesOf(evidence, isOfClient);
  const lacks = lacksOf(evidence);
  const deciding = decidingOf({ result, observations, lacks, outcomes, isRandom });
  const compared = 'compared' in deciding ? deciding.compared : [];
  const undecided = 'undecided' in deciding ? deciding.undecided : '';
  const place = addressOf(target);
  const body = [
    `CLIENT = ${isOfClient ? 'True' : 'False'}`,
    `START = ${pythonText(startOf(target))}`,
    `LIMIT = ${limitOf(result)}  # seconds without an event that count as silence`,
    'PATIENCE = 60  # seconds in which a client is to be started',
    `CONNECTIONS = ${outcomes.length}`,
    `UNDECIDED = ${pythonText(sentence(undecided))}`,
    ...givenPython(givenOf(evidence)),
    'TOLD = [',
    ...[...toldLines(result), ...lacks].map((text) => `    ${pythonText(text)},`),
    ']',
    'STEPS = [  # milliseconds to wait, connection, what is done, with what',
    ...stepsOf(evidence, isOfClient).map(stepLine),
    ']',
    'EXPECTED = [  # connection, what counts, octets, their number, end: as sockspec saw it',
    ...compared.map(comparedLine),
    ']',
    '',
    '',
    argumentsPython(place, isOfClient),
  ].join('\n');
  const usage = [...statusLines(target, place, undecided), ...lacks];
  const head = scriptHead({ ...parts, usage }, ['json', 'os', 'select', 'socket', 'struct', 'sys', 'tempfile', 'time']);
  return { text: `${head}\n${body}${streamPython}`, decides: compared.length > 0 };
}

function stepLine({ connection, action, pauseMs, hex, count }: Step): string {
  const value = hex === undefined ? `${count ?? 0}` : pythonOctets(hex);
  return `    (${pauseMs}, ${connection}, "${action}", ${value}),`;
}

function comparedLine({ connection, by, hex, count, end }: Compared): string {
  return `    (${connection}, "${by}", ${pythonOctets(hex)}, ${count}, "${end}"),`;
}
