import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bin, folder, requirementsWith, runReport } from './shell.test.helper.ts';

/** The built-in endpoints as programs of their own: launched, they get the verdicts that they get in-process. */

const sockspec = `'${process.execPath}' '${bin}'`;

const servers = [
  { suite: 'fortune/server', command: 'serve fortune --host {host} --port {port}' },
  { suite: 'upload/server', command: 'serve upload --host {host} --port {port} --dir {dir} --idle 1000' },
  { suite: 'upload/server', command: 'serve rx --host {host} --port {port} --dir {dir} --idle 1000' },
  { suite: 'lines/server', command: 'serve lines --host {host} --port {port}' },
  { suite: 'record/server', command: 'serve record --host {host} --port {port}' },
];

const clients = [
  { suite: 'fortune/client', command: 'call fortune {host}:{port} --timeout 4000' },
  { suite: 'upload/client', command: 'call upload {file} {host}:{port}' },
  { suite: 'lines/client', command: 'call lines {host}:{port}' },
  { suite: 'record/client', command: 'call record {host}:{port}' },
];

const receivers = [
  {
    suite: 'multicast/receiver',
    command: 'serve multicast --host {host} --port {port} --group {group} --interface {interface}',
  },
  { suite: 'broadcast/receiver', command: 'serve broadcast --host {host} --port {port}' },
];

const senders = [
  { suite: 'multicast/sender', command: 'call multicast {group}:{port} --interface {address}' },
  { suite: 'broadcast/sender', command: 'call broadcast {destination}:{port} --interface {address}' },
];

/** Rows that no program here can be judged by; each says why in its reason. */
const unjudged: Readonly<Record<string, readonly string[]>> = {
  'fortune/server': [
    'phrase-is-whole',
    'survives-client-leaving',
    'survives-client-reset',
    'survives-half-close',
    'survives-slow-reader',
    'survives-unsolicited-data',
  ],
  'lines/server': ['empty-lines'],
  'broadcast/receiver': ['all-subnets-directed', 'net-directed'],
  'multicast/sender': ['ttl'],
};

const streams = [...servers, ...clients].map((one) => ({ ...one, declares: { input: 'stdin' } }));
const datagrams = [...receivers, ...senders].map((one) => ({ ...one, declares: { interface: '127.0.0.1' } }));

test.each([...streams, ...datagrams])(
  '$suite: $command',
  { timeout: 300_000 },
  async ({ suite, command, declares }) => {
    const profile = join(folder(), 'profile.json');
    const limits = { idleMs: 3000, stallMs: 6000, closeMs: 4000 };
    const target = { suite, exec: `${sockspec} ${command}`, limits, ...declares };
    writeFileSync(profile, JSON.stringify({ targets: [target] }));

    const { run, status } = await runReport(['--profile', profile]);

    expect(requirementsWith(run.cases, 'fail', 'warning', 'error')).toEqual([]);
    expect(requirementsWith(run.cases, 'inconclusive')).toEqual(unjudged[suite] ?? []);
    expect(status).toBe(0);
  },
);
