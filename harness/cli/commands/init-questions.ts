import { stat } from 'node:fs/promises';
import { type SuiteRow, suiteAt, suites } from '../../../suites/index.ts';
import { listInterfaces } from '../../addresses/interfaces.ts';
import { UsageError } from '../../contracts/errors.ts';
import type { ProfileTarget } from '../../contracts/profile.ts';
import { commandWords } from '../../processes/command-line.ts';
import { parseAddress } from '../../targets/address.ts';
import { checkCapture } from '../files/capture-file.ts';
import { FRAMES_SUITE } from '../planning/capture-plans.ts';
import { declaredValues } from '../planning/declared-values.ts';
import { askForInterface, namedInterface } from '../planning/interface.ts';
import { placesOf, speaksDatagrams } from '../planning/target-plans.ts';
import { type Choice, choose } from '../terminal/menu.ts';
import type { Questions } from '../terminal/questions.ts';
import type { ProfileAnswers } from './profile-answers.ts';

/** Asks for all that the flags left open. */
export async function askForProfile(
  given: ProfileAnswers,
  questions: Questions,
  defaultFile: string,
): Promise<ProfileAnswers> {
  const { ask } = questions;
  const suite = given.target.suite ?? (await choose('Suites', suites.map(suiteChoice), questions));
  const { role } = suiteAt(suite);
  const isClient = role === 'client';
  const isStarted = isClient || role === 'sender';
  let target: ProfileTarget = { ...given.target, suite };
  if (suite === FRAMES_SUITE) return withFile(given, await askForCapture(target, ask), ask, defaultFile);

  if (target.target === undefined && target.exec === undefined && target.listen === undefined) {
    const how = await choose('How it is reached', isStarted ? [exec, listen] : [address, exec], questions);
    if (how === 'exec') {
      const question = `Command, with ${usualPlaces[role] ?? ''} where they go`;
      target = { ...target, exec: await ask(question, (text) => commandWords(text, placesOf(suite))) };
    } else if (how === 'listen') {
      target = { ...target, listen: await ask('Address to listen on, HOST:PORT', parseAddress, '0.0.0.0:54321') };
    } else target = { ...target, target: await ask('Address, HOST:PORT', parseAddress) };
  }
  if (target.interface === undefined && speaksDatagrams(suite)) {
    const chosen = await askForInterface(listInterfaces(), suite, questions);
    // An interface may have several addresses: this one alone tells them apart.
    target = {
      ...target,
      interface: namedInterface(chosen.name).address === chosen.address ? chosen.name : chosen.address,
    };
  }
  if (suite === 'upload/server' && target.store === undefined)
    target = { ...target, ...keyed('store', await ask('Folder where its files land (empty for none)', folder, '')) };
  if (target.exec === undefined && target.output === undefined) {
    const question = 'Command that prints what it prints (empty for none)';
    target = { ...target, ...keyed('output', await ask(question, (text) => commandWords(`true ${text}`, {}), '')) };
  }
  if (isClient && target.operator === undefined && target.output === undefined) {
    const answer = await ask('Does a person say what its screen shows (y or n)', oneOf(['y', 'n']), 'n');
    if (answer === 'y') target = { ...target, operator: true };
  }
  if (suite === 'fortune/server' && target.phrases === undefined)
    target = {
      ...target,
      ...keyed('phrases', await ask('File of its phrases, one a line (empty for none)', plainFile, '')),
    };

  return withFile(given, target, ask, defaultFile);
}

type Ask = Questions['ask'];

async function withFile(
  given: ProfileAnswers,
  target: ProfileTarget,
  ask: Ask,
  defaultFile: string,
): Promise<ProfileAnswers> {
  const file = given.file ?? (await ask('File to write', oneOfEndings, defaultFile));
  return { target, file, force: given.force || (await mayReplace(file, ask)) };
}

/** One capture and one prefix: whoever has more adds them to the lists. */
async function askForCapture(target: ProfileTarget, ask: Ask): Promise<ProfileTarget> {
  const captures = target.captures ?? [
    await ask('Capture, a pcap or pcapng file', (text) => checkCapture('Capture', text)),
  ];
  if (target.nets !== undefined) return { ...target, captures };
  const net = await ask('Prefix attached to its link, as 192.168.1.0/24 (empty for none)', checkNet, '');
  return { ...target, captures, ...(net === '' ? {} : { nets: [net] }) };
}

function checkNet(answer: string): void {
  if (answer !== '') declaredValues([], [answer]);
}

/** The placeholders that a command of a role usually needs. */
const usualPlaces: Readonly<Record<string, string>> = {
  server: '{host} {port} {dir}',
  client: '{host} {port} {file}',
  receiver: '{group} {port} {address}',
  sender: '{destination} {port} {address}',
};

function suiteChoice({ path, role, transport }: SuiteRow): Choice<string> {
  const judged =
    role === ''
      ? 'captures'
      : `a ${role} over ${transport === 'tcp' || transport === 'udp' ? transport.toUpperCase() : transport}`;
  return { value: path, names: [path], columns: [path, judged] };
}

type Means = 'address' | 'exec' | 'listen';

function meansChoice(value: Means, meaning: string): Choice<Means> {
  return { value, names: [value], columns: [value, meaning] };
}

const address = meansChoice('address', 'it runs already');
const exec = meansChoice('exec', 'a command launches it');
const listen = meansChoice('listen', 'somebody starts it elsewhere');

function oneOf(values: readonly string[]): (answer: string) => void {
  return (answer) => {
    if (!values.includes(answer))
      throw new UsageError(`expected ${values.join(' or ')}, found ${JSON.stringify(answer)}`);
  };
}

function oneOfEndings(answer: string): void {
  if (!/\.(json|ya?ml)$/.test(answer))
    throw new UsageError(`expected a name that ends in .json, .yaml or .yml, found ${JSON.stringify(answer)}`);
}

async function folder(answer: string): Promise<void> {
  if (answer === '' || (await stat(answer).catch(() => undefined))?.isDirectory()) return;
  throw new UsageError(`expected a folder, found ${JSON.stringify(answer)}`);
}

async function plainFile(answer: string): Promise<void> {
  if (answer === '' || (await stat(answer).catch(() => undefined))?.isFile()) return;
  throw new UsageError(`expected a file, found ${JSON.stringify(answer)}`);
}

function keyed(key: 'store' | 'output' | 'phrases', value: string): Partial<ProfileTarget> {
  return value === '' ? {} : { [key]: value };
}

/** Without a yes nothing is replaced. */
async function mayReplace(file: string, ask: Ask): Promise<boolean> {
  if ((await stat(file).catch(() => undefined)) === undefined) return false;
  const answer = await ask(`${file} is there already. Replace it (y or n)`, oneOf(['y', 'n']), 'n');
  if (answer === 'y') return true;
  throw new UsageError(`--file: ${file} is there already; nothing was written`);
}
