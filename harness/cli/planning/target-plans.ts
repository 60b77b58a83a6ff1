import { stat } from 'node:fs/promises';
import { parse, resolve } from 'node:path';
import { type SuiteRow, suiteAt, suites } from '../../../suites/index.ts';
import { isOwnAddress } from '../../addresses/interfaces.ts';
import { errorText, UsageError } from '../../contracts/errors.ts';
import type { TargetInterface, TargetMeans, TargetPlan } from '../../contracts/plan.ts';
import type { ProfileTarget } from '../../contracts/profile.ts';
import { commandWords, mentions, type Placeholders } from '../../processes/command-line.ts';
import { isSameFile } from '../../processes/removal.ts';
import { isOneWay } from '../../protocols/wire/one-way.ts';
import { parseAddress } from '../../targets/address.ts';
import { placesOfFolder } from '../../targets/exec-plan.ts';
import { didYouMean } from '../../text/nearest.ts';
import { shellQuoted } from '../../text/quoting.ts';
import { isInCatalogue } from '../files/protocols.ts';
import { BUILT_IN_CAPTURES, captureMeans, captureText, checkNoCaptures, FRAMES_SUITE } from './capture-plans.ts';
import { limitWords } from './declared-limits.ts';
import { checkCommand, checkPlace, placeOf } from './exec-place.ts';
import { groupValue } from './flag-values.ts';
import { chooseInterface, namedInterface } from './interface.ts';
import { databaseReader, type ReadDatabase } from './phrases.ts';
import { allReferences, faultNames } from './references.ts';
import { ownFolder } from './sandboxes.ts';
import { targetWords } from './target-keys.ts';

/** The port of every endpoint (suites/README.md, "Wire formats"), for a command that does not say another. */
const DEFAULT_PORT = 54_321;

/** Turns a declared target into what a worker is given; everything about it is checked before anything runs. */
export async function planTarget(
  target: ProfileTarget,
  number: number,
  readDatabase: ReadDatabase = databaseReader(),
): Promise<TargetPlan> {
  const where = target.name ?? `target ${number}`;
  checkSuite(`${where}: expected a suite`, target.suite);
  const suite = suiteAt(target.suite);
  const means = await meansOf(target, where);
  checkOperator(target, where);
  checkAddress(target, where);
  const {
    phrases,
    ends,
    store,
    fetch,
    output,
    show,
    incomplete,
    input,
    operator,
    limits = {},
    capabilities = {},
  } = target;
  for (const key of ['ready', 'show', 'incomplete'] as const) checkPattern(`${where}: --${key}`, target[key]);
  if (store !== undefined) await checkFolder(where, store);
  await checkPlace(target, where);
  if (fetch !== undefined) checkCommand(`${where}: --fetch`, fetch, { name: '', file: '' });
  if (output !== undefined) checkCommand(`${where}: --output`, output, {});
  const group = groupValue('--group', target.group, where);
  return {
    name: target.name ?? describe(means),
    suite: target.suite,
    role: suite.role,
    transport: suite.transport,
    means,
    ...(suite.described === undefined ? {} : { described: suite.described }),
    ...(suite.file === undefined ? {} : { suiteFile: suite.file }),
    limits,
    capabilities,
    ...versionOf(target, means, where),
    reproduce: [
      targetWords(target),
      ...(means.kind === 'reference' ? [] : limitWords(limits)),
      ...suiteWords(suite),
    ].join(' '),
    ...(phrases === undefined ? {} : { phrases: await readDatabase(where, phrases, ends) }),
    ...(ends === undefined ? {} : { ends }),
    // A program that is launched elsewhere is to find it, too.
    ...(store === undefined ? {} : { store: resolve(store) }),
    ...(store !== undefined && output === undefined && isLookedFor(suite) ? { looksInStore: true } : {}),
    ...(fetch === undefined ? {} : { fetch }),
    ...(output === undefined ? {} : { output }),
    ...(show === undefined ? {} : { show }),
    ...(incomplete === undefined ? {} : { incomplete }),
    ...(group === undefined ? {} : { group }),
    ...(speaksDatagrams(target.suite) ? { interface: await interfaceFor(target, where) } : {}),
    ...(input === undefined ? {} : { input }),
    ...(operator === undefined ? {} : { operator }),
  };
}

/** The word of the user wins over the command: it may be that of a flag. */
function versionOf({ iutVersion, version: command }: ProfileTarget, means: TargetMeans, where: string) {
  if (command !== undefined)
    checkCommand(`${where}: version`, command, means.kind === 'exec' ? placesOfFolder(means) : {});
  if (iutVersion !== undefined) return { version: { text: iutVersion } };
  return command === undefined ? {} : { version: { command } };
}

/** The words that have the suite known again. */
function suiteWords({ file, described }: SuiteRow): readonly string[] {
  if (file !== undefined) return [`--suite ${shellQuoted(file)}`];
  return described === undefined || isInCatalogue(described.file) ? [] : [`--protocol ${shellQuoted(described.file)}`];
}

/** A misspelt suite would leave its target out of the run. */
export function checkSuite(expected: string, suite: string): void {
  if (suites.some(({ path }) => path === suite)) return;
  const known = suites.map(({ path }) => path);
  throw new UsageError(`${expected} (${known.join(', ')}), found ${JSON.stringify(suite)}${didYouMean(suite, known)}`);
}

async function meansOf(target: ProfileTarget, where: string): Promise<TargetMeans> {
  if (target.suite === FRAMES_SUITE) return captureMeans(target, where);
  checkNoCaptures(target, where);
  const { exec, reference, fault, listen, tty } = target;
  for (const key of ['cwd', 'folder', 'build'] as const)
    if (target[key] !== undefined && exec === undefined)
      throw new UsageError(`${where}: expected --${key} with --exec, found no program to be launched`);
  if (tty === true && exec === undefined)
    throw new UsageError(`${where}: expected --tty with --exec, found no program to be launched`);
  if (target.sandbox === true && exec === undefined)
    throw new UsageError(`${where}: expected --sandbox with --exec, found no program to be launched`);
  if (reference !== undefined) return referenceMeans(target, reference, fault, where);
  if (fault !== undefined) throw new UsageError(`${where}: expected --fault together with --reference`);
  if (
    target.interface !== undefined &&
    !speaksDatagrams(target.suite) &&
    (exec === undefined || !isClient(target.suite))
  )
    throw new UsageError(
      `${where}: expected --interface with a suite of datagrams, or with --exec and a suite of clients, found ${target.suite}`,
    );
  if (listen !== undefined) return listenMeans(target, listen, where);
  if (exec !== undefined) return execMeans(target, exec, where);
  if (target.target === undefined)
    throw new UsageError(`${where}: expected one of target, exec, listen, reference, found none`);
  return { kind: 'address', ...parseAddress(target.target) };
}

async function referenceMeans(
  { suite }: ProfileTarget,
  endpoint: string,
  fault: string | undefined,
  where: string,
): Promise<TargetMeans> {
  const known = allReferences().filter((reference) => reference.suite === suite);
  const named = known.find((reference) => reference.name === endpoint);
  if (named === undefined) {
    const names = known.map((reference) => reference.name);
    throw new UsageError(
      `${where}: expected a reference endpoint of ${suite} (${names.join(', ')}), found ${endpoint}${didYouMean(endpoint, names)}`,
    );
  }
  if (fault !== undefined) {
    const faults = await faultNames(named);
    if (!faults.includes(fault))
      throw new UsageError(
        `${where}: expected a fault of ${endpoint} (${faults.join(', ')}), found ${fault}${didYouMean(fault, faults)}`,
      );
  }
  return { kind: 'reference', endpoint, ...(fault === undefined ? {} : { fault }) };
}

/** A command without `{port}` listens where `target` says, or on the port of every endpoint. */
function execMeans(target: ProfileTarget, command: string, where: string): Extract<TargetMeans, { kind: 'exec' }> {
  const { host, port } =
    target.target === undefined ? { host: '127.0.0.1', port: DEFAULT_PORT } : parseAddress(target.target);
  const place = placeOf(target, where);
  const places = { ...placesOf(target.suite), ...placesOfFolder(place) };
  checkCommand(`${where}: --exec`, command, places);
  return {
    kind: 'exec',
    command,
    host,
    ...place,
    env: target.env ?? {},
    tty: target.tty ?? false,
    ...(target.sandbox === true
      ? { sandbox: ownFolder(commandWords(command, places), target, where, place.folder ?? place.cwd) }
      : {}),
    ...(mentions(command, 'port') || isClient(target.suite) ? {} : { port }),
    ...(target.interface === undefined || !isClient(target.suite)
      ? {}
      : { listenOn: namedInterface(target.interface).address }),
    ...(target.ready === undefined ? {} : { ready: target.ready }),
  };
}

/** The placeholders that a command of a suite may have. */
export function placesOf(suite: string): Placeholders {
  return Object.fromEntries(suiteAt(suite).places.map((place) => [place, '']));
}

/** Multicast and broadcast always name their interface. */
async function interfaceFor({ interface: named, suite }: ProfileTarget, where: string): Promise<TargetInterface> {
  const { name, address, prefix } = await chooseInterface(named, `${where} (${suite})`);
  return { name, address, prefix };
}

/** Whether a suite judges senders or receivers of datagrams. */
export function speaksDatagrams(suite: string): boolean {
  return ['multicast', 'broadcast'].includes(suiteAt(suite).transport);
}

/** The harness listens there for a client of which it has no more than the connection. */
function listenMeans(target: ProfileTarget, listen: string, where: string): TargetMeans {
  if (!isClient(target.suite) && suiteAt(target.suite).role !== 'sender')
    throw new UsageError(`${where}: expected --listen with a suite of clients or senders, found ${target.suite}`);
  const { exec } = target;
  const others = exec === undefined ? (['target', 'input'] as const) : (['target', 'interface'] as const);
  for (const key of others) {
    if (target[key] === undefined) continue;
    throw new UsageError(`${where}: expected --listen without --${key}, found ${JSON.stringify(target[key])}`);
  }
  return exec === undefined ? { kind: 'listen', ...parseAddress(listen) } : builtInMeans(target, exec, listen, where);
}

/** A client whose address is built in is launched, and finds the harness there. */
function builtInMeans(target: ProfileTarget, exec: string, listen: string, where: string): TargetMeans {
  if (!isClient(target.suite) || mentions(exec, 'port'))
    throw new UsageError(
      `${where}: expected --listen with --exec for a client whose address is built in, found ${isClient(target.suite) ? `{port} in ${JSON.stringify(exec)}` : target.suite}`,
    );
  const { host, port } = parseAddress(/^\d+$/.test(listen) ? `127.0.0.1:${listen}` : listen);
  return { ...execMeans(target, exec, where), port, listenOn: host };
}

/** A server is judged by dozens of texts and files, exactly: more than a person can compare by eye; a sender by what arrives. */
function checkOperator({ suite, operator }: ProfileTarget, where: string): void {
  const { role } = suiteAt(suite);
  if (operator !== true || role === 'client' || role === 'receiver') return;
  const instead =
    role === 'sender'
      ? 'what a sender does is seen by what arrives'
      : 'what a server shows is seen by --output COMMAND, what it stores by --store DIR or --fetch COMMAND';
  throw new UsageError(
    `${where}: expected --operator with a suite of clients or receivers, found ${suite}: ${instead}`,
  );
}

/**
 * A client has no address, and a server of this machine that is launched is told its port. `--target` beside `--exec` says
 * where a program listens that cannot be told, or that runs at an address of another host.
 */
function checkAddress({ suite, target, exec, listen }: ProfileTarget, where: string): void {
  if (target === undefined) return;
  const found = `found --target ${JSON.stringify(target)}`;
  if (isClient(suite) && listen === undefined)
    throw new UsageError(`${where}: expected --exec or --listen with a suite of clients, ${found}`);
  const isTold = exec !== undefined && mentions(exec, 'port') && suiteAt(suite).role === 'server';
  if (isTold && isHere(parseAddress(target).host))
    throw new UsageError(
      `${where}: expected --target, of a server that runs already, or --exec with {port}, which is told a port, ${found} and --exec`,
    );
}

function isHere(host: string): boolean {
  return host === 'localhost' || host === '::1' || isOwnAddress(host);
}

function isClient(suite: string): boolean {
  return suiteAt(suite).role === 'client';
}

function checkPattern(where: string, pattern: string | undefined): void {
  if (pattern === undefined) return;
  try {
    new RegExp(pattern, 'gm');
  } catch (error) {
    throw new UsageError(
      `${where}: expected a regular expression, found ${JSON.stringify(pattern)}: ${errorText(error)}`,
    );
  }
}

function describe(means: TargetMeans): string {
  switch (means.kind) {
    case 'address':
      return `${means.host}:${means.port}`;
    case 'listen':
      return `listening on ${means.host}:${means.port}`;
    case 'exec':
      return means.command;
    case 'reference':
      return referenceText(means.endpoint, means.fault);
    case 'capture':
      return means.builtIn ? referenceText(BUILT_IN_CAPTURES, means.fault) : captureText(means);
  }
}

function referenceText(name: string, fault: string | undefined): string {
  return `reference ${name}${fault === undefined ? '' : ` with fault ${fault}`}`;
}

/** A server that answers nothing is judged by what it shows, or stores. */
function isLookedFor({ role, description }: SuiteRow): boolean {
  return role === 'server' && description !== undefined && isOneWay(description);
}

async function checkFolder(where: string, folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  // What is new there is looked for in its whole tree, and removed.
  const isTop = found !== undefined && isSameFile(found, await stat(parse(resolve(folder)).root));
  if (isTop) throw new UsageError(`${where}: expected --store to be a folder of its own, found ${folder}`);
  if (found?.isDirectory() === true) return;
  throw new UsageError(
    `${where}: expected --store to be a folder, found ${found === undefined ? 'nothing' : 'a file'} at ${folder}`,
  );
}
