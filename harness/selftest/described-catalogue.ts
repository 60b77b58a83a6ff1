import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Limits } from '../contracts/profile.ts';
import { LAUNCHED } from './described.ts';
import { descriptionIn, faultySubjects } from './described-subjects.ts';
import { repository } from './places.ts';
import { isOfTurn, TURNS } from './sample.ts';
import type { Subject } from './subject.ts';

/** Faulty endpoints of every protocol of the catalogue, and the laws that each breaks there. */

/** The limits of endpoints in this process, which answer at once. */
const server: Limits = { idleMs: 2000, settleMs: 10, replyMs: 600, closeMs: 600, recoveryMs: 800 };
const client: Limits = { connectTimeoutMs: 1000, stallMs: 3000, closeMs: 4000 };

/** A law that a fault does not break in some protocols, and why. */
interface Unseen {
  readonly faults: readonly string[];
  readonly law: string;
  /** The suites of which it is so. */
  readonly of: readonly string[];
  readonly why: string;
}

/** What faults do not break where a protocol leaves no room for them. */
export const unseen: readonly Unseen[] = [
  {
    ...{ faults: ['forgets-rest', 'closes-on-surplus'], law: 'random-cuts' },
    of: ['finger/server', 'http/server', 'irc/server', 'mqtt/server', 'whois/server'],
    why: 'a client says one message and waits: behind it nothing comes that could be forgotten',
  },
  {
    ...{ faults: ['shares-buffer', 'keeps-buffers-by-place'], law: 'pairing' },
    of: ['finger/server', 'http/server', 'whois/server'],
    why: 'no answer repeats what was asked: that of another client, or that to the rest of a question, is as good',
  },
  {
    ...{ faults: ['says-otherwise'], law: 'answers' },
    of: ['daytime/server', 'dns-udp/server', 'finger/server', 'http/server', 'qotd/server', 'whois/server'],
    why: 'the answer ends where its stream or datagram ends, and may have an octet less',
  },
  {
    ...{ faults: ['tires-of-a-question'], law: 'one-after-another' },
    of: ['daytime/server', 'finger/server', 'qotd/server', 'whois/server'],
    why: 'a connection has one question at most',
  },
  {
    ...{ faults: ['answers-last'], law: 'queued', of: ['daytime/server', 'qotd/server'] },
    why: 'the client says nothing that could be answered late',
  },
  {
    ...{ faults: ['believes-the-end'], law: 'huge-length', of: ['modbus/client'] },
    why: 'a length of two octets announces nothing that would be missed',
  },
  {
    ...{ faults: ['shows-otherwise'], law: 'answers', of: ['syslog-udp/server'] },
    why: 'the message is octets up to its end, and the fault leaves out letters of texts',
  },
  {
    ...{ faults: ['asks-otherwise'], law: 'asks', of: ['syslog-udp/client'] },
    why: 'every datagram is a message',
  },
];

const folder = join(repository, 'suites/catalogue');

/** Every description of the catalogue. */
const descriptions = readdirSync(folder)
  .filter((name) => name.endsWith('.protocol.yaml'))
  .toSorted()
  .map((name) => descriptionIn(join(folder, name)));

/** The faults of each protocol's server, and of its client where that says something. */
export const faultyInCatalogue: readonly Subject[] = descriptions.flatMap((description) => {
  const asks = description.dialogue.steps.some(({ by, does }) => by === 'client' && does === 'sends');
  return faultySubjects(description, { server, client }, LAUNCHED)
    .filter(({ target }) => asks || !target.suite.endsWith('/client'))
    .map(withoutUnseen);
});

/** Those that a turn judges. */
export function ofTurnInCatalogue(turn: number): readonly Subject[] {
  return faultyInCatalogue.filter(({ name }) => isOfTurn(name, turn, TURNS));
}

function withoutUnseen(subject: Subject): Subject {
  const { suite, fault = '' } = subject.target;
  const isUnseen = (law: string): boolean =>
    unseen.some((one) => one.law === law && one.faults.includes(fault) && one.of.includes(suite));
  return { ...subject, breaks: subject.breaks.filter((law) => !isUnseen(law)) };
}
