import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { folder } from './shell.test.helper.ts';

/** What a user's compiler and editor see of `sockspec/testing`, by the package's own exports and the types that are shipped. */

const repository = fileURLToPath(new URL('../..', import.meta.url));

const SUITE = `
import { type CaseContext, clientSuite, mustBe, type Peer, requirementTable, serverSuite, TESTING_VERSION } from 'sockspec/testing';

const row = { level: 'MUST', source: 's', text: 't', seen: ['wire'], provoked: 'p', failure: 'f', mend: 'm' } as const;
const table = requirementTable('own/server', { one: { ...row, seen: ['wire', 'next'] } });
const octetsOf = (peer: Peer): Promise<Uint8Array> => peer.octets();
const client = async (context: CaseContext<number>): Promise<string> => (context.plain === 1 ? 'served' : 'not');
const version: 1 = TESTING_VERSION;

export const suite = serverSuite(table, { plain: [1], client, basics: ['one'] }, (check) => {
  check('one', [{ label: 'a', cut: version }], async ({ peer }, { cut }) => {
    mustBe((await octetsOf(peer)).length, cut);
  });
  // @ts-expect-error a case of a row that is none
  check('two', async () => {});
});

// @ts-expect-error a level that is none
requirementTable('own/server', { one: { ...row, level: 'WILL' } });
// @ts-expect-error options of servers are no plain exchange
clientSuite(table, { plain: [1], client, basics: [] }, () => {});
`;

test('a suite is typed by what is shipped, and a misspelt row does not compile', () => {
  const cwd = folder();
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(repository, join(cwd, 'node_modules/sockspec'), 'dir');
  symlinkSync(join(repository, 'node_modules/@types'), join(cwd, 'node_modules/@types'), 'dir');
  writeFileSync(join(cwd, 'own.suite.mts'), SUITE);
  const options = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: ['node'] };
  writeFileSync(join(cwd, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, files: ['own.suite.mts'] }));
  const tsc = join(repository, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', cwd], { cwd, encoding: 'utf8' });

  expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
});

test('nothing that was exported under this version is gone', () => {
  const source = readFileSync(join(repository, 'harness/testing/index.ts'), 'utf8');
  const statements = [...source.matchAll(/^export (type )?\{([^}]*)\}/gm)];
  const values = statements.flatMap(([, isType, names = '']) =>
    isType === undefined
      ? names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => name !== '' && !name.startsWith('type '))
      : [],
  );

  expect(source).toContain('export const TESTING_VERSION = 1;');
  expect(values.toSorted()).toEqual(exportsOfVersion1);
});

/** Written out, so that none goes or changes its name unnoticed. More may come. */
const exportsOfVersion1: readonly string[] = [
  'Finding',
  'Inconclusive',
  'NotApplicable',
  'QUIET_MS',
  'answerFact',
  'applicableIf',
  'besideUsual',
  'busyPortFact',
  'clientRestsFact',
  'clientRows',
  'clientSuite',
  'clock',
  'conclusiveIf',
  'connectedOnce',
  'connectionsFact',
  'count',
  'cutAt',
  'datagramClientSuite',
  'datagramServerSuite',
  'duration',
  'endedBy',
  'endedByItself',
  'endedInTime',
  'endedWell',
  'endsEach',
  'endsFact',
  'endsWellFact',
  'exchanged',
  'factWithin',
  'firstQuestion',
  'freshOrigin',
  'hasTrace',
  'hiddenRetryFact',
  'idleFact',
  'inconclusive',
  'leftOpenFact',
  'lettersFor',
  'lettersOf',
  'listenerRows',
  'listensAgain',
  'memoryBounded',
  'memoryFact',
  'mustBe',
  'mustBeAmong',
  'nothingLeft',
  'octetByOctet',
  'quoted',
  'randomOctets',
  'reported',
  'reportedBy',
  'requirementTable',
  'resetInQueue',
  'restartFact',
  'rests',
  'restsFact',
  'saysError',
  'saysPortInUse',
  'served',
  'servedLate',
  'serverRows',
  'serverSuite',
  'shown',
  'shownBy',
  'shownFact',
  'shownWithin',
  'stillServes',
  'takenUnseen',
  'unguessable',
  'unprintedFact',
  'wordsOf',
];
