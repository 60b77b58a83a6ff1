import { expect, test } from 'vitest';
import { parseDescription } from '../../harness/protocols/wire/description.ts';
import { sampleReplies } from './client-places.ts';
import { formSamples } from './forms.ts';

/** A protocol whose server says one of these. */
function saying(...samples: readonly string[]) {
  const description = `protocol: made-up
over: tcp
messages:
  request: { line: text until LF }
  reply:
    switch:
      "+": { line: text until LF }
      "-": { error: text until LF }
      "?\\n": {}
dialogue: [client request, server reply]
plain:
  request: [{ line: ask }]
  reply: [${samples.join(', ')}]
`;
  return formSamples(parseDescription(description, 'made-up.protocol.yaml'), sampleReplies);
}

test('the first sample of each further form is cut', () => {
  const samples = [
    '{ "+": { line: a } }',
    '{ "+": { line: b } }',
    '{ "-": { error: no } }',
    '{ "-": { error: never } }',
  ];

  expect(saying(...samples, '{ "?\\n": {} }').map(({ label, cuts }) => [label, cuts])).toEqual([
    ['reply 3 of another form', [1, 2, 3]],
    ['reply 5 of another form', [1]],
  ]);
});

test('nothing is cut where all samples are of one form', () => {
  expect(saying('{ "+": { line: a } }', '{ "+": { line: b } }')).toEqual([]);
});
