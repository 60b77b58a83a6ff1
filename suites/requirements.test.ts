import { Value } from '@sinclair/typebox/value';
import { describe, expect, test } from 'vitest';
import { Requirement } from '../harness/contracts/requirement.ts';
import { allRequirements, suites } from './index.ts';

/** The first and last columns of SPEC 3.1 and 3.3, written out apart from the tables: id, level, seen. */
const specification = `
fortune/server/accepts-connection         MUST    wire
fortune/server/speaks-first               MUST    wire
fortune/server/closes-after-phrase        MUST    wire
fortune/server/phrase-is-whole            MUST    wire
fortune/server/phrase-is-text             SHOULD  wire
fortune/server/phrase-varies              SHOULD  wire
fortune/server/serves-one-after-another   MUST    wire
fortune/server/serves-queued-clients      MUST    wire
fortune/server/survives-client-leaving    MUST    wire+next
fortune/server/survives-client-reset      MUST    wire+next
fortune/server/survives-half-close        SHOULD  wire
fortune/server/survives-unsolicited-data  SHOULD  wire
fortune/server/survives-slow-reader       MUST    wire
fortune/server/not-starved                SHOULD  wire
fortune/server/reports-port-in-use        SHOULD  exit/output
upload/server/stores-contents-exactly     MUST    storage
upload/server/stores-under-its-name       MUST    storage
upload/server/header-split-anywhere       MUST    storage
upload/server/header-octet-by-octet       MUST    storage
upload/server/header-with-contents        MUST    storage
upload/server/random-segmentation         MUST    storage
upload/server/size-is-four-octets         MUST    storage
upload/server/size-is-big-endian          MUST    storage/output
upload/server/swapped-size-survived       MUST    wire+next
upload/server/name-at-limit               MUST    storage
upload/server/name-over-limit             MUST    wire+storage+next
upload/server/name-without-end            MUST    memory+storage+next
upload/server/endless-name-cut-short      SHOULD  wire
upload/server/name-empty                  MUST    storage+next
upload/server/name-not-ascii              SHOULD  storage
upload/server/name-stays-inside           MUST    storage+next
upload/server/separator-required          SHOULD  storage+next
upload/server/answers-nothing             MUST    wire
upload/server/closes-after-upload         SHOULD  wire
upload/server/leaves-no-debris            SHOULD  storage
upload/server/short-contents              SHOULD  storage+next
upload/server/long-contents               SHOULD  storage+next
upload/server/disconnect-anywhere         MUST    storage+next
upload/server/reset-anywhere              MUST    storage+next
upload/server/idle-client                 SHOULD  wire+next
upload/server/same-name-twice             MUST    storage
upload/server/two-at-once                 SHOULD  storage
upload/server/large-file                  MUST    storage
upload/server/reports-port-in-use         SHOULD  exit/output
`
  .trim()
  .split('\n')
  .map((line) => {
    const [id = '', level = '', seen = ''] = line.split(/ +/);
    return { id, level, seen: seen.split(/[+/]/) };
  });

test('the tables hold every row of the specification, in its order, with its level and its observations', () => {
  expect(allRequirements.map(({ id, level, seen }) => ({ id, level, seen }))).toEqual(specification);
});

test('no id occurs twice', () => {
  const ids = allRequirements.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a suite and its table go by the same path', () => {
  expect(suites.map(({ path, table }) => [path, table.path])).toEqual([
    ['fortune/server', 'fortune/server'],
    ['upload/server', 'upload/server'],
  ]);
});

describe.each(allRequirements)('$id', (requirement) => {
  test('fits the schema', () => {
    expect([...Value.Errors(Requirement, requirement)]).toEqual([]);
  });

  test('says where it comes from', () => {
    expect(requirement.source).toMatch(/^(tutorial|RFC \d+ §\d|CWE-\d+)/);
  });

  test.each(['text', 'provoked', 'failure', 'mend'] as const)('%s is whole sentences on one line', (field) => {
    expect(requirement[field]).toMatch(/^\S.+[^.\s]\.$/);
  });

  test('its statement is one sentence', () => {
    expect(requirement.text).not.toMatch(/\. /);
  });
});
