import type { ArgumentsCamelCase, Argv, Options } from 'yargs';
import { addTargetFlags, targetRows } from '../planning/target-keys.ts';
import { packageFolder } from '../version.ts';

const text = (describe: string): Options & { type: 'string' } => ({ type: 'string', requiresArg: true, describe });
const texts = (describe: string) => ({ type: 'string', array: true, requiresArg: true, nargs: 1, describe }) as const;
const flag = (describe: string) => ({ type: 'boolean', describe }) as const;

/** What the parser makes of them. */
export type RunFlags = ReturnType<typeof runFlags> extends Argv<infer Given> ? ArgumentsCamelCase<Given> : never;

/** The flags of `sockspec run`. Values stay texts here: whoever uses one says what was expected of it. */
export function runFlags(yargs: Argv) {
  addTargetFlags(yargs, targetRows);
  return yargs
    .positional('suites', {
      type: 'string',
      array: true,
      describe: 'globs over requirement ids: upload/server, **/client',
    })
    .option('profile', text('JSON or YAML file that declares the targets'))
    .option('protocol', texts('description of a protocol, YAML or JSON, whose suites can be named; repeatable'))
    .option('suite', texts('module of suites of your own, JavaScript or TypeScript (sockspec/testing); repeatable'))
    .option('only', texts('requirement or case id, or a glob over them; repeatable'))
    .option('skip', texts('the same for what is left out; repeatable'))
    .option('require', texts('an inconclusive MUST among these fails the run; repeatable'))
    .option('strict', flag('failed SHOULDs fail the run'))
    .option('baseline', text('JSON or YAML file of failures that are known, by case: they do not fail the run'))
    .option('update-baseline', flag('write what fails now into that file'))
    .option('bail', { type: 'string', describe: 'stop after N failed cases (1)' } as const)
    .option('first', flag('stop at the first failure that no other failure explains'))
    .option('repeat', text('run every case N times; a verdict that differs is flaky'))
    .option('seed', text('seed of random stimuli (1)'))
    .option('timeout', text('limit of one case, in ms (30000)'))
    .option('connect-timeout', text('after how many ms a client gives up on a connection (limits.connectTimeoutMs)'))
    .option('stall-timeout', text('after how many ms a client gives up on a server that has stalled (limits.stallMs)'))
    .option('idle-timeout', text('after how many ms the program gives up on an idle client (limits.idleMs)'))
    .option('quick', flag('one start of a client a requirement, for clients that are started by hand (--listen)'))
    .option('resume', text('JSON report of a run that was stopped: judge the cases that it lacks, and report all'))
    .option('watch', {
      type: 'string',
      describe: "judge again whenever the launched program's file changes, or this one; what failed first; repeatable",
    } as const)
    .option('shard', text('I/N: run the Ith of N parts'))
    .option(
      'report',
      texts(
        'table, json, junit, html, markdown, tap, github, csv, matrix, gradescope, classroom50, statement (.html or .md) or badge; FORMAT=FILE writes a file; none prints no report; repeatable',
      ),
    )
    .option(
      'repro',
      text('folder where each failure is written as a Python script that provokes it, and as a hex listing'),
    )
    .option('docs-base', text('address of the pages of requirements (docs/requirements), which reports link to'))
    .option('capture', {
      type: 'string',
      describe: 'capture the run, on this interface: frames are kept and judged',
    } as const)
    .option('frames', text('folder where captured frames are kept, a file a case (sockspec-frames)'))
    .option('ordered-by', text('who ordered the run, for reports'))
    .option('run-by', text('who ran it, for reports'))
    .option('log', text('append one line of JSON an event to this file'))
    .option(
      'verbose',
      flag('a line on standard error for every case, and in the table how each failure is usually mended'),
    )
    .option('quiet', flag('nothing on standard error but errors'))
    .option('color', flag('colours, whatever standard output is (--no-color: never)'))
    .example('$0 run', 'every suite against the built-in references')
    .example('$0 run upload/server --target 192.168.1.20:54321 --store /mnt/phone', 'a phone whose card is mounted')
    .example("$0 run upload/server --exec 'python3 server.py {host} {port} {dir}'", 'a program that sockspec launches')
    .example(
      "$0 run multicast/receiver --interface lo --exec 'python3 rx.py {group} {port} {address}'",
      'a receiver that joins on loopback',
    )
    .example("$0 run upload/server --exec 'python3 server.py {host} {port} {dir}' --watch", 'again at every change')
    .example('$0 run fortune/client --listen 0.0.0.0:54321 --operator', 'a client that is started by hand on a phone')
    .example('$0 run upload/server --fault newline-ends-size', 'see what a failure looks like')
    .example(
      '$0 run multicast/receiver --interface eth0 --capture --exec …',
      'with joins and leaves as the wire shows them',
    )
    .example('$0 run frames --captures phone.pcapng --net 192.168.1.0/24', 'captures as a target')
    .example(
      '$0 run --profile phone.json --baseline phone.baseline.json',
      'a gate that knows what fails, and is told when it no longer does',
    )
    .example('$0 run kv/server --protocol kv.protocol.yaml --target 127.0.0.1:9000', 'a protocol of your own')
    .example("$0 run --suite kv.suite.mjs --exec './kvd {host} {port}'", 'a suite of your own')
    .example('$0 run --report junit=out.xml --report json=run.json', 'table on the terminal, files for CI')
    .example('$0 run --report html=report.html', 'one file to hand on, for a browser')
    .example('$0 run upload/server --target 192.168.1.20:54321 --repro bugs', 'a script a failure, for a bug report')
    .example('$0 run --profile class.yaml --report matrix=grades.csv', 'the grades of a class (docs/grading.md)')
    .example(
      "$0 run --profile product.yaml --iut-version 2.1 --ordered-by 'A. Customer' --report statement=statement.html",
      'a statement for a customer (docs/certifying.md)',
    )
    .example('$0 run --report github', 'annotations and a summary, as a step of GitHub Actions')
    .epilogue(`README.md and docs/ are in ${packageFolder}`);
}
