import { clients } from '../../endpoints/clients.ts';
import { clientFaultsOf } from '../../endpoints/faulty/clients.ts';
import { clientFaultsOver, serverFaultsOver } from '../../endpoints/faulty/described/index.ts';
import { faultsOf } from '../../endpoints/faulty/index.ts';
import { servers } from '../../endpoints/index.ts';
import { wrongCaptures } from '../../frames/captions.ts';
import { readCaptions } from '../captions.ts';
import { mistakes, mistakesFile } from '../described.ts';
import { datagramMistakes } from '../described-datagrams.ts';
import { oneWayMistakes } from '../described-one-way.ts';

/** A deliberate mistake that is known to break a requirement. */
export interface Breaker {
  readonly name: string;
  /** What it does wrong, in a sentence; empty where its name says it. */
  readonly does: string;
  /** What `sockspec run` must be told to judge it; none of programs and captures. */
  readonly words?: string;
}

const captions = Object.entries(readCaptions());
const captures = wrongCaptures();

interface Known extends Breaker {
  readonly breaks: readonly string[];
}

/** The mistakes that break a row of a built-in suite: faults first, then programs. */
export function breakersOf(suite: string, row: string): readonly Breaker[] {
  return [...faultsIn(suite), ...programsIn(suite)].filter(({ breaks }) => breaks.includes(row));
}

function faultsIn(suite: string): readonly Known[] {
  if (suite === 'frames') return captures.map(({ file, shows, breaks }) => ({ name: file, does: shows, breaks }));
  const own = (endpoint: { readonly suite: string }): boolean => endpoint.suite === suite;
  return [
    ...servers.filter(own).flatMap(({ name }) => faultsOf(name)),
    ...clients.filter(own).flatMap(({ name }) => clientFaultsOf(name)),
  ].map(({ name, endpoint, summary, breaks }) => ({
    ...{ name, does: summary, breaks },
    words: `--reference ${endpoint} --fault ${name}`,
  }));
}

function programsIn(suite: string): readonly Known[] {
  return captions.flatMap(([file, { does, judged }]) =>
    judged
      .filter((one) => one.suite === suite)
      .map((one) => ({
        name: one.as === undefined ? file : `${file} ${one.as}`,
        does: one.does ?? does,
        breaks: Object.keys(one.breaks),
      })),
  );
}

/** The mistakes that break a law of a role, over streams or datagrams. */
export function lawBreakersOf(over: 'tcp' | 'udp', role: string, law: string): readonly Breaker[] {
  const { ofAnswering, ofShowing } = serverFaultsOver(over);
  const faults = role === 'server' ? [...ofAnswering, ...ofShowing] : clientFaultsOver(over);
  return [
    ...faults.map(({ name, summary, breaks }) => ({ name, does: summary, breaks })),
    ...(over === 'tcp' ? streamPrograms(role) : datagramPrograms(role)),
    ...(role === 'server' ? oneWayPrograms(over) : []),
  ].filter(({ breaks }) => breaks.includes(law));
}

function streamPrograms(role: string): readonly Known[] {
  return Object.entries(mistakes)
    .filter(([, { suite }]) => suite.endsWith(`/${role}`))
    .map(([name, { suite, breaks }]) => ({ name: `${mistakesFile(suite)} ${name}`, does: '', breaks }));
}

function datagramPrograms(role: string): readonly Known[] {
  if (role !== 'server') return [];
  return Object.entries(datagramMistakes).map(([name, { breaks }]) => ({
    ...{ name: `ask_server_mistakes.py ${name}`, does: '', breaks },
  }));
}

function oneWayPrograms(over: 'tcp' | 'udp'): readonly Known[] {
  return oneWayMistakes
    .filter((one) => one.over === over)
    .map(({ name, file, wrongs }) => ({ ...{ name: `${file} ${name}`, does: '', breaks: wrongs.breaks } }));
}
