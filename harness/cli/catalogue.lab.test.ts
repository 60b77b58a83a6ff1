import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describedClient, describedServer } from '../../suites/laws/requirements.ts';
import type { ProfileTarget } from '../contracts/profile.ts';
import { useLab } from '../lab/use-lab.test.helper.ts';
import { descriptionIn } from '../selftest/described-subjects.ts';
import { isOfShare, turnOfRun } from '../selftest/sample.ts';
import { partOfThisTurn } from '../selftest/taking-turns.test.helper.ts';
import { runTargets } from './lab.test.helper.ts';

/**
 * Descriptions of the catalogue against programs of other people, from Debian 12. Each fails the laws that it breaks, and no
 * other; suites/catalogue/README.md says why. They run in a namespace without a way out. Of the laws that a program keeps,
 * each turn judges a share (`selftest/sample.ts`): all turns together judge all.
 */

interface RealProgram {
  readonly suite: string;
  /** The package, and the command that tells whether it is there. */
  readonly is: string;
  readonly exec: string;
  /** What is said of the target beside its command. */
  readonly more?: Pick<ProfileTarget, 'show' | 'limits'>;
  readonly fails: readonly string[];
  /** What it fails at times: a backlog of 5 is long enough for who accepts at once, and a queue is short while its reader keeps up. */
  readonly mayFail?: readonly string[];
}

const folder = fileURLToPath(new URL('../../fixtures/servers', import.meta.url));
/** A message of syslog as it came: what has other octets before it is another one. */
const show = '^(?<message><34>1 - .*)$';

/** How long a launch may take, in milliseconds, of programs that say nothing where their port is taken: they are waited for as long. */
const LAUNCH_MS = 4000;

const listening = 'TCP4-LISTEN:{port},bind={host},fork,reuseaddr';

const programs: readonly RealProgram[] = [
  { suite: 'http/server', is: 'nginx', exec: `sh ${folder}/nginx.sh {host} {port} {dir}`, fails: [] },
  {
    ...{ suite: 'resp/server', is: 'redis', fails: ['wrong-literal'] },
    exec: 'redis-server --bind {host} --port {port} --save "" --appendonly no --dir {dir}',
  },
  {
    ...{ suite: 'memcached/server', is: 'memcached', fails: ['endless-field', 'numbers-in-text'] },
    exec: 'memcached -l {host} -p {port} -U 0 -u nobody',
  },
  { suite: 'beanstalkd/server', is: 'beanstalkd', exec: 'beanstalkd -l {host} -p {port}', fails: ['full-table'] },
  {
    ...{ suite: 'dns-tcp/server', is: 'dnsmasq', fails: [] },
    exec: 'dnsmasq -k --port={port} --listen-address={host} --bind-interfaces --no-resolv --no-hosts --address=/example.com/192.0.2.1 --user=root --conf-file=/dev/null --pid-file=',
  },
  {
    ...{ suite: 'dns-udp/server', is: 'dnsmasq over UDP', fails: ['surplus', 'wrong-literal'] },
    exec: 'dnsmasq -k --port={port} --listen-address={host} --bind-interfaces --no-resolv --no-hosts --address=/example.com/192.0.2.1 --user=root --conf-file=/dev/null --pid-file=',
  },
  {
    ...{ suite: 'mqtt/server', is: 'mosquitto', fails: ['wrong-literal'] },
    exec: `sh ${folder}/mosquitto.sh {host} {port} {dir}`,
  },
  { suite: 'echo/server', is: 'socat as echo', exec: `socat ${listening} PIPE`, fails: [], mayFail: ['queued'] },
  {
    suite: 'daytime/server',
    is: 'socat as daytime',
    exec: `socat ${listening} SYSTEM:date`,
    fails: [],
    mayFail: ['queued'],
  },
  {
    ...{
      suite: 'resp/client',
      is: 'redis-cli',
      exec: 'redis-cli -h {host} -p {port} ECHO hello',
      fails: ['wrong-reply'],
    },
    // Where the reset comes before it has sent its command, it connects once more.
    mayFail: ['one-connection'],
  },
  {
    ...{ suite: 'syslog/server', is: 'rsyslog', fails: ['reports-port-in-use'], more: { show } },
    exec: `sh ${folder}/rsyslog.sh tcp {host} {port} {dir}`,
  },
  {
    ...{ suite: 'syslog-lines/server', is: 'rsyslog by lines', fails: ['disconnect-anywhere', 'reports-port-in-use'] },
    ...{ more: { show }, mayFail: ['endless-field'] },
    exec: `sh ${folder}/rsyslog.sh tcp {host} {port} {dir}`,
  },
  {
    ...{ suite: 'syslog-udp/server', is: 'rsyslog over UDP', fails: [], more: { show } },
    exec: `sh ${folder}/rsyslog.sh udp {host} {port} {dir}`,
  },
  {
    ...{ suite: 'syslog/client', is: 'logger', fails: [] },
    exec: 'logger --server {host} --port {port} --tcp --octet-count hello',
  },
  {
    ...{ suite: 'syslog-udp/client', is: 'logger over UDP', fails: [] },
    exec: 'logger --server {host} --port {port} --udp hello',
  },
  {
    ...{ suite: 'irc/server', is: 'ngircd', fails: ['disconnect-anywhere'], mayFail: ['full-table', 'rests'] },
    exec: `sh ${folder}/ngircd.sh {host} {port} {dir}`,
  },
  { suite: 'smtp/server', is: 'aiosmtpd', exec: `/usr/bin/python3 ${folder}/smtp.py {host} {port}`, fails: [] },
  {
    ...{ suite: 'dns-udp/client', is: 'dig', fails: ['ignores-strangers'], more: { limits: { stallMs: 3000 } } },
    exec: 'dig +noedns +noadflag +nocookie +tries=1 +time=2 @{host} -p {port} example.com',
  },
  {
    ...{ suite: 'modbus/server', is: 'pymodbus', more: { limits: { launchMs: LAUNCH_MS } } },
    exec: `/usr/bin/python3 ${folder}/modbus.py {host} {port}`,
    fails: ['cut-anywhere', 'octet-by-octet', 'pairing', 'random-cuts', 'reports-port-in-use', 'wrong-literal'],
  },
  { suite: 'ntp/server', is: 'chronyd', exec: `sh ${folder}/chronyd.sh {host} {port} {dir}`, fails: [] },
  {
    ...{ suite: 'daytime/server', is: 'xinetd', fails: ['reports-port-in-use'] },
    more: { limits: { launchMs: LAUNCH_MS } },
    exec: `sh ${folder}/xinetd.sh daytime {host} {port} {dir}`,
  },
  {
    ...{ suite: 'finger/client', is: 'ncat', fails: [] },
    exec: `sh -c "printf 'guest\\r\\n' | ncat {host} {port}"`,
  },
  { suite: 'http/client', is: 'curl', exec: 'curl -s http://{host}:{port}/', fails: ['short-reply'] },
];

/** Each with words that make it do nothing. */
const needed = [
  ['nginx', '-v'],
  ['redis-server', '--version'],
  ['redis-cli', '--version'],
  ['memcached', '-V'],
  ['beanstalkd', '-v'],
  ['dnsmasq', '--version'],
  ['sh', '-c', 'command -v mosquitto'],
  ['socat', '-V'],
  ['curl', '--version'],
  ['rsyslogd', '-v'],
  ['logger', '--version'],
  ['ngircd', '--version'],
  ['/usr/bin/python3', '-c', 'import aiosmtpd'],
  ['dig', '-v'],
  ['/usr/bin/python3', '-c', 'import pymodbus.server'],
  ['chronyd', '-v'],
  ['sh', '-c', 'command -v xinetd'],
  ['ncat', '--version'],
] as const;

const lab = useLab({ hosts: ['a', 'b'] }, needed);

/** The laws that do not judge a program in a turn. Whether it answers, or asks, is judged in each: one that is dead passes neither. */
function skipped({ suite, is, fails }: RealProgram, turn: number): readonly string[] {
  const [protocol = '', role = ''] = suite.split('/');
  const file = new URL(`../../suites/catalogue/${protocol}.protocol.yaml`, import.meta.url);
  const { rows } = (role === 'client' ? describedClient : describedServer)(descriptionIn(fileURLToPath(file)));
  const always = new Set([...fails, 'answers', 'asks']);
  return Object.keys(rows)
    .filter((row) => !always.has(row) && !isOfShare(`${is} ${row}`, turn))
    .map((row) => `${suite}/${row}`);
}

test('programs of other people fail the laws that they break, and no other', { timeout: 420_000 }, async () => {
  const turn = turnOfRun();
  const judged = partOfThisTurn(programs);
  const targets = judged.map((program) => {
    const { is, suite, exec, more } = program;
    return { name: is, suite, exec, ...more, skip: [...skipped(program, turn)] };
  });
  const { run, stderr } = await runTargets(lab().host('a'), targets);
  const red = judged.map(({ is, mayFail = [] }) => {
    const cases = run.cases.filter(
      ({ target, verdict }) => target === is && ['fail', 'warning', 'error'].includes(verdict),
    );
    const rows = new Set(cases.map(({ requirement }) => requirement.split('/').at(-1) ?? ''));
    return [is, [...rows].filter((row) => !mayFail.includes(row)).toSorted()] as const;
  });

  expect(Object.fromEntries(red), stderr).toEqual(Object.fromEntries(judged.map(({ is, fails }) => [is, fails])));
  const alive = run.cases.filter(
    ({ requirement, verdict }) => /\/(answers|asks)$/.test(requirement) && verdict === 'pass',
  );
  expect(new Set(alive.map(({ target }) => target))).toEqual(new Set(judged.map(({ is }) => is)));
});
