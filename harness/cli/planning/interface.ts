import { interfaceNamed, listInterfaces, type NetworkInterface } from '../../addresses/interfaces.ts';
import { UsageError } from '../../contracts/errors.ts';
import { terminalLine } from '../../text/visible.ts';
import { plainTable } from '../terminal/plain-table.ts';
import { say } from '../terminal/print.ts';
import { openQuestions, type Questions } from '../terminal/questions.ts';

/**
 * The interface that a command uses for `what`, e.g. "the multicast receiver" (suites/README.md, "Interface
 * selection"): the one that the flag names, else the only candidate, else the one that a person at the terminal picks.
 * Loopback is a candidate too: nothing leaves this machine by an interface that nobody has named. Throws a UsageError.
 */
export async function chooseInterface(flag: string | undefined, what: string): Promise<NetworkInterface> {
  if (flag !== undefined) return namedInterface(flag);
  const candidates = listInterfaces();
  const [only, ...others] = candidates;
  if (only === undefined)
    throw new UsageError(`${what} needs an interface that is up and has an IPv4 address: found none`);
  if (others.length === 0) return only;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new UsageError(
      `expected --interface for ${what}: ${listed(candidates)}; found none, and no terminal to ask on`,
    );
  asked ??= askOnce(candidates, what);
  return asked;
}

/** The interface that the value of `--interface` means: a name or an IPv4 address. Throws a UsageError with those there are. */
export function namedInterface(text: string): NetworkInterface {
  const found = interfaceNamed(text);
  if (found !== undefined) return found;
  throw new UsageError(
    `expected --interface to be an interface that is up, ${listed(listInterfaces())}, found ${JSON.stringify(text)}`,
  );
}

/** The answer of this process: a person is asked once, whatever number of targets need an interface. */
let asked: Promise<NetworkInterface> | undefined;

async function askOnce(choices: readonly NetworkInterface[], what: string): Promise<NetworkInterface> {
  const questions = openQuestions('no interface was chosen');
  try {
    return await askFor(choices, what, questions);
  } finally {
    questions.close();
  }
}

async function askFor(
  choices: readonly NetworkInterface[],
  what: string,
  { ask }: Questions,
): Promise<NetworkInterface> {
  say(`Interfaces for ${what}:\n${menu(choices)}`);
  const answer = await ask('Which one (number, name or address)', (text) => chosen(choices, text));
  return chosen(choices, answer);
}

function chosen(choices: readonly NetworkInterface[], answer: string): NetworkInterface {
  const found =
    choices.find((_, index) => String(index + 1) === answer) ??
    choices.find(({ address }) => address === answer) ??
    choices.find(({ name }) => name === answer);
  if (found !== undefined) return found;
  throw new UsageError(
    `expected a number from 1 to ${choices.length}, a name or an address, found ${JSON.stringify(answer)}`,
  );
}

/** A numbered line an interface: name, address, mask. */
function menu(choices: readonly NetworkInterface[]): string {
  return plainTable(
    choices.map(({ name, address, mask, loopback }, index) => [
      `  ${index + 1})`,
      terminalLine(name),
      address,
      mask,
      loopback ? 'this machine alone' : '',
    ]),
  );
}

function listed(interfaces: readonly NetworkInterface[]): string {
  const texts = interfaces.map(({ name, address }) => `${name} (${address})`);
  return texts.length === 0 ? 'of which there is none' : texts.join(' or ');
}
