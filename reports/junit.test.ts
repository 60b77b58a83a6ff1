import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convert } from 'xmlbuilder2';
import { visible } from '../harness/text/visible.ts';
import { anyText } from './any-text.test.helper.ts';
import { junit } from './junit.ts';
import { sampleCase, sampleRun, sampleRuns } from './samples.ts';

const options = { color: false, width: 80 };

test.each(Object.entries(sampleRuns))(
  'the counts of the %s run are those of its JSON report and of its elements',
  (name, run) => {
    const text = junit.render(run, options);
    const { fail, error, inconclusive, notApplicable } = run.summary;
    const unmatched = run.unmatched?.length ?? 0;
    const unjudged = { unreached: 0, deadTargets: 2, severalOfOneSuite: 1, hostile: 0 }[name] ?? 0;
    const counts = {
      '@tests': String(run.cases.length + unjudged + unmatched),
      '@failures': String(fail + unmatched),
      '@errors': String(error + unjudged),
      '@skipped': String(inconclusive + notApplicable),
    };

    expect(convert(text, { format: 'object' })).toMatchObject({ testsuites: expect.objectContaining(counts) });
    expect(
      [countOf(text, 'testcase'), countOf(text, 'failure'), countOf(text, 'error'), countOf(text, 'skipped')].map(
        String,
      ),
    ).toEqual(Object.values(counts));
  },
);

test('the counts of the suites add up to those of the run', () => {
  const text = junit.render(sampleRuns.severalTargets, options);
  const suites = [...text.matchAll(/<testsuite name="([^"]+)" tests="(\d+)" failures="(\d+)"/g)];

  expect(suites.map((match) => match.slice(1))).toEqual([
    ['upload/server on phone', '4', '1'],
    ['fortune/client on pc', '1', '0'],
    ['lines/server on idle', '0', '0'],
    ['frames on pc', '1', '0'],
  ]);
});

test('a comment says first how the run ended, and how many MUSTs are open', () => {
  const dashes = sampleRun({ ...sampleRuns.deadTargets, notJudged: ['a---b'], targets: [targetNamed('a---b')] });

  expect(junit.render(sampleRuns.mixed, options).split('\n')[1]).toBe(
    '<!-- sockspec: error; 2 MUSTs not concluded -->',
  );
  expect(junit.render(dashes, options).split('\n')[1]).toBe(
    '<!-- sockspec: 1 of 1 target was not judged: a- - -b; 2 MUSTs not concluded -->',
  );
});

test('a target that was not judged is an error in its suite', () => {
  const text = junit.render(sampleRuns.deadTargets, options);

  expect(
    text.match(/<testcase name="[^"]+ is judged"[^>]*>\s*<error [^>]+>/g)?.map((one) => one.replace(/\s+/g, ' ')),
  ).toEqual([
    '<testcase name="upload/server on phone is judged" classname="upload.server" time="0.000"> <error message="not judged: 192.0.2.20:54321 refused the connection" type="error"/>',
    '<testcase name="fortune/client on pc is judged" classname="fortune.client" time="0.000"> <error message="not judged: gone" type="error"/>',
  ]);
  expect(text).toMatch(/<testsuite name="upload\/server on phone" tests="2" failures="0" errors="1" skipped="1"/);
  expect(junit.render(sampleRuns.mixed, options)).not.toContain('is judged');
});

test('a failure holds all that the table tells', () => {
  const text = junit.render(sampleRuns.mixed, options);

  expect(text).toContain(
    '<testcase name="upload/server/size-is-four-octets[2560]" classname="upload.server.size-is-four-octets" time="0.013">',
  );
  expect(text).toContain('<property name="verdict" value="fail"/>');
  expect(text).toMatch(/<failure message="expected a\.txt with 2560 octets[^"]+" type="MUST">\n✗ fail {2}/);
  for (const label of ['expected', 'seen', 'reason', 'note', 'exchange', 'reproduce']) {
    expect(text).toMatch(new RegExp(`^ {2}${label}\\b`, 'm'));
  }
});

test('a warning passes, with its verdict and its details beside it', () => {
  const cases = [sampleCase({ level: 'SHOULD', verdict: 'warning', reason: 'expected 10 octets, found 12' })];
  const text = junit.render(sampleRun({ cases }), options);

  expect(text).toContain('failures="0" errors="0" skipped="0"');
  expect(text).toMatch(/<property name="verdict" value="warning"\/>.*<system-out>\n! warning.*found 12/s);
});

test('a warning or an inconclusive case that fails the run is a failure, by its level and its verdict', () => {
  const cases = [
    sampleCase({ level: 'SHOULD', verdict: 'warning', reason: 'expected 10 octets, found 12', failsRun: true }),
    sampleCase({ level: 'MUST', verdict: 'inconclusive', reason: 'needs --store DIR', failsRun: true }),
    sampleCase({ level: 'MUST', verdict: 'inconclusive', reason: 'needs --store DIR' }),
  ];
  const text = junit.render(sampleRun({ cases, outcome: 'nonconformant', exitStatus: 1 }), options);

  expect(text).toContain('tests="3" failures="2" errors="0" skipped="1"');
  expect(text).toMatch(
    /value="warning"\/>.*?<failure message="expected 10 octets, found 12" type="SHOULD">\n! warning/s,
  );
  expect(text).toMatch(/value="inconclusive"\/>.*?<failure message="needs --store DIR" type="MUST">\n/s);
  expect(text).not.toContain('system-out');
});

test('what was skipped says why', () => {
  const text = junit.render(sampleRuns.mixed, options);

  expect(text).toContain('<skipped message="inconclusive: needs --store DIR or --fetch COMMAND"/>');
  expect(text).toContain('<skipped message="not-applicable: the profile says that it serves one client at a time"/>');
});

test('text that looks like markup or an entity is text', () => {
  const reason = '&x; &#0; &lt; <b a="1"> ]]> \' &amp;amp;';
  const text = junit.render(runOf(reason), options);

  expect(unescaped(/<failure message="([^"]*)"/.exec(text)?.[1])).toBe(reason);
  expect(unescaped(/\n {2}reason {7}(.*)\n/.exec(text)?.[1])).toBe(reason);
});

test('whatever the implementation uttered, the XML is well formed, allowed, and tells it', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      const xml = junit.render(runOf(text), options);

      expect(unescaped(/<failure message="([^"]*)"/.exec(xml)?.[1])).toBe(visible(text));
      expect(xml).not.toMatch(NOT_XML);
      expect(xml).not.toMatch(/&(?!(?:amp|lt|gt|quot);)/);
      expect(convert(xml, { format: 'object' })).toMatchObject({
        testsuites: { '@failures': '1', testsuite: { testcase: { failure: { '@type': 'MUST' } } } },
      });
    }),
  );
});

/** What XML 1.0 section 2.2 does not allow, and lone surrogates. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;

const targetNamed = (name: string) =>
  ({ name, protocol: 'upload', role: 'server', kind: 'address', address: '' }) as const;

const runOf = (text: string) =>
  sampleRun({
    targets: [],
    cases: [sampleCase({ id: text, target: text, verdict: 'fail', reason: text, notes: [text] })],
  });

/** Our own reading of the entities: xmlbuilder2 decodes some of them twice. */
function unescaped(text: string | undefined): string | undefined {
  return text?.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&lt;', '<').replaceAll('&amp;', '&');
}

function countOf(text: string, element: string): number {
  return text.match(new RegExp(`<${element}[ >/]`, 'g'))?.length ?? 0;
}
