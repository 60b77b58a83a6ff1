import { error, notice, warning } from '@actions/core';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { visible } from '../harness/text/visible.ts';
import { anyText } from './any-text.test.helper.ts';
import { github } from './github.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

const options = { color: false, width: 80 };

test('the outcome is a notice, failures and errors are errors, and a warning is a warning', () => {
  const commands = read(github.render(sampleRuns.mixed, options));

  expect(commands.map(({ name, title }) => [name, title])).toEqual([
    ['notice', 'sockspec: error; 2 MUSTs not concluded'],
    ['error', 'error: upload/server/reset-survived[1] on phone'],
    ['error', 'fail: upload/server/size-is-four-octets[2560] on phone'],
    ['error', 'fail, flaky: upload/server/header-octet-by-octet[1] on phone'],
    ['warning', 'warning: upload/server/extra-octets-ignored[1] on phone'],
  ]);
  expect(commands[0]?.message).toBe(
    'the harness failed in 1 case; 2 MUSTs failed\n' +
      '3 pass, 2 fail, 1 warning, 2 inconclusive, 1 not-applicable, 1 error, 1 flaky, 2 MUSTs not concluded',
  );
  expect(commands[2]?.message).toBe(
    'expected a.txt with 2560 octets in the store, but no file appeared there within 2 s\n' +
      'requirement: The size is four octets, big endian, and any of them may be 0x0A. (MUST, tutorial, chapter on uploads)\n' +
      `reproduce: ${sampleRuns.mixed.cases[2]?.reproduce}`,
  );
});

test('a warning or an inconclusive case that fails the run is an error', () => {
  const cases = [
    sampleCase({ requirement: 'a/b/c', verdict: 'inconclusive', reason: 'needs --store DIR', failsRun: true }),
    sampleCase({ requirement: 'a/b/d', verdict: 'inconclusive', reason: 'needs --store DIR' }),
    sampleCase({ requirement: 'a/b/e', level: 'SHOULD', verdict: 'warning', failsRun: true }),
  ];
  const commands = read(github.render(sampleRun({ cases, outcome: 'nonconformant', exitStatus: 1 }), options));

  expect(commands.map(({ name, title }) => [name, title])).toEqual([
    ['notice', 'sockspec: nonconformant; 2 MUSTs not concluded'],
    ['error', 'warning: a/b/e[1] on phone'],
    ['error', 'inconclusive: a/b/c[1] on phone'],
  ]);
});

test('a known failure is no annotation, one that passes is an error', () => {
  const cases = [
    sampleCase({ requirement: 'a/b/c', verdict: 'fail', known: 'ticket 7' }),
    sampleCase({ requirement: 'a/b/d', level: 'SHOULD', verdict: 'warning', known: 'ticket 8' }),
    sampleCase({ requirement: 'a/b/e', known: 'ticket 9', failsRun: true, reason: 'passes' }),
  ];
  const commands = read(github.render(sampleRun({ cases, outcome: 'nonconformant', exitStatus: 1 }), options));

  expect(commands.map(({ name, title }) => [name, title])).toEqual([
    ['notice', 'sockspec: nonconformant; 0 MUSTs not concluded'],
    ['error', 'pass, known: a/b/e[1] on phone'],
  ]);
  expect(commands[0]?.message).toContain('2 known failures');
});

test('cases of one requirement are one annotation, which counts them', () => {
  const commands = read(github.render(sampleRuns.manyOfOne, options));

  expect(commands).toHaveLength(2);
  expect(commands[1]?.message).toContain('\nand 10 cases more of the same requirement\nreproduce: ');
});

test('of each kind the ten gravest are shown, and the rest is counted in one line', () => {
  const cases = (['warning', 'fail', 'error'] as const).flatMap((verdict) =>
    Array.from({ length: verdict === 'warning' ? 11 : 6 }, (_, index) =>
      sampleCase({ requirement: `upload/server/${verdict}-${index}`, verdict, reason: 'x' }),
    ),
  );
  const commands = read(github.render(sampleRun({ cases }), options));
  const verdicts = commands.filter(({ name }) => name === 'error').map(({ title }) => title.split(':')[0]);

  expect(verdicts).toEqual([...Array(6).fill('error'), ...Array(4).fill('fail')]);
  expect(commands.filter(({ name }) => name === 'warning')).toHaveLength(10);
  expect(commands.at(-1)).toEqual({
    name: 'notice',
    title: 'sockspec: not shown',
    message:
      '2 requirements more with failures or errors, 1 requirement more with warnings: ' +
      'GitHub shows 10 annotations of a kind; see the summary of the step',
  });
});

test('targets that were not judged are the first error', () => {
  expect(read(github.render(sampleRuns.deadTargets, options)).map(({ name, title }) => [name, title])).toEqual([
    ['error', 'sockspec: 2 of 3 targets were not judged: phone, pc; 2 MUSTs not concluded'],
  ]);
});

test('an incomplete run says so', () => {
  const [outcome] = read(github.render(sampleRuns.incomplete, options));

  expect(outcome?.message).toMatch(/^interrupted after 3 cases; 1 MUST failed\n.*\nincomplete: the run ended before/);
});

test.each(Object.entries(sampleRuns))("the %s run is written as GitHub's own library writes it", (_, run) => {
  const text = github.render(run, options);

  expect(toolkit(read(text))).toBe(text);
});

test.each(['100%', '%0A', '%25', 'a: b, c', '::error::x', '##[error]x', '\r\n::set-output name=a::b'])(
  'text that looks like a command is text: %s',
  (text) => {
    expectTold(text);
  },
);

test('whatever the implementation uttered, the runner gets it as text', () => {
  fc.assert(fc.property(fc.oneof(anyText, commandText), expectTold));
});

/** Text in the letters of workflow commands, which chance alone would not find. */
const commandText = fc
  .array(
    fc.constantFrom(...['%', '25', '0A', '0D', '3A', ':', '::', ',', '=', '\r', '\n', ' ', '::error::', '##[', ']']),
  )
  .map((parts) => parts.join(''));

interface Read {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}

function expectTold(text: string): void {
  const cases = [
    sampleCase({ id: text, target: text, verdict: 'fail', reason: text, text, source: text, reproduce: text }),
  ];
  const rendered = github.render(sampleRun({ cases, conclusion: text }), options);
  const commands = read(rendered);
  const shown = visible(text);

  expect(commands.map(({ name }) => name)).toEqual(['notice', 'error']);
  expect(commands[0]?.message.split('\n')[0]).toBe(shown);
  expect(commands[1]?.message.split('\n')).toEqual([
    shown,
    `requirement: ${shown} (MUST, ${shown})`,
    `reproduce: ${shown}`,
  ]);
  if (shown.length < 80) expect(commands[1]?.title).toBe(`fail: ${shown} on ${shown}`);
  expect(toolkit(commands)).toBe(rendered);
}

/** As the runner does it (actions/runner, ActionCommand.cs): a line that it does not take for a command is an error here. */
function read(text: string): readonly Read[] {
  return text
    .slice(0, -1)
    .split(/\r\n|\r|\n/)
    .map((line) => {
      const [, name, properties = '', message = ''] = /^::([a-z]+) (.*?)::(.*)$/s.exec(line) ?? [];
      if (name === undefined) throw new Error(`expected a command, found ${line}`);
      const pairs = properties.split(',');
      const [, title = ''] = /^title=(.*)$/s.exec(pairs[0] ?? '') ?? [];
      expect(pairs).toHaveLength(1);
      return { name, title: unescaped(unescaped(title, COLONS), BREAKS), message: unescaped(message, BREAKS) };
    });
}

const COLONS = { '%3A': ':', '%2C': ',' };
/** The per cent sign last, as the runner does it. */
const BREAKS = { '%0D': '\r', '%0A': '\n', '%25': '%' };

function unescaped(text: string, escapes: Readonly<Record<string, string>>): string {
  return Object.entries(escapes).reduce((rest, [written, character]) => rest.replaceAll(written, character), text);
}

/** The same commands, as the toolkit of GitHub prints them. */
function toolkit(commands: readonly Read[]): string {
  const printed: string[] = [];
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => printed.push(String(chunk)) > 0);
  try {
    for (const { name, title, message } of commands) {
      if (name === 'error') error(message, { title });
      else if (name === 'warning') warning(message, { title });
      else notice(message, { title });
    }
  } finally {
    write.mockRestore();
  }
  return printed.join('');
}
