import { interfaceNamed, listInterfaces, type NetworkInterface } from '../../addresses/interfaces.ts';
import { UsageError } from '../../contracts/errors.ts';
import { terminalLine } from '../../text/visible.ts';
import { choose } from '../terminal/menu.ts';
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
    return await askForInterface(choices, what, questions);
  } finally {
    questions.close();
  }
}

/** Asks which of these interfaces is meant. Throws a UsageError at the end of the input. */
export function askForInterface(
  interfaces: readonly NetworkInterface[],
  what: string,
  questions: Questions,
): Promise<NetworkInterface> {
  const choices = interfaces.map((value) => {
    const { name, address, mask, loopback } = value;
    const columns = [terminalLine(name), address, mask, loopback ? 'this machine alone' : ''];
    return { value, names: [address, name], columns };
  });
  return choose(`Interfaces for ${what}`, choices, questions, ['name', 'address']);
}

function listed(interfaces: readonly NetworkInterface[]): string {
  const texts = interfaces.map(({ name, address }) => `${name} (${address})`);
  return texts.length === 0 ? 'of which there is none' : texts.join(' or ');
}
