import { expect, test } from 'vitest';
import { firstProblem, problemText } from '../text/problems.ts';
import { Profile } from './profile.ts';

const target = { suite: 'upload/server', target: '192.168.1.20:54321', store: '/mnt/phone' };

/** What the first problem of a profile says, or undefined for a good one. */
function problemOf(profile: unknown): string | undefined {
  const problem = firstProblem(Profile, profile);
  return problem === undefined ? undefined : problemText(problem);
}

test.each([
  ['a server that already runs', { targets: [target] }],
  ['a launched server', { targets: [{ suite: 'upload/server', exec: 'python3 server.py {host} {port} {dir}' }] }],
  [
    'all that the flags can say, for several targets',
    {
      $schema: './node_modules/sockspec/profile.schema.json',
      targets: [
        {
          name: 'phone',
          suite: 'upload/server',
          target: '[::1]:54321',
          fetch: 'adb pull /sdcard/{name} {file}',
          output: 'adb logcat',
          limits: { connectMs: 5000, idleMs: 30_000, caseMs: 60_000 },
          capabilities: { concurrentClients: false, shortensNames: true, largestFileMiB: 4095 },
        },
        {
          suite: 'fortune/server',
          exec: './fortune {port}',
          ready: '^ready',
          env: { LANG: 'C' },
          phrases: 'phrases.txt',
          iutVersion: '2.1',
        },
        { suite: 'fortune/server', reference: 'fortune', fault: 'never-closes' },
        {
          suite: 'frames',
          captures: ['phone.pcapng', 'pc.pcap'],
          groups: ['224.202.20.30=5'],
          nets: ['192.168.1.0/24'],
        },
        { name: '{folder} (lines)', suite: 'lines/server', each: 'submissions/*/' },
        { suite: 'record/server', folder: 'submissions/alice' },
      ],
      defaults: {
        exec: 'python3 {folder}/server.py {port}',
        build: 'make',
        version: 'cat {folder}/VERSION',
        cwd: '{folder}/src',
        limits: { buildMs: 1 },
      },
      points: { '**': 1, 'upload/server/size-*': 2.5 },
      only: ['upload/**'],
      skip: ['**/large-file'],
      require: ['**'],
      strict: true,
      seed: 0,
      repeat: 3,
      report: ['table', 'junit=out.xml', 'html=out.html', 'classroom50=result.json'],
      log: 'run.log',
      orderedBy: 'A. Customer',
      runBy: 'a laboratory',
    },
  ],
])('accepts %s', (_, profile) => {
  expect(problemOf(profile)).toBeUndefined();
});

test.each([
  [
    { targets: [target], stict: true },
    /^the document: expected no other keys than .*strict.*, found "stict"; did you mean strict\?$/,
  ],
  [
    { targets: [{ ...target, stor: 'x' }] },
    /^targets\[0\]: expected no other keys than .*store.*, found "stor"; did you mean store\?$/,
  ],
  [{ targets: [target, { ...target, limits: { reply: 1 } }] }, /^targets\[1\]\.limits: .*replyMs.*, found "reply"$/],
  [{ targets: [{ ...target, capabilities: { ipv6: true } }] }, /^targets\[0\]\.capabilities: .*, found "ipv6"$/],
  [{ targets: [target], defaults: { name: 'x' } }, /^defaults: expected no other keys than .*, found "name"$/],
  [{ targets: [target], defaults: { suite: 'lines/server' } }, /^defaults: .*, found "suite"$/],
  [
    { target: [target] },
    /^the document: expected no other keys than .*targets.*, found "target"; did you mean targets\?$/,
  ],
])('refuses an unknown key: %j', (profile, problem) => {
  expect(problemOf(profile)).toMatch(problem);
});

test.each([
  [{}, /^the document: expected the key "targets", found an object without it$/],
  [{ targets: [] }, /^targets: expected an array of at least 1 item, found an array of 0 items$/],
  [{ targets: [{ target: 'x:1' }] }, /^targets\[0\]: expected the key "suite", found an object without it$/],
  [{ targets: [{ suite: 'upload' }] }, /^targets\[0\]\.suite: expected a string that matches .* found "upload"$/],
  [{ targets: [{ suite: 'frames/x/y' }] }, /^targets\[0\]\.suite: expected a string that matches .* found "frames/],
  [{ targets: [{ suite: 'frames', captures: [] }] }, /^targets\[0\]\.captures: .* at least 1 item/],
  [{ targets: [{ suite: 'frames', captures: 'a.pcap' }] }, /^targets\[0\]\.captures: expected an array .*"a\.pcap"$/],
  [{ targets: [{ suite: 'frames', nets: [24] }] }, /^targets\[0\]\.nets\[0\]: expected a string, found 24$/],
  [{ targets: [{ ...target, limits: { replyMs: 0 } }] }, /^targets\[0\]\.limits\.replyMs: .* found 0$/],
  [{ targets: [{ ...target, limits: { replyMs: '2s' } }] }, /^targets\[0\]\.limits\.replyMs: .* found "2s"$/],
  [{ targets: [{ ...target, capabilities: { largestFileMiB: 4096 } }] }, /largestFileMiB: .*4095.* found 4096$/],
  [{ targets: [{ ...target, env: { PORT: 1 } }] }, /^targets\[0\]\.env\.PORT: expected a string, found 1$/],
  [{ targets: [target], report: ['JUnit'] }, /^report\[0\]: expected a string that matches .* found "JUnit"$/],
  [
    { targets: [target], points: { '**': 0.3 } },
    /^points\["\*\*"\]: expected a number from 0 to 1000 \(in whole or half points\), found 0\.3$/,
  ],
  [{ targets: [target], points: { a: -1 } }, /^points\.a: expected a number from 0 to 1000 .*, found -1$/],
  [
    { targets: [{ ...target, each: '' }] },
    /^targets\[0\]\.each: expected a string of at least 1 character .*, found ""$/,
  ],
  [{ targets: [target], orderedBy: '' }, /^orderedBy: expected a string of .* found ""$/],
  [{ targets: [target], seed: -1 }, /^seed: expected an integer from 0 to 4294967295, found -1$/],
  [{ targets: [target], repeat: 1.5 }, /^repeat: expected an integer.* found 1\.5$/],
  ['upload/server', /^the document: expected an object, found "upload\/server"$/],
])('refuses %j', (profile, problem) => {
  expect(problemOf(profile)).toMatch(problem);
});
