import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Reproduction, reproductionsOf } from '../../reports/repro/index.ts';
import { allRequirements, suiteAt } from '../../suites/index.ts';
import { clients } from '../endpoints/clients.ts';
import { clientFaultNamed } from '../endpoints/faulty/clients.ts';
import { faultNamed } from '../endpoints/faulty/index.ts';
import { servers } from '../endpoints/index.ts';
import { faultSubjects } from './faults.ts';
import { judge } from './judging.ts';
import { againstClient, againstServer, type Replayed } from './replaying.ts';
import type { Subject } from './subject.ts';
import { fewOfThisTurn } from './taking-turns.test.helper.ts';

/**
 * Do the scripts of `--repro` tell the truth? Each is run against a fresh faulty endpoint, where it sees the failure again, and
 * against the reference, where it does not. Faults over TCP are asked that break a row which the wire or the next client tells.
 */

/** The faults whose scripts do not decide, each under the reason. */
const undecided: Readonly<Record<string, readonly string[]>> = {
  'the file or the output tells, and no octet': [
    'upload lowercases-names',
    'upload accepts-long-names',
    'upload shortens-names',
    'upload stores-empty-name',
    'upload follows-parent-folder',
    'upload follows-absolute-path',
    'upload strips-names',
    'upload takes-a-second-upload',
    'upload stores-on-early-close',
    'upload keeps-partial-files',
    'upload stores-surplus',
    'upload ignores-separator',
    'lines buffer-outlives-client',
    'record takes-a-second-record',
  ],
  'the time of an end tells': [
    'upload gives-up-after-half-a-second',
    'lines gives-up-after-half-a-second',
    'record gives-up-after-half-a-second',
    'upload limits-whole-connection',
    'lines limits-whole-connection',
    'record limits-whole-connection',
  ],
  'a phrase is drawn at random, and its database is not in the evidence': [
    'fortune cuts-at-1024',
    'fortune garbles-controls',
  ],
  'the evidence keeps the beginning and the end of so many events or octets': [
    'fortune same-phrase-always',
    'fortune tires-at-45',
    'upload buffers-endless-name',
    'upload reads-endless-name',
    'lines buffers-endless-line',
    'upload one-write',
    'upload forgets-last-octet',
    'record size-counts-header',
  ],
  'the harness reads slowly, which the script does not': [
    'fortune gives-up-on-slow-reader',
    'upload ignores-short-writes',
    'lines resends-when-held-up',
  ],
  'the client does not connect at all': ['upload counts-octets'],
};

/** On a busy machine one of their many ends comes late, and the script leaves it to a person whether that was the failure. */
const sometimes: readonly string[] = ['fortune half-close-ends-phrase', 'fortune single-backlog-drops'];

const keyOf = (id: string): string => id.split('/').at(-1) ?? '';

/** The first row that the wire or the next client may tell; a fortune server's choice is looked at too, since it tells that it is one. */
function rowOf({ target, breaks }: Subject) {
  return suiteAt(target.suite).requirements.find(
    ({ id, seen }) => breaks.includes(keyOf(id)) && (seen.every((one) => one === 'wire') || seen.includes('next')),
  );
}

const overTcp = faultSubjects.filter(({ target }) => /^(fortune|upload|lines|record)\//.test(target.suite));
const asked = overTcp.filter((subject) => rowOf(subject) !== undefined);
const nameOf = ({ target }: Subject): string => `${target.reference} ${target.fault}`;
const isUndecided = (subject: Subject): boolean =>
  [...Object.values(undecided).flat(), ...sometimes].includes(nameOf(subject));
const decided = asked.filter((subject) => !isUndecided(subject));
/** Those whose scripts are made in this turn. */
const askedNow = fewOfThisTurn(asked);
const decidedNow = fewOfThisTurn(decided);

/** Judges the rows alone that the scripts are of. */
function narrowed(subject: Subject): Subject {
  const { suite } = subject.target;
  const kept = [rowOf(subject)?.id, 'fortune/server/phrase-varies'];
  const others = suiteAt(suite).requirements.filter(({ id }) => !kept.includes(id));
  return { ...subject, target: { ...subject.target, skip: others.map(({ id }) => id) } };
}

function replay(script: string, { target }: Subject, fault: string | undefined): Promise<Replayed> {
  const { reference = '', suite } = target;
  if (suiteAt(suite).role === 'client') {
    const client =
      fault === undefined ? clients.find(({ name }) => name === reference) : clientFaultNamed(reference, fault);
    return againstClient(script, client ?? missing(reference));
  }
  const server = fault === undefined ? servers.find(({ name }) => name === reference) : faultNamed(reference, fault);
  return againstServer(script, server ?? missing(reference));
}

/** How often a script is tried: it races against the program, as a client does, and on a busy machine a reset may come too late. */
const TRIES = 3;

async function seenAgain(run: () => Promise<Replayed>): Promise<Replayed> {
  let replayed = await run();
  for (let tries = 1; tries < TRIES && replayed.status !== 1; tries += 1) replayed = await run();
  return replayed;
}

function missing(name: string): never {
  throw new Error(`expected an endpoint, found none that is called ${name}`);
}

/** A script, and the file that it was written into. */
interface Made extends Reproduction {
  readonly file: string;
}

const hasPython = spawnSync('python3', ['--version']).status === 0;

describe.skipIf(!hasPython)('the scripts of the faults over TCP (needs python3)', () => {
  const place = mkdtempSync(join(tmpdir(), 'sockspec-repro-'));
  let made: readonly Made[] = [];

  /** Judges faults, and has the scripts of their failures written into a folder. */
  const make = async (name: string, subjects: readonly Subject[]): Promise<readonly Made[]> => {
    const folder = join(place, name);
    const run = await judge(subjects.map(narrowed), { name, words: ['--repro', folder] });
    const seen = new Map(allRequirements.map((one) => [one.id, one.seen]));
    const reproductions = reproductionsOf(run, {
      observationsOf: (requirement) => seen.get(requirement) ?? [],
      saysAnything: () => false,
    });
    return reproductions.map((one) => ({ ...one, file: join(folder, `${one.name}.py`) }));
  };

  beforeAll(async () => {
    made = await make('reproductions', askedNow);
    // An end that came late on a busy machine may be what decided, says a script then: its fault is judged by itself.
    const late = decidedNow.filter((subject) => scriptOf(subject) === undefined);
    if (late.length > 0) made = [...made, ...(await make('reproductions-again', late))];
  }, 300_000);

  afterAll(() => rmSync(place, { recursive: true }));

  const scriptOf = (subject: Subject): Made | undefined =>
    made.find(
      ({ target, id, decides }) => target === subject.name && id.startsWith(rowOf(subject)?.id ?? '') && decides,
    );

  test('50 of them decide; of the others the table has the reason', () => {
    const silent = askedNow.filter((subject) => scriptOf(subject) === undefined).map(nameOf);
    const always = silent.filter((name) => !sometimes.includes(name));

    const told = askedNow.map(nameOf).filter((name) => Object.values(undecided).flat().includes(name));

    expect(always.sort()).toEqual(told.sort());
    expect(asked.map(nameOf)).toEqual(expect.arrayContaining(Object.values(undecided).flat()));
    expect([overTcp.length, asked.length, decided.length]).toEqual([153, 86, 50]);
  });

  test.concurrent.each(decidedNow.map((subject) => [nameOf(subject), subject.target.suite, subject] as const))(
    '%s (%s): the script sees the failure of the faulty one, and none of the reference',
    { timeout: 120_000 },
    async (_, __, subject) => {
      const { file = '', script } = scriptOf(subject) ?? {};
      expect(readFileSync(file, 'utf8')).toBe(script);

      const faulty = await seenAgain(() => replay(file, subject, subject.target.fault));
      const right = await replay(file, subject, undefined);

      expect(faulty.status, faulty.printed).toBe(1);
      expect(right.status, right.printed).toBe(0);
      expect([...faulty.left, ...right.left]).toEqual([]);
    },
  );
});
