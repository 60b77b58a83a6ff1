import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode, errorText } from '../contracts/errors.ts';
import type { Remark } from '../contracts/machine.ts';

/**
 * How long a look-up may take, in milliseconds: the default resolve limit of a profile (suites/README.md, "Decisions
 * about connect").
 */
const RESOLVE_MS = 15_000;

/** A label over 63 octets (RFC 1035 §2.3.4): no name of the DNS, so that nobody is asked for it. */
const TOO_LONG = 'x'.repeat(64);

const unknownNames = {
  rows: ['connect/client/reports-address-error', 'connect/client/tells-errors-apart'],
  become: 'inconclusive',
} as const;

/** How names are resolved. Only with `ask` is a query sent; without it only what this machine knows by itself is looked up. */
export async function nameRemarks(ask: boolean): Promise<readonly Remark[]> {
  return Promise.all([impossibleName(), unknownName(ask), localhost(ask)]);
}

/** How many addresses `localhost` has; untried where the hosts file does not tell and nobody may be asked. */
export async function localhost(ask: boolean): Promise<Remark> {
  const about = 'localhost';
  const isKnownHere = await isInHostsFile();
  if (!ask && !isKnownHere)
    return {
      about,
      state: 'untried',
      says: 'the hosts file does not name localhost; a look-up may leave this machine',
      mend: '--names',
    };
  const { addresses, failure } = await (isKnownHere ? lookUpHere('localhost') : lookUp('localhost'));
  if (addresses.length > 1) return { about, state: 'works', says: `has the addresses ${addresses.join(' and ')}` };
  const says = addresses.length === 0 ? `does not resolve: ${failure}` : `has one address, ${addresses.join('')}`;
  const effect = { rows: ['connect/client/tries-every-address'], become: 'inconclusive' } as const;
  return { about, state: 'lacking', says, mend: 'add the line "::1 localhost" to the hosts file', effect };
}

async function impossibleName(): Promise<Remark> {
  const about = 'impossible names';
  const { addresses, failure } = await lookUp(TOO_LONG);
  if (failure !== undefined && failure !== LATE)
    return { about, state: 'works', says: `a label of 64 octets fails with ${failure}, and nobody is asked for it` };
  const says = `a label of 64 octets ${failure === LATE ? `is still looked up after ${RESOLVE_MS} ms` : `has the address ${addresses.join(' and ')}`}`;
  return {
    about,
    state: 'lacking',
    says,
    mend: 'look at the resolver: hosts in /etc/nsswitch.conf',
    effect: unknownNames,
  };
}

async function unknownName(ask: boolean): Promise<Remark> {
  const about = 'unknown names';
  if (!ask)
    return {
      about,
      state: 'untried',
      says: 'the query for a name that does not exist would leave this machine',
      mend: '--names',
    };
  const name = `sockspec-${randomUUID()}.invalid`;
  const began = performance.now();
  const { addresses, failure } = await lookUp(name);
  const took = `${Math.round(performance.now() - began)} ms`;
  if (failure !== undefined && failure !== LATE)
    return { about, state: 'works', says: `a name under .invalid (RFC 6761) fails with ${failure} after ${took}` };
  if (failure === LATE)
    return {
      about,
      state: 'lacking',
      says: `a name under .invalid is still looked up after ${took}`,
      mend: 'name a DNS server that answers in /etc/resolv.conf, or give a longer resolveMs in the profile',
      effect: unknownNames,
    };
  return {
    about,
    state: 'lacking',
    says: `a name under .invalid has the address ${addresses.join(' and ')}: the DNS server answers for names that do not exist`,
    mend: 'use another DNS server; sign in where a hotspot asks for it',
    effect: unknownNames,
  };
}

const LATE = 'no answer';

interface LookedUp {
  readonly addresses: readonly string[];
  /** The code of the resolver's error, or `LATE`. */
  readonly failure?: string;
}

/** A look-up in a process of its own: one that hangs cannot be withdrawn, but ended. */
function lookUp(name: string): Promise<LookedUp> {
  const script = `require('node:dns').lookup(process.argv[1], { all: true }, (error, found) =>
    console.log(JSON.stringify(error ? { addresses: [], failure: error.code } : { addresses: found.map((one) => one.address) })))`;
  return new Promise((resolve) => {
    const limits = { timeout: RESOLVE_MS, killSignal: 'SIGKILL' } as const;
    execFile(process.execPath, ['-e', script, name], limits, (error, stdout) =>
      resolve(error === null ? JSON.parse(stdout) : { addresses: [], failure: LATE }),
    );
  });
}

/** The same in this process, which starts none: for a name that the hosts file answers. */
async function lookUpHere(name: string): Promise<LookedUp> {
  try {
    return { addresses: (await lookup(name, { all: true })).map(({ address }) => address) };
  } catch (error) {
    return { addresses: [], failure: errorCode(error) ?? errorText(error) };
  }
}

async function isInHostsFile(): Promise<boolean> {
  const file =
    process.platform === 'win32'
      ? join(process.env.SystemRoot ?? 'C:\\Windows', 'System32', 'drivers', 'etc', 'hosts')
      : '/etc/hosts';
  const text = await readFile(file, 'utf8').catch(() => '');
  return /^\s*[\da-f.:]+[ \t](?:[^#\n]*\s)?localhost(?:\s|$)/im.test(text);
}
